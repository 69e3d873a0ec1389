-- A key that a full cut missed and that comes again, changed or not. By the cuts that missed some:
-- a small index leads to what they miss, and nothing else is read.
WITH falta AS MATERIALIZED (
    SELECT r.id, r.clave
    FROM captacion_carga g JOIN captacion_registrofuente r ON r.ausente_desde_id = g.id
    WHERE g.fuente = %(fuente)s AND g.ausentes > 0
)
UPDATE captacion_registrofuente r SET ausente_desde_id = NULL
FROM falta JOIN fila f ON f.clave = falta.clave
WHERE r.id = falta.id;
