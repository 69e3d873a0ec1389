-- Whom an exoneration may reach: those who live in its territory, and those whom it excused.
SELECT v.persona_id
FROM afiliacion_exoneracion e
JOIN captacion_vinculo v ON v.estado IN ('automatico', 'confirmado')
JOIN captacion_hogar h ON h.id = v.hogar_id
LEFT JOIN juntos_distrito d ON d.ubigeo = h.distrito_id
WHERE e.id = %(exoneracion)s
  AND (e.distrito_id IS NULL OR e.distrito_id = h.distrito_id)
  AND (e.unidad_territorial_id IS NULL OR e.unidad_territorial_id = d.unidad_territorial_id)
UNION
SELECT persona_id FROM afiliacion_corresponsabilidad WHERE situacion = 'exonerado'
ORDER BY 1
