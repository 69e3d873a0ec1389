-- A row whose person waits for a decision is en_revision in the ledger.
UPDATE staging s SET duda = e.duda
FROM (
    SELECT DISTINCT ON (persona_id) persona_id, duda FROM eleccion
    WHERE duda IS NOT NULL ORDER BY persona_id, orden
) AS e
WHERE s.persona_id = e.persona_id AND s.errores = '{}' AND s.duda IS NULL;
