-- Each load adds the contacts that it opened here and that are open; the answer is how many these are.

WITH abiertos AS (
    SELECT c.carga_id, count(*) AS cuantos
    FROM conciliar_abiertos a
    JOIN afiliacion_contacto c ON c.id = a.contacto_id
    WHERE c.estado IN ('pendiente', 'en_gestion', 'derivada', 'en_solicitud')
    GROUP BY c.carga_id
), sumados AS (
    UPDATE captacion_carga g
    SET contactos = g.contactos + a.cuantos
    FROM abiertos a
    WHERE g.id = a.carga_id
)
SELECT coalesce(sum(cuantos), 0)::int FROM abiertos;
