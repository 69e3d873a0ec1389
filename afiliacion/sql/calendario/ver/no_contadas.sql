-- What a source told of this person's care that is not counted, and why.
SELECT a.id, a.atendida_el, c.item_id AS item, i.nombre,
    CASE WHEN a.atendida_el < s.cero THEN 'antes'
         WHEN a.atendida_el > k.fecha_proceso THEN 'futura'
         ELSE 'despues' END AS motivo
FROM captacion_atencion a
JOIN afiliacion_codigodecuidado c
    ON c.fuente = a.fuente AND c.codigo = a.codigo AND c.activo
   AND (c.valores = '{}' OR a.valor = ANY(c.valores))
JOIN afiliacion_itemcuidado i ON i.codigo = c.item_id
JOIN captacion_carga k ON k.id = a.carga_id
LEFT JOIN LATERAL (
    SELECT min(s.cero) AS cero FROM cal_sujeto s
    WHERE s.persona_id = a.persona_id AND s.sujeto = i.sujeto
) s ON true
WHERE a.persona_id = ANY(%(personas)s)
  -- A child's code that is also a pregnant woman's says nothing of what she is not.
  AND EXISTS (SELECT FROM cal_sujeto s WHERE s.persona_id = a.persona_id AND s.sujeto = i.sujeto)
  AND NOT EXISTS (
      SELECT FROM cal_sujeto s
      WHERE s.persona_id = a.persona_id AND s.sujeto = i.sujeto
        AND a.atendida_el BETWEEN s.cero AND least(s.fin, k.fecha_proceso))
ORDER BY a.atendida_el, a.id
