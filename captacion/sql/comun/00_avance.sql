UPDATE captacion_carga
SET paso = %(paso)s, latido = now(),
    bytes_leidos = coalesce(%(bytes)s, bytes_leidos), fuente = coalesce(%(fuente)s, fuente)
WHERE id = %(carga)s
RETURNING cancelada_en;
