-- What user households of these districts have to attend to: care whose window ends within a week, and
-- what was not given in time, or nobody told, some days back; never from before the child or the
-- pregnancy was known to us. By person, through `corresponsabilidad_unica`.
SELECT c.hogar_id, coalesce(rn.establecimiento_codigo, g.establecimiento_codigo, '') AS establecimiento,
    corresponsabilidad_estado(k.situacion, k.hasta, %(hoy)s::date) AS estado,
    min(k.hasta) AS primero, array_agg(k.id ORDER BY k.id) AS filas
FROM captacion_captacion c
JOIN captacion_hogar h ON h.id = c.hogar_id AND h.es_usuario
LEFT JOIN captacion_reciennacido rn ON rn.id = c.recien_nacido_id
LEFT JOIN captacion_gestante g ON g.id = c.gestante_id
JOIN afiliacion_corresponsabilidad k
    ON k.persona_id = c.persona_id AND k.gestante_id IS NOT DISTINCT FROM c.gestante_id
JOIN afiliacion_regla r ON r.id = k.regla_id
JOIN afiliacion_norma n ON n.id = r.norma_id
WHERE c.distrito_id = ANY(%(distritos)s)
  AND k.situacion IN ('sin_dato', 'fuera', 'no_dado')
  AND k.desde <= %(hoy)s::date
  AND k.hasta BETWEEN greatest(%(hoy)s::date - %(cuidados_dias_atras)s::integer,
                               date_trunc('month', c.registrada_el)::date)
                  AND %(hoy)s::date + 6
  -- Two norms may ask for one dose: the one that conditions the payment is told.
  AND (n.condiciona_pago OR NOT EXISTS (
      SELECT FROM afiliacion_corresponsabilidad k2
      JOIN afiliacion_regla r2 ON r2.id = k2.regla_id
      JOIN afiliacion_norma n2 ON n2.id = r2.norma_id
      WHERE k2.persona_id = k.persona_id AND k2.gestante_id IS NOT DISTINCT FROM k.gestante_id
        AND k2.situacion <> 'no_aplica' AND n2.condiciona_pago
        AND r2.item_id = r.item_id AND r2.dosis = r.dosis))
GROUP BY 1, 2, 3
