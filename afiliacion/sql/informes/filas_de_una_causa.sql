{diferencia}
SELECT captacion_id, signo FROM motivo WHERE que = %(que)s AND causa = %(causa)s
ORDER BY captacion_id
