-- The first thing wrong with the file, in the words of who has to correct it; no row when nothing is.
SELECT motivo FROM (
    SELECT 1 AS orden, max(fila) AS fila, 'Fila ' || max(fila) || ': la línea ' || linea
        || ' viene ' || count(*) || ' veces.' AS motivo
    FROM resultado_leido
    GROUP BY linea
    HAVING count(*) > 1
    UNION ALL
    SELECT 2, r.fila, 'Fila ' || r.fila || ': la línea ' || r.linea || ' no se envió al banco.'
    FROM resultado_leido r
    LEFT JOIN afiliacion_pago p ON p.liquidacion_id = %(liquidacion)s AND p.numero = r.linea
        AND p.total > 0 AND p.titular_id IS NOT NULL
    WHERE p.id IS NULL
    UNION ALL
    SELECT 3, r.fila, 'Fila ' || r.fila || ': el monto de la línea ' || r.linea || ' es S/ '
        || p.total || ' y el archivo dice S/ ' || r.monto || '.'
    FROM resultado_leido r
    JOIN afiliacion_pago p ON p.liquidacion_id = %(liquidacion)s AND p.numero = r.linea
    WHERE p.total <> r.monto
    UNION ALL
    SELECT 4, r.fila, 'Fila ' || r.fila || ': la línea ' || r.linea || ' ya tenía su resultado.'
    FROM resultado_leido r
    JOIN afiliacion_pago p ON p.liquidacion_id = %(liquidacion)s AND p.numero = r.linea
    JOIN afiliacion_resultadopago x ON x.pago_id = p.id
) problemas
ORDER BY orden, fila
LIMIT 1;
