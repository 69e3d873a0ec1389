-- What the source told until now and this full cut does not bring.
CREATE TEMP TABLE ausente ON COMMIT DROP AS
SELECT r.id, r.persona_id, r.hogar_id
FROM captacion_registrofuente r
WHERE r.fuente = %(fuente)s AND r.ausente_desde_id IS NULL
  AND NOT EXISTS (SELECT FROM fila f WHERE f.clave = r.clave);

ANALYZE ausente;

-- The same person comes under another key (CNV, then DNI): she is not gone. A member who left one
-- household for another did leave the first.
DELETE FROM ausente a
USING captacion_registrofuente o JOIN fila f ON f.clave = o.clave
WHERE o.fuente = %(fuente)s AND o.persona_id = a.persona_id
  AND o.hogar_id IS NOT DISTINCT FROM a.hogar_id;

SELECT (SELECT count(DISTINCT (persona_id, hogar_id)) FROM ausente) AS ausentes,
    (SELECT count(*) FROM captacion_registrofuente
     WHERE fuente = %(fuente)s AND ausente_desde_id IS NULL)
    - (SELECT count(*) FROM staging s JOIN pendiente p USING (n)
       WHERE s.errores = '{}' AND p.registro_id IS NULL) AS conocidos;
