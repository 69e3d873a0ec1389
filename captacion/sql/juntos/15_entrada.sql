-- The programme's padrón as a register of households. ESTADO 1 is an active user household.
CREATE VIEW miembro_entrada AS
SELECT n, codigo_hogar, tipo_documento, documento, ap_paterno, ap_materno, nombres, sexo,
    fecha_nacimiento, ubigeo, centro_poblado, NULL::text AS centro_poblado_codigo, direccion, celular,
    CASE WHEN upper(es_titular) IN ('1', 'SI', 'S', 'X') THEN 'TITULAR' END AS parentesco,
    es_titular, nivel_crudo AS nivel_, nivel, NULL::text AS cse_desde, cse_hasta,
    coalesce(estado, '1') = '1' AS es_usuario,
    coalesce(upper(tpi) IN ('1', 'SI', 'S'), false) AS tpi
FROM entrada;
