-- The captures of user households are evaluated for the early-childhood transfer, once each.

WITH abiertas AS (
    INSERT INTO afiliacion_inclusiontpi (captacion_id, hogar_id, estado, abierta_el)
    SELECT p.id, p.hogar_id, 'en_evaluacion', %(hoy)s
    FROM captacion_captacion p
    JOIN captacion_hogar h ON h.id = p.hogar_id AND h.es_usuario
    LEFT JOIN afiliacion_caso k ON k.captacion_id = p.id
    WHERE k.cerrado_por_visita_id IS NULL
      AND p.hogar_id BETWEEN %(desde)s AND %(hasta)s
      AND (%(hogares)s::bigint[] IS NULL OR p.hogar_id = ANY(%(hogares)s))
      AND NOT EXISTS (SELECT FROM afiliacion_inclusiontpi i WHERE i.captacion_id = p.id)
    -- The order makes all be found before the first is written: looked for one by one in a table
    -- that grows meanwhile, a country would take hours.
    ORDER BY p.id
    ON CONFLICT (captacion_id) DO NOTHING
    RETURNING id
)
INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
SELECT 'afiliacion.inclusiontpi', id, '', 'en_evaluacion', '', clock_timestamp(), %(sistema)s
FROM abiertas;

-- An evaluation follows its capture to another household: it ends where the household is no user,
-- and starts again where it is one.
WITH cambiadas AS (
    SELECT i.id, i.estado AS de, p.hogar_id,
        CASE
            WHEN h.es_usuario AND i.estado = 'no_incluida' THEN 'en_evaluacion'
            WHEN NOT h.es_usuario AND i.estado = 'en_evaluacion' THEN 'no_incluida'
            ELSE i.estado
        END AS a
    FROM afiliacion_inclusiontpi i
    JOIN captacion_captacion p ON p.id = i.captacion_id
    JOIN captacion_hogar h ON h.id = p.hogar_id
    WHERE p.hogar_id <> i.hogar_id
      AND p.hogar_id BETWEEN %(desde)s AND %(hasta)s
      AND (%(hogares)s::bigint[] IS NULL OR p.hogar_id = ANY(%(hogares)s))
), movidas AS (
    UPDATE afiliacion_inclusiontpi i
    SET hogar_id = x.hogar_id, estado = x.a
    FROM cambiadas x
    WHERE i.id = x.id AND i.estado = x.de
    RETURNING i.id, x.de, x.a
)
INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
SELECT 'afiliacion.inclusiontpi', id, de, a, 'La captación pasó a otro hogar', clock_timestamp(), %(sistema)s
FROM movidas
WHERE de <> a;
