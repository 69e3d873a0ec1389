INSERT INTO afiliacion_resultadopago (pago_id, resultado, causa_id, fecha, archivo_id, fila)
SELECT p.id, r.resultado, r.causa, r.fecha, %(archivo)s, r.fila
FROM resultado_leido r
JOIN afiliacion_pago p ON p.liquidacion_id = %(liquidacion)s AND p.numero = r.linea
ORDER BY p.id;
