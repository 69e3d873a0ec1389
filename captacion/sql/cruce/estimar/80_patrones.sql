-- How many pairs of each group agree in each way. A phone is kept once a person: of two records of
-- one person nobody knows any more whether both told it.
SELECT j.grupo, c.documento, c.apellidos, c.rareza, c.nombres, c.nacimiento,
    CASE WHEN c.documento = 'igual' THEN 'falta' ELSE c.telefono END AS telefono,
    c.lugar, c.direccion, c.jefe, count(*) AS pares
FROM juntado j
JOIN comparado c USING (nueva, registro)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
