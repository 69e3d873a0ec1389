-- The members of the registers for Splink, with the keys by which our blocks are made.
COPY (
    SELECT p.id AS unique_id, p.dni AS documento, p.ap_paterno AS paterno, p.ap_materno AS materno,
        p.nombres, h.centro_poblado_codigo AS lugar, m.llave_nombre, m.llave_lugar_paterno,
        m.llave_lugar_materno
    FROM captacion_miembro m
    JOIN captacion_persona p ON p.id = m.persona_id
    JOIN captacion_hogar h ON h.id = m.hogar_id
) TO STDOUT (FORMAT csv, HEADER)
