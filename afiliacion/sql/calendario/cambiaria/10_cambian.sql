-- Who would see the states of an item change, between two calendars of the same people: by the states of
-- each item in the order in which they fall due, since norms number their doses each in its own way.
DROP TABLE IF EXISTS cal_cambia;
CREATE TEMP TABLE cal_cambia ON COMMIT DROP AS
WITH todo AS (
    SELECT 1 AS vez, * FROM cal_antes UNION ALL SELECT 2, * FROM cal_despues
), por_item AS (
    SELECT t.persona_id, t.gestante_id, r.item_id,
        array_agg(e.estado ORDER BY t.desde, r.dosis) FILTER (WHERE vez = 1) AS antes,
        array_agg(e.estado ORDER BY t.desde, r.dosis) FILTER (WHERE vez = 2) AS despues
    FROM todo t
    JOIN afiliacion_regla r ON r.id = t.regla_id
    CROSS JOIN LATERAL (
        SELECT corresponsabilidad_estado(t.situacion, t.hasta, %(corte)s::date) AS estado
    ) e
    GROUP BY t.persona_id, t.gestante_id, r.item_id
)
SELECT * FROM por_item WHERE antes IS DISTINCT FROM despues;
