-- Who opened more households than the parameter in some hour of the last `horas`. Looked at every
-- ten minutes: a worker that was away catches up. An alert is of the hour of its first reading.

INSERT INTO juntos_alertadelectura (usuario_id, hora, hogares, estado)
SELECT leido_por_id, date_trunc('hour', primera), max(hogares), %(abierta)s
FROM (
    SELECT l.leido_por_id, min(l.leido_en) AS primera, count(DISTINCT l.hogar_id) AS hogares
    FROM generate_series(%(ahora)s::timestamptz - %(atras)s, %(ahora)s, interval '10 minutes') AS hasta
    JOIN juntos_lectura l ON l.leido_en > hasta - interval '1 hour' AND l.leido_en <= hasta
    GROUP BY hasta, l.leido_por_id
) AS ventana
WHERE hogares > (SELECT valor FROM juntos_parametro WHERE clave = 'lecturas_por_hora')
GROUP BY leido_por_id, date_trunc('hour', primera)
ON CONFLICT (usuario_id, hora) DO UPDATE SET hogares = excluded.hogares
WHERE juntos_alertadelectura.estado = %(abierta)s AND juntos_alertadelectura.hogares < excluded.hogares
