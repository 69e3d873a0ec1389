SELECT n, documento FROM staging
CROSS JOIN LATERAL unnest(ARRAY[dni_, cui_, madre_]) AS documento
WHERE documento ~ '^\d{8}-?[0-9A-K]$';
