SELECT n, documento FROM menor
CROSS JOIN LATERAL unnest(ARRAY[dni_, cui_, madre_]) AS documento
WHERE greatest(length(dni_), length(cui_), length(madre_)) > 8
  AND documento ~ '^\d{8}-?[0-9A-K]$';
