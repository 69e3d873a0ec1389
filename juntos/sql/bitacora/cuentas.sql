-- What the chain covers: seals, events in them, events that wait for one, and the last hash.

SELECT count(*) AS sellos,
       coalesce(sum(length(huellas) / 32), 0)::bigint AS sellados,
       (SELECT count(*) FROM juntos_evento) AS eventos,
       (SELECT hash FROM juntos_sello ORDER BY numero DESC LIMIT 1) AS hash
FROM juntos_sello
