-- Open contacts whose stored turn is not what the weights of today say: somebody changed a weight,
-- or what an outcome leads to.

UPDATE afiliacion_contacto c
SET turno_el = c.turno_el
WHERE c.estado IN ('pendiente', 'en_gestion', 'derivada', 'en_solicitud')
  AND c.turno_el IS DISTINCT FROM contacto_turno(c.vence_el, c.nivel, c.ultimo_resultado_id);
