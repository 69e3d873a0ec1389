-- What is listed for people: an item of someone whose birth date or FUR moved, and one that counted and
-- does not any more. Care that arrived is no news here.
WITH movida AS (
    SELECT DISTINCT d.persona_id, coalesce(d.gestante_id, 0) AS gestante
    FROM cal_diferencia d JOIN afiliacion_regla r ON r.id = d.regla_id
    WHERE r.referencia <> 'dosis_previa' AND d.desde <> d.desde_antes
)
INSERT INTO afiliacion_cambiodeitem
    (recalculo_id, persona_id, gestante_id, regla_id, anotado, antes, despues, desde_antes, desde_despues)
SELECT %(recalculo)s::bigint, d.persona_id, d.gestante_id, d.regla_id, now(), d.antes, coalesce(d.situacion, ''),
    d.desde_antes, d.desde
FROM cal_diferencia d
LEFT JOIN movida m ON m.persona_id = d.persona_id AND m.gestante = coalesce(d.gestante_id, 0)
WHERE coalesce(d.situacion, '') <> d.antes
  AND (m.persona_id IS NOT NULL OR d.sigue IS NULL OR d.antes IN ('en_ventana', 'exonerado'))
UNION ALL
SELECT %(recalculo)s::bigint, r.persona_id, r.gestante_id, r.regla_id, now(), '', r.situacion, NULL, r.desde
FROM movida m
JOIN cal_resultado r ON r.persona_id = m.persona_id AND coalesce(r.gestante_id, 0) = m.gestante
WHERE NOT EXISTS (
    SELECT FROM afiliacion_corresponsabilidad c
    WHERE c.persona_id = r.persona_id AND c.regla_id = r.regla_id
      AND coalesce(c.gestante_id, 0) = coalesce(r.gestante_id, 0));
