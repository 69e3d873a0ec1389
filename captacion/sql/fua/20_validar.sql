-- A FUA is care given and may also tell a pregnancy. It goes in for what is sound: what stops one of
-- the two is then a warning, and what leaves neither rejects the row.
CREATE UNLOGGED TABLE staging AS
SELECT v.*,
    CASE WHEN fallas = '{}' AND (es_atencion OR gestacion) THEN '{}'::text[]
         ELSE fallas || contra_atencion || contra_gestacion END AS errores,
    array_remove(ARRAY[
        CASE WHEN ubigeo IS NULL THEN 'ubigeo_falta'
             WHEN distrito_id IS NULL THEN 'ubigeo_desconocido' END,
        CASE WHEN tipo_documento = 'DNI' AND documento_ ~ '^\d{7}$' THEN 'dni_siete' END,
        CASE WHEN tipo_documento = 'CNV' AND length(documento) <> 10 THEN 'cnv_largo' END,
        CASE WHEN eess_ IS NOT NULL AND eess = '' THEN 'establecimiento_ilegible' END,
        CASE WHEN nacimiento_ IS NOT NULL AND (nacimiento IS NULL OR nacimiento > %(hoy)s)
                 THEN 'fecha_ignorada' END
    ], NULL) || contra_atencion || contra_gestacion AS avisos,
    CASE WHEN tipo_documento = 'DNI' THEN documento END AS dni,
    CASE WHEN tipo_documento NOT IN ('DNI', 'CNV') THEN tipo_documento || ':' || documento END
        AS otro_documento,
    CASE tipo_documento WHEN 'DNI' THEN 'DNI:' || documento ELSE tipo_documento || ':' || documento END
        AS identidad,
    NULL::date AS fur_dicha, NULL::text AS celular, ''::text AS lengua, ''::text AS direccion, ''::text AS referencia,
    ''::text AS centro_poblado_codigo, ''::text AS tipo_diagnostico,
    NULL::numeric AS peso, NULL::numeric AS talla, NULL::numeric AS hemoglobina,
    NULL::text AS duda, NULL::bigint AS gestante_id
FROM (
    SELECT u.*, contra_atencion = '{}' AS es_atencion,
        habla_de_gestacion AND contra_gestacion = '{}' AS gestacion
    FROM (
        SELECT t.*,
            array_remove(ARRAY[
                CASE WHEN version IS NULL THEN 'version_desconocida' END,
                CASE WHEN num_nonnulls(disa, lote, numero) < 3 THEN 'sin_numero' END,
                CASE WHEN documento IS NULL THEN 'sin_documento' END
            ], NULL) AS fallas,
            array_remove(ARRAY[
                CASE WHEN atencion_ IS NULL THEN 'atencion_falta'
                     WHEN atencion_leida IS NULL THEN 'atencion_imposible'
                     WHEN atencion_leida > %(hoy)s THEN 'atencion_futura' END,
                CASE WHEN codigo IS NULL THEN 'codigo_falta'
                     WHEN length(codigo) > 20 THEN 'codigo_largo' END
            ], NULL) AS contra_atencion,
            CASE WHEN habla_de_gestacion THEN array_remove(ARRAY[
                CASE WHEN sexo = 'M' OR tipo_documento = 'CNV' THEN 'gestacion_de_otro' END,
                CASE WHEN fur IS NULL THEN 'sin_fecha_gestacion'
                     WHEN fur > %(hoy)s THEN 'fur_futura'
                     WHEN coalesce(atencion_el, %(hoy)s::date) - fur > %(dias_fur_maximo)s
                         THEN 'fur_antigua' END
            ], NULL) ELSE '{}'::text[] END AS contra_gestacion
        FROM (
            SELECT f.*, documento_o_nulo(tipo_documento, documento_) AS documento,
                coalesce(fpp_dicha - 280, atencion_el - semanas * 7) AS fur,
                coalesce(fpp_dicha, atencion_el - semanas * 7 + 280) AS fpp,
                CASE WHEN fpp_dicha IS NOT NULL THEN 'fpp' ELSE 'edad_gestacional' END AS origen_fur,
                -- The weeks or the FPP of a birth or of the puerperium (054, 055, 010) are of a
                -- pregnancy that is over.
                coalesce(condicion_materna = '1', false) OR coalesce(codigo IN ('009', '015'), false)
                OR (num_nonnulls(semanas, fpp_dicha) > 0
                    AND coalesce(codigo NOT IN ('010', '054', '055'), true)) AS habla_de_gestacion
            FROM (
                SELECT e.n, e.clave, e.huella, e.registro_id, NULL::bigint AS persona_id,
                    NULL::bigint AS hogar_id, e.disa, e.lote, e.numero, e.version, e.condicion_materna,
                    CASE coalesce(e.tipo_documento, 'DNI') WHEN 'CUI' THEN 'DNI'
                         ELSE coalesce(e.tipo_documento, 'DNI') END AS tipo_documento,
                    e.documento AS documento_,
                    nombre_limpio(e.ap_paterno, 60) AS ap_paterno,
                    nombre_limpio(e.ap_materno, 60) AS ap_materno,
                    nombre_limpio(concat_ws(' ', e.nombres, e.otros_nombres), 80) AS nombres,
                    e.sexo, e.fecha_nacimiento AS nacimiento_,
                    leer_fecha(e.fecha_nacimiento) AS nacimiento,
                    e.ubigeo, d.ubigeo AS distrito_id,
                    e.eess AS eess_, coalesce(codigo_establecimiento(e.eess), '') AS eess,
                    e.atencion_el AS atencion_, leer_fecha(e.atencion_el) AS atencion_leida,
                    CASE WHEN leer_fecha(e.atencion_el) <= %(hoy)s::date
                         THEN leer_fecha(e.atencion_el) END AS atencion_el,
                    CASE WHEN e.codigo ~ '^\d{1,2}$' THEN lpad(e.codigo, 3, '0')
                         ELSE upper(e.codigo) END AS codigo,
                    left(coalesce(e.control, ''), 20) AS valor,
                    leer_fecha(e.fpp) AS fpp_dicha,
                    CASE WHEN e.edad_gestacional ~ '^\d{1,2}$' AND e.edad_gestacional::int BETWEEN 1 AND 45
                         THEN e.edad_gestacional::int END AS semanas
                FROM (
                    SELECT p.clave, p.registro_id, e.* FROM pendiente p JOIN entrada e USING (n)
                    OFFSET '0' -- each cell is read once: without it the functions would be repeated at every use
                ) AS e
                LEFT JOIN juntos_distrito d
                    ON CASE WHEN %(reniec)s THEN d.ubigeo_reniec ELSE d.ubigeo END = e.ubigeo
                OFFSET '0'
            ) AS f
            OFFSET '0'
        ) AS t
        OFFSET '0'
    ) AS u
    OFFSET '0'
) AS v;

CREATE UNIQUE INDEX ON staging (n);
