-- The first event that is in no seal although its id is too old to appear now (see sellar.sql).

SELECT id
FROM juntos_evento
WHERE id <= (SELECT max(ultimo_evento) FROM juntos_sello WHERE momento < now() - %(margen)s)
  AND NOT id <@ (SELECT coalesce(range_agg(tramo), '{}') FROM juntos_sello, unnest(tramos) AS tramo)
ORDER BY id
LIMIT 1
