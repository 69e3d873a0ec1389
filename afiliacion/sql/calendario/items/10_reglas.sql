-- The rules that are asked, each with what the others of its chain (one norm, item, alternative) mean
-- to it:
--   techo   from that age on, a care is already the next dose's (fixed windows that follow);
--   suelo   before that age, a care was the previous dose's;
--   isla, nivel   its turn among the doses that need another one's care to be told; 1 needs none.
CREATE TEMP TABLE cal_regla ON COMMIT DROP AS
WITH regla AS (
    SELECT r.*, n.vigente_desde, coalesce(n.vigente_hasta, 'infinity') AS vigente_hasta, i.sujeto,
        r.referencia = 'dosis_previa' AS previa,
        u.dias * r.desde AS dia_desde,
        CASE WHEN r.unidad = 'meses' THEN u.dias * (r.hasta + 1) - 1
             ELSE coalesce(u.dias * r.hasta, r.tope_dias) END AS dia_hasta,
        dense_rank() OVER (ORDER BY r.norma_id, r.item_id, r.alternativa) AS cadena
    FROM afiliacion_regla r
    JOIN afiliacion_norma n ON n.id = r.norma_id
    JOIN afiliacion_itemcuidado i ON i.codigo = r.item_id
    CROSS JOIN LATERAL (
        SELECT CASE r.unidad WHEN 'dias' THEN 1 WHEN 'semanas' THEN 7 ELSE 30.4375 END AS dias
    ) u
    WHERE n.id = ANY(%(normas)s)
), con_techo AS (
    SELECT r.*, t.desde AS techo, t.unidad AS techo_unidad, t.dia_desde AS dia_techo
    FROM regla r
    LEFT JOIN LATERAL (
        SELECT t.desde, t.unidad, t.dia_desde
        FROM regla t
        WHERE t.cadena = r.cadena AND t.dosis > r.dosis AND NOT t.previa AND NOT r.previa
          AND t.dia_desde > r.dia_hasta
        ORDER BY t.dosis LIMIT 1
    ) t ON true
), con_suelo AS (
    SELECT r.*, a.suelo, a.suelo_unidad,
        a.previas > 0
            AND (r.previa OR r.brechas <> '{}' OR a.sin_techo OR a.dia_suelo > r.dia_desde)
            AS encadenada
    FROM con_techo r
    CROSS JOIN LATERAL (
        SELECT count(*) AS previas, bool_or(a.techo IS NULL) AS sin_techo, max(a.dia_techo) AS dia_suelo,
            (array_agg(a.techo ORDER BY a.dia_techo DESC)
                FILTER (WHERE a.dia_techo <= r.dia_desde))[1] AS suelo,
            (array_agg(a.techo_unidad ORDER BY a.dia_techo DESC)
                FILTER (WHERE a.dia_techo <= r.dia_desde))[1] AS suelo_unidad
        FROM con_techo a
        WHERE a.cadena = r.cadena AND a.dosis < r.dosis
    ) a
), con_isla AS (
    SELECT r.*, count(*) FILTER (WHERE NOT encadenada) OVER (PARTITION BY cadena ORDER BY dosis) AS isla
    FROM con_suelo r
)
SELECT id AS regla_id, item_id, sujeto, previa, unidad, desde, hasta, tope_dias, exigible, dosis,
    vigente_desde, vigente_hasta, techo, techo_unidad, suelo, suelo_unidad,
    CASE WHEN brechas <> '{}' THEN brechas END AS brechas,
    (row_number() OVER (ORDER BY id))::integer AS regla,
    dense_rank() OVER (ORDER BY item_id)::integer AS item,
    (cadena * 100 + isla)::integer AS cadena,
    row_number() OVER (PARTITION BY cadena, isla ORDER BY dosis)::integer AS nivel,
    count(*) OVER (PARTITION BY cadena, isla) = 1 AS sola,
    -- Whose window can begin while the norm is in force: lives that began in these days.
    vigente_desde - dia_desde::integer - 5 AS cero_desde,
    vigente_hasta - dia_desde::integer + 5 AS cero_hasta,
    CASE WHEN grupo <> '' THEN dense_rank() OVER (ORDER BY norma_id, grupo)::integer END AS grupo,
    alternativa, min(id) OVER (PARTITION BY norma_id, grupo, alternativa) AS orden,
    coalesce(peso_desde, 0) AS peso_desde, coalesce(peso_hasta, 32767) AS peso_hasta,
    coalesce(semanas_desde, 0) AS semanas_desde, coalesce(semanas_hasta, 32767) AS semanas_hasta,
    num_nonnulls(peso_desde, peso_hasta, semanas_desde, semanas_hasta) > 0 AS filtra
FROM con_isla;
ANALYZE cal_regla;
