-- The same key twice among the good rows of a file: the last wins, the earlier ones are reported.
UPDATE staging SET errores = ARRAY['clave_repetida']
FROM (
    SELECT n, row_number() OVER (PARTITION BY clave ORDER BY n DESC) AS lugar
    FROM staging WHERE errores = '{}' AND clave IN (SELECT clave FROM repetida)
) AS repetida
WHERE staging.n = repetida.n AND repetida.lugar > 1;
