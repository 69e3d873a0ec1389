-- The mothers of the births for Splink, under the number of the member that each one is.
COPY (
    SELECT 1000000 + (codigo::bigint - 5000000000) * 4 AS unique_id, documento,
        ap_paterno AS paterno, ap_materno AS materno, nombres, centro_poblado_codigo AS lugar,
        llave_nombre(ap_paterno, ap_materno, nombres) AS llave_nombre,
        llave_lugar(centro_poblado_codigo, ap_paterno, split_part(nombres, ' ', 1))
            AS llave_lugar_paterno,
        llave_lugar(centro_poblado_codigo, ap_materno, split_part(nombres, ' ', 1))
            AS llave_lugar_materno
    FROM banco_nacimiento
) TO STDOUT (FORMAT csv, HEADER)
