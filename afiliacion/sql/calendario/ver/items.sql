-- The items of a calendar left in {tabla}, in the order in which they fall due, as a person reads them.
SELECT t.persona_id, t.gestante_id, n.codigo AS norma, n.condiciona_pago, r.item_id AS item, i.nombre, i.corto,
    r.dosis, count(*) OVER cadena > 1 AS varias, t.desde, t.hasta, t.exigible_el, t.situacion,
    corresponsabilidad_estado(t.situacion, t.hasta, %(corte)s::date) AS estado,
    t.dado_el, t.cuidado_id, r.referencia = 'dosis_previa' AS tras_otra,
    CASE WHEN lag(r.dosis) OVER dosis = r.dosis - 1 THEN lag(t.dado_el) OVER dosis END AS anterior_el,
    {clave} AS clave
FROM {tabla} t
JOIN afiliacion_regla r ON r.id = t.regla_id
JOIN afiliacion_norma n ON n.id = r.norma_id
JOIN afiliacion_itemcuidado i ON i.codigo = r.item_id
WHERE t.persona_id = ANY(%(personas)s)
WINDOW cadena AS (PARTITION BY t.persona_id, t.gestante_id, r.norma_id, r.item_id),
    dosis AS (PARTITION BY t.persona_id, t.gestante_id, r.norma_id, r.item_id, r.alternativa ORDER BY r.dosis)
ORDER BY t.persona_id, t.gestante_id, t.desde, t.hasta, i.orden, r.dosis, n.codigo
