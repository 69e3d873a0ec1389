-- Rows that say something new: an unchanged one (same key, same hash, told once) stops here.
-- Keys told twice are looked for by their hash, which is a number: the texts of a few remain.
CREATE UNLOGGED TABLE repetida AS
SELECT clave FROM fila
WHERE hashtextextended(clave, 0) IN (
    SELECT hashtextextended(clave, 0) FROM fila
    GROUP BY hashtextextended(clave, 0) HAVING count(*) > 1)
GROUP BY clave HAVING count(*) > 1;

CREATE UNLOGGED TABLE pendiente AS
SELECT f.n, f.clave, f.huella, r.id AS registro_id, r.persona_id, r.hogar_id
FROM fila f
LEFT JOIN captacion_registrofuente r ON r.fuente = %(fuente)s AND r.clave = f.clave
WHERE r.huella IS DISTINCT FROM f.huella OR f.clave IN (SELECT clave FROM repetida);

ANALYZE pendiente;
