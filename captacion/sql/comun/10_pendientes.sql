-- Rows that say something new: an unchanged one (same key, same hash, told once) stops here.
CREATE TEMP TABLE pendiente ON COMMIT DROP AS
SELECT f.n, f.clave, f.huella, r.id AS registro_id, r.persona_id, r.hogar_id
FROM (SELECT *, count(*) OVER (PARTITION BY clave) AS veces FROM fila) f
LEFT JOIN captacion_registrofuente r ON r.fuente = %(fuente)s AND r.clave = f.clave
WHERE r.huella IS DISTINCT FROM f.huella OR f.veces > 1;

ANALYZE pendiente;
