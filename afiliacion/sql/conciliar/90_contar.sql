-- Each load tells the contacts that it opened and that are open; the answer is how many this run did.

UPDATE captacion_carga g
SET contactos = (
    SELECT count(*) FROM afiliacion_contacto c
    WHERE c.carga_id = g.id
      AND c.estado IN ('pendiente', 'en_gestion', 'derivada', 'en_solicitud'))
WHERE g.id = %(carga)s
   OR g.id IN (
      SELECT c.carga_id FROM conciliar_abiertos a
      JOIN afiliacion_contacto c ON c.id = a.contacto_id);

SELECT count(*)
FROM conciliar_abiertos a
JOIN afiliacion_contacto c ON c.id = a.contacto_id
WHERE c.estado IN ('pendiente', 'en_gestion', 'derivada', 'en_solicitud');
