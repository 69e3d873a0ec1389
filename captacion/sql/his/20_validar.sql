-- Items of care, every reason on every row. A measure or a FUR that cannot be does not shut the care out.
CREATE UNLOGGED TABLE staging AS
SELECT t.*,
    array_remove(ARRAY[
        CASE WHEN id_cita IS NULL THEN 'sin_cita' END,
        CASE WHEN tipo_documento IS NULL THEN 'tipo_documento_desconocido'
             WHEN documento IS NULL THEN 'sin_documento' END,
        CASE WHEN atencion_ IS NULL THEN 'atencion_falta'
             WHEN atencion_el IS NULL THEN 'atencion_imposible'
             WHEN atencion_el > %(hoy)s THEN 'atencion_futura' END,
        CASE WHEN codigo IS NULL THEN 'codigo_falta'
             WHEN length(codigo) > 20 THEN 'codigo_largo' END
    ], NULL) AS errores,
    array_remove(ARRAY[
        CASE WHEN tipo_documento = 'DNI' AND documento_ ~ '^\d{7}$' THEN 'dni_siete' END,
        CASE WHEN tipo_documento = 'CNV' AND length(documento) <> 10 THEN 'cnv_largo' END,
        CASE WHEN eess_ IS NOT NULL AND eess = '' THEN 'establecimiento_ilegible' END,
        CASE WHEN (peso IS NULL AND peso_ !~ '^[0.,]+$') OR (talla IS NULL AND talla_ !~ '^[0.,]+$')
                  OR (hemoglobina IS NULL AND hemoglobina_ !~ '^[0.,]+$') THEN 'medida_ignorada' END,
        CASE WHEN fur_ IS NOT NULL AND fur_dicha IS NULL THEN 'fur_ignorada' END
    ], NULL) AS avisos,
    NULL::text AS duda, true AS es_atencion
FROM (
    SELECT f.*, documento_o_nulo(tipo_documento, documento_) AS documento,
        CASE WHEN atencion_el - fur_leida BETWEEN 0 AND %(dias_fur_maximo)s THEN fur_leida END AS fur_dicha
    FROM (
        SELECT e.n, e.clave, e.huella, e.registro_id, NULL::bigint AS persona_id,
            NULL::bigint AS hogar_id, e.id_cita,
            -- a column of types that is not there speaks of DNIs
            CASE WHEN e.tipo_documento_crudo IS NULL THEN 'DNI' ELSE e.tipo_documento END
                AS tipo_documento,
            e.documento AS documento_,
            e.atencion_el AS atencion_, leer_fecha(e.atencion_el) AS atencion_el,
            e.eess AS eess_, coalesce(codigo_establecimiento(e.eess), '') AS eess,
            upper(e.codigo) AS codigo,
            left(upper(coalesce(e.tipo_diagnostico, '')), 4) AS tipo_diagnostico,
            left(upper(coalesce(e.valor, '')), 20) AS valor,
            e.peso AS peso_, medida_o_nulo(e.peso) AS peso,
            e.talla AS talla_, medida_o_nulo(e.talla) AS talla,
            e.hemoglobina AS hemoglobina_, medida_o_nulo(e.hemoglobina) AS hemoglobina,
            e.fur AS fur_, leer_fecha(e.fur) AS fur_leida
        FROM (
            SELECT p.clave, p.registro_id, e.* FROM pendiente p JOIN entrada e USING (n)
            OFFSET '0' -- each cell is read once: without it the functions would be repeated at every use
        ) AS e
        OFFSET '0'
    ) AS f
    OFFSET '0'
) AS t;

CREATE UNIQUE INDEX ON staging (n);
