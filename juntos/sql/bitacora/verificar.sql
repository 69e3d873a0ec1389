-- The first seal that does not stand, and in what: its place, its link, itself, or its events.

WITH cadena AS (
    SELECT *, row_number() OVER (ORDER BY numero) AS lugar,
           lag(hash, 1, '') OVER (ORDER BY numero) AS hash_previo
    FROM juntos_sello
), revisada AS (
    SELECT c.numero, c.lugar,
           c.numero <> c.lugar AS falta,
           c.anterior <> c.hash_previo AS suelto,
           c.hash <> hash_de_sello(c.anterior, c.numero, c.momento, c.huellas) AS alterado,
           c.huellas IS DISTINCT FROM hoy.huellas OR length(c.huellas) <> 32 * (
               SELECT sum(upper(tramo) - lower(tramo)) FROM unnest(c.tramos) AS tramo
           ) AS eventos
    FROM cadena c CROSS JOIN LATERAL (
        SELECT string_agg(huella_de_evento(e), '' ORDER BY e.id) AS huellas
        FROM unnest(c.tramos) AS tramo
        JOIN juntos_evento e ON e.id >= lower(tramo) AND e.id < upper(tramo)
    ) AS hoy
)
SELECT numero, lugar, falta, suelto, alterado, eventos
FROM revisada
WHERE falta OR suelto OR alterado OR eventos
ORDER BY numero
LIMIT 1
