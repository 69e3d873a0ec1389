-- The households of which few rows speak: their own, and those of their people's captures.
SELECT hogar_id FROM staging WHERE errores = '{}' AND hogar_id IS NOT NULL
UNION
SELECT c.hogar_id FROM staging s JOIN captacion_captacion c USING (persona_id) WHERE s.errores = '{}'
UNION
SELECT c.hogar_id FROM por_enlazar e JOIN captacion_captacion c USING (persona_id);
