UPDATE captacion_registrofuente r SET ausente_desde_id = %(carga)s
FROM ausente a WHERE a.id = r.id;
