UPDATE captacion_carga
SET paso = %(paso)s, latido = now(),
    paso_desde = CASE WHEN paso = %(paso)s THEN coalesce(paso_desde, now()) ELSE now() END,
    bytes_leidos = coalesce(%(bytes)s, bytes_leidos),
    filas_leidas = coalesce(%(filas)s, filas_leidas), fuente = coalesce(%(fuente)s, fuente)
WHERE id = %(carga)s
RETURNING cancelada_en;
