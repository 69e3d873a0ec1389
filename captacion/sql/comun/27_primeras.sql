-- The first rejected rows of a load that is stopped, their cells as they came.
SELECT numero, motivos, celdas
FROM (
    (SELECT n AS numero, ARRAY[malo] AS motivos,
        string_to_array(coalesce(cruda, ''), %(delimitador)s) AS celdas
     FROM crudo WHERE malo IS NOT NULL
     ORDER BY n LIMIT %(primeras)s)
    UNION ALL
    (SELECT s.n, s.errores, c.celdas
     FROM (SELECT n, errores FROM staging WHERE errores <> '{}' ORDER BY n LIMIT %(primeras)s) AS s
     JOIN celdas c USING (n))
) AS primera
ORDER BY numero
LIMIT %(primeras)s;
