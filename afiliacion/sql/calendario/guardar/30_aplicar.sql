DELETE FROM afiliacion_corresponsabilidad c USING cal_diferencia d WHERE c.id = d.ya AND d.sigue IS NULL;

UPDATE afiliacion_corresponsabilidad c SET
    desde = d.desde, hasta = d.hasta, exigible_el = d.exigible_el, situacion = d.situacion,
    cuidado_id = d.cuidado_id, dado_el = d.dado_el
FROM cal_diferencia d WHERE c.id = d.ya AND d.sigue IS NOT NULL;

INSERT INTO afiliacion_corresponsabilidad
    (persona_id, gestante_id, regla_id, desde, hasta, exigible_el, situacion, cuidado_id, dado_el)
SELECT r.persona_id, r.gestante_id, r.regla_id, r.desde, r.hasta, r.exigible_el, r.situacion,
    r.cuidado_id, r.dado_el
FROM cal_resultado r
WHERE NOT EXISTS (
    SELECT FROM afiliacion_corresponsabilidad c
    WHERE c.persona_id = r.persona_id AND c.regla_id = r.regla_id
      AND coalesce(c.gestante_id, 0) = coalesce(r.gestante_id, 0))
ORDER BY r.persona_id;
