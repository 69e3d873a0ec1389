UPDATE captacion_carga
SET paso = %(paso)s, bytes_leidos = coalesce(%(bytes)s, bytes_leidos), latido = now()
WHERE id = %(carga)s
RETURNING cancelada_en;
