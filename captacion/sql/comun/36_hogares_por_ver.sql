-- Households of JUNTOS that this load touched, and those that share a member with one that it did.
CREATE UNLOGGED TABLE juntos_por_ver AS
SELECT DISTINCT h.id
FROM (SELECT DISTINCT hogar_id FROM staging WHERE errores = '{}' AND hogar_id IS NOT NULL) AS t
JOIN captacion_miembro m ON m.hogar_id = t.hogar_id AND m.vinculo_id IS NULL
JOIN captacion_miembro o ON o.persona_id = m.persona_id AND o.vinculo_id IS NULL
JOIN captacion_hogar h ON h.id = o.hogar_id AND h.origen = 'juntos';

ANALYZE juntos_por_ver;
