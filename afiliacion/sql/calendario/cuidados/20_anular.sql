-- A source corrected or took back what it said: the care that no record holds up any more is annulled,
-- never deleted.
UPDATE afiliacion_cuidado c SET anulado_en = now(), anulado_por_id = %(sistema)s,
    anulado_motivo = 'Ya no lo sostiene ningún registro de su fuente'
WHERE c.persona_id = ANY(%(personas)s) AND c.origen = 'fuente' AND c.anulado_en IS NULL
  AND NOT EXISTS (
      SELECT FROM cal_dicho d
      WHERE d.persona_id = c.persona_id AND d.item_id = c.item_id
        AND c.dado_el BETWEEN d.primero - 1 AND d.ultimo + 1);
