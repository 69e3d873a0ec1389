-- A key that a full cut missed and that comes again, changed or not.
UPDATE captacion_registrofuente r SET ausente_desde_id = NULL
FROM fila f
WHERE r.fuente = %(fuente)s AND r.clave = f.clave AND r.ausente_desde_id IS NOT NULL;
