-- The load says that it lives, and learns whether somebody asked to cancel it.
UPDATE captacion_carga SET latido = now()
WHERE id = %(carga)s AND estado = 'en_proceso'
RETURNING cancelada_en;
