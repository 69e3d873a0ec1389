-- A million events by the system, as a load of its first day would leave them.
INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
SELECT 'afiliacion.contacto', n, 'por_contactar', 'cerrado', 'La captación ' || n || ' se cerró',
       now() - n * interval '1 second', u.id
FROM generate_series(1, %(eventos)s) AS n, juntos_usuario u
WHERE u.username = 'sistema';
