-- Members of a register of households, every reason on every row. A bad birth date does not shut a
-- member out: it is her document that links.
CREATE UNLOGGED TABLE staging AS
SELECT t.*,
    array_remove(ARRAY[
        CASE WHEN codigo_hogar IS NULL THEN 'sin_hogar' END,
        CASE WHEN num_nonnulls(dni, cui, cnv, otro_documento) = 0 THEN 'sin_documento' END
    ], NULL) AS errores,
    array_remove(ARRAY[
        CASE WHEN celular_ IS NOT NULL AND celular IS NULL THEN 'celular_invalido' END,
        CASE WHEN ubigeo IS NULL THEN 'ubigeo_falta'
             WHEN distrito_id IS NULL THEN 'ubigeo_desconocido' END,
        CASE WHEN nivel_ IS NOT NULL AND nivel IS NULL THEN 'nivel_desconocido' END,
        CASE WHEN documento_ ~ '^\d{7}$' AND dni IS NOT NULL THEN 'dni_siete' END,
        CASE WHEN nacimiento_ IS NOT NULL AND (nacimiento IS NULL OR nacimiento > %(hoy)s)
                 THEN 'fecha_ignorada' END
    ], NULL) AS avisos,
    -- exactly one document tells who the member is
    coalesce('DNI:' || dni, 'CUI:' || cui, 'CNV:' || cnv, otro_documento) AS identidad,
    NULL::text AS duda
FROM (
    SELECT f.*, d.ubigeo AS distrito_id
    FROM (
        SELECT e.n, e.clave, e.huella, e.registro_id, e.persona_id, e.hogar_id,
            left(e.codigo_hogar, 40) AS codigo_hogar,
            e.documento AS documento_,
            CASE WHEN coalesce(e.tipo_documento, 'DNI') = 'DNI' THEN dni_o_nulo(e.documento) END AS dni,
            CASE WHEN e.tipo_documento = 'CUI' THEN dni_o_nulo(e.documento) END AS cui,
            CASE WHEN e.tipo_documento = 'CNV' THEN cnv_o_nulo(e.documento) END AS cnv,
            CASE WHEN e.tipo_documento NOT IN ('DNI', 'CUI', 'CNV')
                      AND e.documento ~ '^[0-9A-Za-z-]{4,18}$' AND NOT es_relleno(e.documento)
                 THEN e.tipo_documento || ':' || upper(e.documento) END AS otro_documento,
            nombre_limpio(e.ap_paterno, 60) AS ap_paterno,
            nombre_limpio(e.ap_materno, 60) AS ap_materno,
            nombre_limpio(e.nombres, 80) AS nombres,
            coalesce(e.sexo, '') AS sexo,
            e.fecha_nacimiento AS nacimiento_, leer_fecha(e.fecha_nacimiento) AS nacimiento,
            e.ubigeo,
            left(coalesce(e.centro_poblado, ''), 120) AS centro_poblado,
            left(coalesce(e.centro_poblado_codigo, ''), 10) AS centro_poblado_codigo,
            left(coalesce(e.direccion, ''), 200) AS direccion,
            e.celular AS celular_, celular_o_nulo(e.celular) AS celular,
            left(coalesce(e.parentesco, ''), 40) AS parentesco,
            coalesce(upper(e.es_titular) IN ('1', 'SI', 'S', 'X'), false) AS es_titular,
            e.nivel_ AS nivel_, e.nivel,
            leer_fecha(e.cse_desde) AS cse_desde, leer_fecha(e.cse_hasta) AS cse_hasta,
            e.es_usuario, e.tpi
        FROM (
            SELECT p.clave, p.huella, p.registro_id, p.persona_id, p.hogar_id, e.*
            FROM pendiente p JOIN miembro_entrada e USING (n)
            OFFSET '0'
        ) AS e
        OFFSET '0'
    ) AS f
    LEFT JOIN juntos_distrito d
        ON CASE WHEN %(reniec)s THEN d.ubigeo_reniec ELSE d.ubigeo END = f.ubigeo
    OFFSET '0'
) AS t;

CREATE UNIQUE INDEX ON staging (n);
