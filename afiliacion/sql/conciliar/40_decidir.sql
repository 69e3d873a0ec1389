-- Which contacts change state, and why. The first reason written for a contact stands.

-- A contact that lost all its cases: they are in the contact of another household now.
INSERT INTO conciliar_movimientos
SELECT DISTINCT ON (c.id) c.id, c.estado, 'reunida', true,
    CASE WHEN k.contacto_id IS NULL THEN 'Sus captaciones pasaron a un hogar usuario.'
         ELSE format('Sus captaciones pasaron al contacto %%s.', k.contacto_id) END,
    k.contacto_id
FROM conciliar_sueltas s
JOIN afiliacion_contacto c ON c.id = s.contacto_anterior_id AND c.cerrado_en IS NULL
LEFT JOIN afiliacion_caso k ON k.captacion_id = s.captacion_id
WHERE NOT EXISTS (SELECT FROM afiliacion_caso o WHERE o.contacto_id = c.id)
ORDER BY c.id, k.contacto_id NULLS LAST;

-- The household is a user: affiliated here is another way, under lock, and never seen open.
INSERT INTO conciliar_movimientos
SELECT c.id, c.estado, 'ya_usuaria', true, 'El hogar ya es usuario de JUNTOS.'
FROM afiliacion_contacto c
JOIN captacion_hogar h ON h.id = c.hogar_id AND h.es_usuario
WHERE c.estado IN ('pendiente', 'en_gestion', 'derivada', 'en_solicitud')
  AND c.hogar_id BETWEEN %(desde)s AND %(hasta)s
  AND (%(hogares)s::bigint[] IS NULL OR c.hogar_id = ANY(%(hogares)s))
ON CONFLICT (contacto_id) DO NOTHING;

-- Not poor today.
INSERT INTO conciliar_movimientos
SELECT c.id, c.estado, 'no_elegible', true,
    format('Clasificado como no pobre%%s (carga %%s).',
        to_char(v.desde, '" desde el "DD/MM/YYYY'), v.carga_id)
FROM afiliacion_contacto c
JOIN LATERAL cse_vigente(c.hogar_id, %(hoy)s) v ON true
WHERE c.estado IN ('pendiente', 'en_gestion', 'derivada', 'en_solicitud')
  AND c.nivel = 'no_pobre'
  AND c.hogar_id BETWEEN %(desde)s AND %(hasta)s
  AND (%(hogares)s::bigint[] IS NULL OR c.hogar_id = ANY(%(hogares)s))
ON CONFLICT (contacto_id) DO NOTHING;

-- Classified at last: back from the municipal office, to its request when it has one.
INSERT INTO conciliar_movimientos
SELECT c.id, c.estado,
    CASE WHEN EXISTS (
        SELECT FROM afiliacion_solicitud s
        WHERE s.contacto_id = c.id AND s.estado IN ('borrador', 'observada', 'enviada'))
    THEN 'en_solicitud' ELSE 'en_gestion' END,
    false, 'El hogar ya tiene clasificación vigente.'
FROM afiliacion_contacto c
WHERE c.estado = 'derivada' AND c.nivel IN ('pobre', 'pobre_extremo')
  AND c.hogar_id BETWEEN %(desde)s AND %(hasta)s
  AND (%(hogares)s::bigint[] IS NULL OR c.hogar_id = ANY(%(hogares)s))
ON CONFLICT (contacto_id) DO NOTHING;

-- What the system closed opens again when its reason is gone, the last of the household only, and
-- while there is somebody in it who may still be affiliated early.
INSERT INTO conciliar_movimientos
SELECT DISTINCT ON (c.hogar_id) c.id, c.estado, 'pendiente', false,
    CASE c.estado WHEN 'no_elegible' THEN 'El hogar ya no figura como no pobre.'
                  ELSE 'El hogar no es usuario de JUNTOS.' END
FROM afiliacion_contacto c
JOIN captacion_hogar h ON h.id = c.hogar_id AND NOT h.es_usuario
WHERE c.estado IN ('no_elegible', 'ya_usuaria')
  AND c.cerrado_por_id = %(sistema)s
  AND c.hogar_id BETWEEN %(desde)s AND %(hasta)s
  AND (%(hogares)s::bigint[] IS NULL OR c.hogar_id = ANY(%(hogares)s))
  AND NOT EXISTS (
      SELECT FROM cse_vigente(c.hogar_id, %(hoy)s) v WHERE v.nivel = 'no_pobre')
  AND NOT EXISTS (
      SELECT FROM afiliacion_contacto o WHERE o.hogar_id = c.hogar_id AND o.cerrado_en IS NULL)
  AND EXISTS (
      SELECT FROM afiliacion_caso k
      JOIN captacion_captacion p ON p.id = k.captacion_id
      WHERE k.contacto_id = c.id AND k.cerrado_por_visita_id IS NULL
        AND %(hoy)s::date - p.evento_el <= %(edad_maxima_captacion)s)
ORDER BY c.hogar_id, c.id DESC
ON CONFLICT (contacto_id) DO NOTHING;
