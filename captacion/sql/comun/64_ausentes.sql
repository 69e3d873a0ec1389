-- What the source told until now and this full cut does not bring; what this load wrote, it brought.
ANALYZE fila;

CREATE UNLOGGED TABLE ausente AS
SELECT r.id, r.persona_id, r.hogar_id
FROM captacion_registrofuente r
WHERE r.fuente = %(fuente)s AND r.ausente_desde_id IS NULL AND r.carga_id <> %(carga)s
  AND NOT EXISTS (SELECT FROM fila f WHERE f.clave = r.clave);

ANALYZE ausente;

-- The same person comes under another key (CNV, then DNI): she is not gone. A member who left one
-- household for another did leave the first.
DELETE FROM ausente a
USING captacion_registrofuente o JOIN fila f ON f.clave = o.clave
WHERE o.fuente = %(fuente)s AND o.persona_id = a.persona_id
  AND o.hogar_id IS NOT DISTINCT FROM a.hogar_id;

WITH falta AS (
    SELECT count(DISTINCT (persona_id, hogar_id)) AS n FROM ausente
)
SELECT falta.n AS ausentes,
    falta.n + (SELECT count(*) FROM fila) - (SELECT count(*) FROM pendiente)
        + (SELECT count(DISTINCT clave) FROM pendiente WHERE registro_id IS NOT NULL) AS conocidos
FROM falta;
