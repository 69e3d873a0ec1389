-- What the sources say was given to these people. Care before the birth or the FUR, after the end, or
-- after the day on which its file was processed, is not counted (`consultas.calendario.no_contadas`).
CREATE TEMP TABLE cal_registro ON COMMIT DROP AS
SELECT s.n, s.persona_id, s.gestante_id, c.item_id, c.parte, a.atendida_el AS dado_el,
    coalesce(c.dosis, substring(a.valor FROM '^D?0*([1-9])$')::smallint) AS dosis,
    k.fecha_proceso AS conocido_el, a.id AS atencion_id
FROM cal_sujeto s
JOIN captacion_atencion a ON a.persona_id = s.persona_id
JOIN afiliacion_codigodecuidado c
    ON c.fuente = a.fuente AND c.codigo = a.codigo AND c.activo
   AND (c.valores = '{}' OR a.valor = ANY(c.valores))
JOIN afiliacion_itemcuidado i ON i.codigo = c.item_id AND i.sujeto = s.sujeto
JOIN captacion_carga k ON k.id = a.carga_id
WHERE a.atendida_el BETWEEN s.cero AND least(s.fin, k.fecha_proceso);
ANALYZE cal_registro;

-- An item of parts is given when every part is: a child's at one visit (a day apart at most), a
-- pregnant woman's along her pregnancy, on the day on which the last missing part was recorded.
CREATE TEMP TABLE cal_dicho ON COMMIT DROP AS
WITH partes AS (
    SELECT item_id, count(DISTINCT parte) AS cuantas
    FROM afiliacion_codigodecuidado WHERE activo AND parte <> '' GROUP BY item_id
), completo AS (
    SELECT a.n, a.item_id, a.dado_el, max(b.conocido_el) AS conocido_el, max(a.atencion_id) AS atencion_id
    FROM cal_registro a
    JOIN cal_registro b USING (n, item_id)
    JOIN partes p USING (item_id)
    WHERE a.parte <> '' AND b.parte <> ''
      AND b.dado_el BETWEEN CASE WHEN a.gestante_id IS NULL THEN a.dado_el - 1 ELSE '-infinity' END
                        AND a.dado_el
    GROUP BY a.n, a.item_id, a.dado_el, p.cuantas
    HAVING count(DISTINCT b.parte) = p.cuantas
), dicho AS (
    SELECT n, item_id, dado_el, dosis, conocido_el, atencion_id FROM cal_registro WHERE parte = ''
    UNION ALL
    SELECT c.n, c.item_id, c.dado_el, NULL, c.conocido_el, c.atencion_id
    FROM (
        SELECT c.*, s.gestante_id IS NOT NULL
            AND row_number() OVER (PARTITION BY n, item_id ORDER BY dado_el) > 1 AS repite
        FROM completo c JOIN cal_sujeto s USING (n)
    ) c
    WHERE NOT repite
), con_salto AS (
    SELECT s.persona_id, d.item_id, d.dado_el, d.dosis, d.conocido_el, d.atencion_id,
        d.dado_el - lag(d.dado_el) OVER (PARTITION BY s.persona_id, d.item_id ORDER BY d.dado_el) AS salto
    FROM dicho d JOIN cal_sujeto s USING (n)
)
-- Told on the same day or the next one by whatever source: once (`isla`). Who told it first stands.
SELECT DISTINCT ON (persona_id, item_id, isla) persona_id, item_id, dado_el, conocido_el, atencion_id,
    max(dosis) OVER (PARTITION BY persona_id, item_id, isla) AS dosis,
    min(dado_el) OVER (PARTITION BY persona_id, item_id, isla) AS primero,
    max(dado_el) OVER (PARTITION BY persona_id, item_id, isla) AS ultimo
FROM (
    SELECT c.*, count(*) FILTER (WHERE salto > 1)
        OVER (PARTITION BY persona_id, item_id ORDER BY dado_el) AS isla
    FROM con_salto c
) c
ORDER BY persona_id, item_id, isla, conocido_el, dado_el, atencion_id;
ANALYZE cal_dicho;
