-- How many pairs of the blocks, and of chance, agree in each way.
SELECT grupo, documento, apellidos, rareza, nombres, nacimiento, telefono, lugar, direccion, jefe,
    count(*)
FROM (SELECT 'bloque' AS grupo, * FROM de_bloque UNION ALL SELECT 'azar', * FROM azar) AS g
JOIN comparado USING (nueva, registro)
GROUP BY grupo, documento, apellidos, rareza, nombres, nacimiento, telefono, lugar, direccion, jefe;
