-- What the queue shows of an open contact, as its live cases and its household say today. Place,
-- phone and language are filled in when they were missing: a visit may have corrected the rest.

WITH casos AS (
    SELECT k.contacto_id,
        min(p.limite_el) AS vence_el,
        c.rezagado AND max(p.limite_el) < %(hoy)s AS rezagado,
        bool_or(p.tipo = 'recien_nacido') AS con_recien_nacido,
        bool_or(p.tipo = 'gestante') AS con_gestante
    FROM afiliacion_contacto c
    JOIN afiliacion_caso k ON k.contacto_id = c.id AND k.cerrado_por_visita_id IS NULL
    JOIN captacion_captacion p ON p.id = k.captacion_id
    WHERE c.estado IN ('pendiente', 'en_gestion', 'derivada', 'en_solicitud')
      AND c.hogar_id BETWEEN %(desde)s AND %(hasta)s
      AND (%(hogares)s::bigint[] IS NULL OR c.hogar_id = ANY(%(hogares)s))
    GROUP BY k.contacto_id, c.rezagado
)
UPDATE afiliacion_contacto c
SET vence_el = k.vence_el,
    rezagado = k.rezagado,
    con_recien_nacido = k.con_recien_nacido,
    con_gestante = k.con_gestante
FROM casos k
WHERE c.id = k.contacto_id
  AND (c.vence_el, c.rezagado, c.con_recien_nacido, c.con_gestante)
      IS DISTINCT FROM (k.vence_el, k.rezagado, k.con_recien_nacido, k.con_gestante);

WITH dichos AS (
    SELECT DISTINCT ON (c.id) c.id,
        coalesce(p.distrito_id, r.distrito_id, h.distrito_id) AS distrito_id,
        coalesce(nullif(madre.lengua, ''), persona.lengua) AS lengua,
        coalesce(t.numero, '') AS telefono
    FROM afiliacion_contacto c
    JOIN captacion_hogar h ON h.id = c.hogar_id
    JOIN afiliacion_caso k ON k.contacto_id = c.id AND k.cerrado_por_visita_id IS NULL
    JOIN captacion_captacion p ON p.id = k.captacion_id
    JOIN captacion_persona persona ON persona.id = p.persona_id
    LEFT JOIN LATERAL (
        SELECT n.distrito_id, n.madre_id
        FROM captacion_reciennacido n WHERE n.id = p.recien_nacido_id
        UNION ALL
        SELECT g.distrito_id, g.persona_id FROM captacion_gestante g WHERE g.id = p.gestante_id
    ) r ON true
    LEFT JOIN captacion_persona madre ON madre.id = r.madre_id
    LEFT JOIN LATERAL (
        SELECT t.numero
        FROM captacion_telefono t
        WHERE t.persona_id IN (r.madre_id, p.persona_id)
        ORDER BY (t.persona_id = r.madre_id) DESC NULLS LAST, t.visto_el DESC, t.numero
        LIMIT 1
    ) t ON true
    WHERE c.estado IN ('pendiente', 'en_gestion', 'derivada', 'en_solicitud')
      AND (c.telefono = '' OR c.lengua = '' OR c.distrito_id IS NULL)
      AND c.hogar_id BETWEEN %(desde)s AND %(hasta)s
      AND (%(hogares)s::bigint[] IS NULL OR c.hogar_id = ANY(%(hogares)s))
      AND NOT EXISTS (SELECT FROM conciliar_abiertos a WHERE a.contacto_id = c.id)
    ORDER BY c.id, (t.numero IS NULL), p.limite_el, p.carga_id, p.fila, p.id
)
UPDATE afiliacion_contacto c
SET distrito_id = coalesce(c.distrito_id, d.distrito_id),
    lengua = coalesce(nullif(c.lengua, ''), d.lengua),
    telefono = coalesce(nullif(c.telefono, ''), d.telefono)
FROM dichos d
WHERE c.id = d.id
  AND (c.distrito_id, c.lengua, c.telefono) IS DISTINCT FROM (
      coalesce(c.distrito_id, d.distrito_id),
      coalesce(nullif(c.lengua, ''), d.lengua),
      coalesce(nullif(c.telefono, ''), d.telefono));

-- Where it is. Nobody has gone yet: the contact follows its captures when a source moves them all
-- to another district, and whoever had it without working there lets it go.
WITH ajenos AS (
    -- One pass over all the cases; very few contacts remain.
    SELECT c.id, c.distrito_id AS de, c.asignada_a_id,
        (array_agg(p.id ORDER BY p.limite_el, p.carga_id, p.fila, p.id)
            FILTER (WHERE p.distrito_id IS NOT NULL))[1]
            AS captacion_id
    FROM afiliacion_contacto c
    JOIN afiliacion_caso k ON k.contacto_id = c.id AND k.cerrado_por_visita_id IS NULL
    JOIN captacion_captacion p ON p.id = k.captacion_id
    WHERE c.estado = 'pendiente' AND c.mudado_en IS NULL AND c.distrito_id IS NOT NULL
      AND c.hogar_id BETWEEN %(desde)s AND %(hasta)s
      AND (%(hogares)s::bigint[] IS NULL OR c.hogar_id = ANY(%(hogares)s))
    GROUP BY c.id
    HAVING NOT bool_or(p.distrito_id = c.distrito_id)
), dichos AS (
    SELECT j.id, j.de, p.distrito_id AS a, r.centro_poblado, r.direccion, r.referencia,
        EXISTS (
            SELECT FROM juntos_asignacion s
            WHERE s.usuario_id = j.asignada_a_id AND s.distrito_id = p.distrito_id
              AND s.desde <= %(hoy)s AND (s.hasta IS NULL OR s.hasta >= %(hoy)s)
        ) AS atiende
    FROM ajenos j
    JOIN captacion_captacion p ON p.id = j.captacion_id
    LEFT JOIN LATERAL (
        SELECT n.centro_poblado, n.direccion, n.referencia
        FROM captacion_reciennacido n WHERE n.id = p.recien_nacido_id
        UNION ALL
        SELECT g.centro_poblado, g.direccion, g.referencia
        FROM captacion_gestante g WHERE g.id = p.gestante_id
    ) r ON true
), mudados AS (
    UPDATE afiliacion_contacto c
    SET distrito_id = d.a,
        centro_poblado = coalesce(d.centro_poblado, ''),
        direccion = coalesce(d.direccion, ''),
        referencia = coalesce(d.referencia, ''),
        asignada_a_id = CASE WHEN d.atiende THEN c.asignada_a_id END,
        asignada_en = CASE WHEN d.atiende THEN c.asignada_en END,
        asignada_por_id = CASE WHEN d.atiende THEN c.asignada_por_id END,
        version = c.version + 1
    FROM dichos d
    WHERE c.id = d.id AND c.estado = 'pendiente' AND c.mudado_en IS NULL
    RETURNING c.id, d.de, d.a
)
INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
SELECT 'afiliacion.contacto', id, 'pendiente', 'pendiente',
    format('Del distrito %%s al %%s, según su registro', de, a), clock_timestamp(), %(sistema)s
FROM mudados;

-- Somebody has gone, or moved it: the captures stay where the contact is, so that its territory sees
-- the household whatever an older address in a file says.
UPDATE captacion_captacion p
SET distrito_id = c.distrito_id
FROM afiliacion_caso k
JOIN afiliacion_contacto c ON c.id = k.contacto_id
WHERE k.captacion_id = p.id
  AND (c.mudado_en IS NOT NULL OR c.estado IN ('en_gestion', 'derivada', 'en_solicitud'))
  AND c.distrito_id IS NOT NULL
  AND c.hogar_id BETWEEN %(desde)s AND %(hasta)s
  AND (%(hogares)s::bigint[] IS NULL OR c.hogar_id = ANY(%(hogares)s))
  AND p.distrito_id IS DISTINCT FROM c.distrito_id;

-- The poverty level in force today: it expires by itself, without any file.
UPDATE afiliacion_contacto c
SET nivel = v.nivel
FROM (
    SELECT o.id, coalesce(cse.nivel, '') AS nivel
    FROM afiliacion_contacto o
    LEFT JOIN LATERAL cse_vigente(o.hogar_id, %(hoy)s) cse ON true
    WHERE o.estado IN ('pendiente', 'en_gestion', 'derivada', 'en_solicitud')
      AND o.hogar_id BETWEEN %(desde)s AND %(hasta)s
      AND (%(hogares)s::bigint[] IS NULL OR o.hogar_id = ANY(%(hogares)s))
) v
WHERE c.id = v.id AND c.nivel <> v.nivel;
