-- How the dates of the first rows are written, the commonest way first. « mm/dd/aaaa » are those that
-- can be nothing else. What stands in braces is composed from the layout by captacion.revision.
SELECT forma, count(*) AS veces
FROM (
    SELECT CASE
        WHEN texto ~ '^\d{{8}}$' THEN 'aaaammdd'
        WHEN texto ~ '^\d{{4}}-\d{{1,2}}-\d{{1,2}}' THEN 'aaaa-mm-dd'
        WHEN texto ~ '^(0?[1-9]|1[0-2])[/-](1[3-9]|2\d|3[01])[/-]\d{{4}}' THEN 'mm/dd/aaaa'
        WHEN texto ~ '^\d{{1,2}}/\d{{1,2}}/\d{{4}}' THEN 'dd/mm/aaaa'
        WHEN texto ~ '^\d{{1,2}}-\d{{1,2}}-\d{{4}}' THEN 'dd-mm-aaaa'
        WHEN texto ~ '^\d{{5}}$' THEN 'número de Excel'
        ELSE 'otra'
    END AS forma
    FROM (SELECT {columnas} FROM entrada LIMIT 1000) AS muestra
    CROSS JOIN LATERAL unnest(ARRAY[{columnas}]) AS texto
    WHERE texto IS NOT NULL
) AS fecha
GROUP BY forma
ORDER BY veces DESC, forma;
