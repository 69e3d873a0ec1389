-- How much of the file is wrong, once every row has been validated.
SELECT
    (SELECT count(*) FROM fila) + (SELECT count(*) FROM crudo WHERE malo IS NOT NULL) AS leidas,
    (SELECT count(*) FROM crudo WHERE malo IS NOT NULL) + count(*) FILTER (WHERE errores <> '{}')
        AS rechazadas,
    count(*) FILTER (WHERE 'clave_repetida' = ANY(errores)) AS repetidas
FROM staging;
