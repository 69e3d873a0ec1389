-- Captures whose household changed (a link confirmed, undone, made again by a later register): their
-- contact follows them. A contact of an affiliated household stays: it is a fact of that household.

-- A contact goes whole when all its live cases went to one and the same household and no other open
-- contact is there. Of several that could go, the one furthest along does.
WITH separados AS (
    SELECT DISTINCT k.contacto_id
    FROM afiliacion_caso k
    JOIN captacion_captacion p ON p.id = k.captacion_id
    JOIN afiliacion_contacto c ON c.id = k.contacto_id
    WHERE k.cerrado_por_visita_id IS NULL AND p.hogar_id <> c.hogar_id
      AND c.hogar_id BETWEEN %(desde)s AND %(hasta)s
      AND (%(hogares)s::bigint[] IS NULL OR c.hogar_id = ANY(%(hogares)s))
), destinos AS (
    SELECT k.contacto_id, min(p.hogar_id) AS hogar_id
    FROM separados
    JOIN afiliacion_caso k USING (contacto_id)
    JOIN captacion_captacion p ON p.id = k.captacion_id
    WHERE k.cerrado_por_visita_id IS NULL
    GROUP BY k.contacto_id
    HAVING min(p.hogar_id) = max(p.hogar_id)
), candidatos AS (
    SELECT c.id, c.estado, c.hogar_id AS de, d.hogar_id AS a, c.cerrado_en IS NULL AS abierto,
        row_number() OVER (
            PARTITION BY d.hogar_id, c.cerrado_en IS NULL
            ORDER BY array_position(
                ARRAY['en_solicitud', 'derivada', 'en_gestion', 'pendiente'], c.estado::text), c.id
        ) AS turno
    FROM afiliacion_contacto c
    JOIN destinos d ON d.contacto_id = c.id
    WHERE d.hogar_id <> c.hogar_id AND c.estado NOT IN ('afiliada', 'reunida')
), mudados AS (
    UPDATE afiliacion_contacto c
    SET hogar_id = m.a, version = c.version + 1
    FROM candidatos m
    WHERE c.id = m.id AND c.estado = m.estado
      AND (NOT m.abierto OR (m.turno = 1 AND NOT EXISTS (
            SELECT FROM afiliacion_contacto o
            WHERE o.hogar_id = m.a AND o.cerrado_en IS NULL)))
    RETURNING c.id, c.estado, m.de, m.a
)
INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
SELECT 'afiliacion.contacto', id, estado, estado,
    format('Pasa del hogar %%s al hogar %%s con sus captaciones', de, a), clock_timestamp(), %(sistema)s
FROM mudados;

-- The rest lose the cases that left: what follows gives those to the contact of their household.
-- What a person closed stays closed with its cases; what the system closed does not hold them.
WITH idas AS (
    DELETE FROM afiliacion_caso k
    USING captacion_captacion p, afiliacion_contacto c
    WHERE p.id = k.captacion_id AND c.id = k.contacto_id
      AND p.hogar_id <> c.hogar_id
      AND c.hogar_id BETWEEN %(desde)s AND %(hasta)s
      AND (%(hogares)s::bigint[] IS NULL OR c.hogar_id = ANY(%(hogares)s))
      AND k.cerrado_por_visita_id IS NULL
      AND (c.cerrado_en IS NULL
           OR (c.estado IN ('no_elegible', 'ya_usuaria') AND c.cerrado_por_id = %(sistema)s))
    RETURNING p.id, p.hogar_id, c.id AS contacto_id
)
INSERT INTO conciliar_sueltas (captacion_id, hogar_id, contacto_anterior_id)
SELECT id, hogar_id, contacto_id FROM idas;
