-- Whom an exoneration touches: those of its territory with an item, not given in its time or that
-- nobody told, that falls due on one of its days.
SELECT count(DISTINCT k.persona_id) FILTER (WHERE k.gestante_id IS NULL) AS ninos,
    count(DISTINCT k.persona_id) FILTER (WHERE k.gestante_id IS NOT NULL) AS gestantes,
    count(*) AS items
FROM captacion_hogar h
LEFT JOIN juntos_distrito d ON d.ubigeo = h.distrito_id
JOIN captacion_vinculo v ON v.hogar_id = h.id AND v.estado IN ('automatico', 'confirmado')
JOIN afiliacion_corresponsabilidad k ON k.persona_id = v.persona_id
JOIN afiliacion_regla r ON r.id = k.regla_id
WHERE (%(distrito)s::text IS NULL OR h.distrito_id = %(distrito)s)
  AND (%(unidad)s::bigint IS NULL OR d.unidad_territorial_id = %(unidad)s)
  AND (%(item)s::text IS NULL OR r.item_id = %(item)s)
  AND k.situacion IN ('sin_dato', 'fuera', 'no_dado')
  AND coalesce(k.exigible_el, k.hasta) BETWEEN %(desde)s::date AND %(hasta)s::date
