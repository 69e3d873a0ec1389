-- Documents that came with a ninth character; `de_nueve`: nine digits as the mother's, which may be
-- the number of a foreigner's card.
SELECT n, documento, documento = madre_ AND documento ~ '^\d{9}$' AS de_nueve FROM menor
CROSS JOIN LATERAL unnest(ARRAY[dni_, cui_, madre_]) AS documento
WHERE greatest(length(dni_), length(cui_), length(madre_)) > 8
  AND documento ~ '^\d{8}-?[0-9A-K]$';
