-- Seal every event that is committed and not in a seal yet, `por_sello` at a time, in order of id.
--
-- An id is given before its transaction commits, so an event may appear below those sealed long
-- ago: what is sealed is told by ids (`tramos`), not by the last one. Whatever lies below the last
-- id of a seal older than `margen` cannot appear any more (no transaction lasts that long): there
-- this does not look, and verificar.sql says who came there.

WITH RECURSIVE ultimo AS (
    SELECT numero, hash FROM juntos_sello ORDER BY numero DESC LIMIT 1
), piso AS (
    SELECT coalesce(max(ultimo_evento), 0) AS id FROM juntos_sello WHERE momento < now() - %(margen)s
), sellado AS (
    SELECT coalesce(range_agg(tramo), '{}') AS ids
    FROM juntos_sello, unnest(tramos) AS tramo
    WHERE momento >= now() - %(margen)s
), huecos AS (
    SELECT unnest(
        int8multirange(int8range((SELECT id FROM piso), NULL, '()')) - (SELECT ids FROM sellado)
    ) AS hueco
), nuevos AS (
    SELECT e.id, huella_de_evento(e) AS huella,
           (row_number() OVER (ORDER BY e.id) - 1) / %(por_sello)s AS lote
    FROM huecos
    JOIN juntos_evento e
      ON e.id >= lower(hueco) AND e.id < coalesce(upper(hueco), 9223372036854775807)
), lotes AS (
    SELECT lote, max(id) AS ultimo_evento, range_agg(int8range(id, id, '[]')) AS ids,
           string_agg(huella, '' ORDER BY id) AS huellas
    FROM nuevos
    GROUP BY lote
), cadena AS (
    SELECT l.lote, coalesce(u.numero, 0) + 1 AS numero, coalesce(u.hash, '') AS anterior,
           hash_de_sello(coalesce(u.hash, ''), coalesce(u.numero, 0) + 1, now(), l.huellas) AS hash
    FROM lotes l LEFT JOIN ultimo u ON true
    WHERE l.lote = 0
    UNION ALL
    SELECT l.lote, c.numero + 1, c.hash, hash_de_sello(c.hash, c.numero + 1, now(), l.huellas)
    FROM cadena c JOIN lotes l ON l.lote = c.lote + 1
)
INSERT INTO juntos_sello (numero, anterior, hash, momento, tramos, ultimo_evento, huellas)
SELECT numero, anterior, hash, now(), ARRAY(SELECT unnest(ids)), ultimo_evento, huellas
FROM cadena JOIN lotes USING (lote)
ORDER BY numero
