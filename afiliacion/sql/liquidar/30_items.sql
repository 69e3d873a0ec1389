-- What falls due to each member in each month. An item is judged in the month in which it becomes
-- required; when its window goes on after that month it is still in time there, and is judged in
-- the month in which the window ends. A member with nothing due has one row without item.

CREATE TEMP TABLE liq_item ON COMMIT DROP AS
SELECT m.liquidacion, m.mes, m.hogar, m.captacion, m.persona, m.tipo, m.evento_el,
    k.regla_id AS regla,
    CASE
        WHEN k.regla_id IS NULL THEN 'no_aplica'
        ELSE corresponsabilidad_estado(
            k.situacion, k.hasta,
            CASE WHEN k.hasta > m.fin THEN least(m.fin, %(corte)s) ELSE %(corte)s END)
    END AS resultado,
    k.desde, k.hasta, k.exigible_el, k.cuidado_id AS cuidado, k.dado_el
FROM liq_miembro m
LEFT JOIN (
    SELECT k.* FROM liq_corresponsabilidad k
    JOIN afiliacion_regla r ON r.id = k.regla_id
    JOIN afiliacion_norma n ON n.id = r.norma_id AND n.condiciona_pago
) k ON k.persona_id = m.persona
    AND k.gestante_id IS NOT DISTINCT FROM m.gestante
    AND (
        coalesce(k.exigible_el, k.hasta) BETWEEN m.mes AND m.fin
        OR (k.hasta > k.exigible_el AND k.hasta BETWEEN m.mes AND m.fin)
    );
ANALYZE liq_item;
