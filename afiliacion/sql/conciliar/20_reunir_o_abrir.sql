-- Captures of households that are no users and have no contact yet: to the open contact of their
-- household, or to one that the system had closed (it may open again below), else to a new one.

INSERT INTO conciliar_sueltas (captacion_id, hogar_id)
SELECT p.id, p.hogar_id
FROM captacion_captacion p
JOIN captacion_hogar h ON h.id = p.hogar_id AND NOT h.es_usuario
WHERE NOT EXISTS (SELECT FROM afiliacion_caso k WHERE k.captacion_id = p.id)
  AND p.hogar_id BETWEEN %(desde)s AND %(hasta)s
  AND (%(hogares)s::bigint[] IS NULL OR p.hogar_id = ANY(%(hogares)s))
ON CONFLICT (captacion_id) DO NOTHING;

ANALYZE conciliar_sueltas;

WITH sumados AS (
    INSERT INTO afiliacion_caso (contacto_id, captacion_id)
    SELECT DISTINCT ON (s.captacion_id) c.id, s.captacion_id
    FROM conciliar_sueltas s
    JOIN afiliacion_contacto c ON c.hogar_id = s.hogar_id
    WHERE c.cerrado_en IS NULL
       OR (c.estado IN ('no_elegible', 'ya_usuaria') AND c.cerrado_por_id = %(sistema)s)
    ORDER BY s.captacion_id, (c.cerrado_en IS NULL) DESC, c.id DESC
    RETURNING contacto_id, captacion_id
)
INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
SELECT 'afiliacion.contacto', c.id, c.estado, c.estado,
    format('Se suma la captación %%s', s.captacion_id), clock_timestamp(), %(sistema)s
FROM sumados s
JOIN afiliacion_contacto c ON c.id = s.contacto_id;

-- Those that no contact took, set apart and counted: asked for within what follows, the planner
-- takes them for one, and 100,000 beside the contacts of a country are joined by nested loops.
INSERT INTO conciliar_quedan (captacion_id)
SELECT s.captacion_id
FROM conciliar_sueltas s
WHERE NOT EXISTS (SELECT FROM afiliacion_caso k WHERE k.captacion_id = s.captacion_id);

ANALYZE conciliar_quedan;

-- One new contact a household. Where it is: what the record of its most urgent capture says, as a
-- whole; else what the register says of the household. Of twins, the row that came first: the same
-- files give the same contact, however often their load was interrupted.
WITH quedan AS (
    SELECT captacion_id, s.hogar_id, p.tipo, p.carga_id, p.fila, p.limite_el, p.distrito_id,
        r.distrito_id AS registro_distrito_id, r.centro_poblado, r.direccion, r.referencia,
        madre.lengua, persona.lengua AS lengua_propia, t.numero AS telefono
    FROM conciliar_quedan
    JOIN conciliar_sueltas s USING (captacion_id)
    JOIN captacion_hogar h ON h.id = s.hogar_id AND NOT h.es_usuario
    JOIN captacion_captacion p ON p.id = s.captacion_id
    JOIN captacion_persona persona ON persona.id = p.persona_id
    LEFT JOIN LATERAL (
        SELECT n.distrito_id, n.centro_poblado, n.direccion, n.referencia, n.madre_id
        FROM captacion_reciennacido n WHERE n.id = p.recien_nacido_id
        UNION ALL
        SELECT g.distrito_id, g.centro_poblado, g.direccion, g.referencia, g.persona_id
        FROM captacion_gestante g WHERE g.id = p.gestante_id
    ) r ON true
    LEFT JOIN captacion_persona madre ON madre.id = r.madre_id
    LEFT JOIN LATERAL (
        SELECT t.numero
        FROM captacion_telefono t
        WHERE t.persona_id IN (r.madre_id, p.persona_id)
        ORDER BY (t.persona_id = r.madre_id) DESC NULLS LAST, t.visto_el DESC, t.numero
        LIMIT 1
    ) t ON true
), hogares AS (
    SELECT hogar_id,
        max(carga_id) AS carga_id,
        min(limite_el) AS vence_el,
        bool_or(tipo = 'recien_nacido') AS con_recien_nacido,
        bool_or(tipo = 'gestante') AS con_gestante,
        (array_agg(telefono ORDER BY limite_el, carga_id, fila, captacion_id)
            FILTER (WHERE telefono IS NOT NULL))[1] AS telefono,
        (array_agg(coalesce(nullif(lengua, ''), lengua_propia)
                   ORDER BY limite_el, carga_id, fila, captacion_id)
            FILTER (WHERE coalesce(nullif(lengua, ''), lengua_propia) <> ''))[1] AS lengua
    FROM quedan
    GROUP BY hogar_id
), lugares AS (
    SELECT DISTINCT ON (q.hogar_id) q.hogar_id,
        coalesce(q.distrito_id, q.registro_distrito_id, h.distrito_id) AS distrito_id,
        coalesce(nullif(q.centro_poblado, ''), h.centro_poblado) AS centro_poblado,
        coalesce(nullif(q.direccion, ''), h.direccion) AS direccion,
        coalesce(q.referencia, '') AS referencia
    FROM quedan q
    JOIN captacion_hogar h ON h.id = q.hogar_id
    ORDER BY q.hogar_id, q.limite_el, q.carga_id, q.fila, q.captacion_id
), abiertos AS (
    INSERT INTO afiliacion_contacto (
        hogar_id, estado, distrito_id, centro_poblado, direccion, referencia, abierto_el, vence_el,
        rezagado, nivel, lengua, con_recien_nacido, con_gestante, telefono, motivo_cierre, version,
        carga_id)
    SELECT g.hogar_id, 'pendiente', l.distrito_id, l.centro_poblado, l.direccion, l.referencia,
        %(hoy)s, g.vence_el,
        -- what an initial load brings already overdue goes after what can still arrive in time
        g.vence_el < %(hoy)s AND EXISTS (
            SELECT FROM captacion_carga o WHERE o.id = g.carga_id AND o.inicial),
        coalesce(v.nivel, ''), coalesce(g.lengua, ''), g.con_recien_nacido,
        g.con_gestante, coalesce(g.telefono, ''), '', 0, g.carga_id
    FROM hogares g
    JOIN lugares l USING (hogar_id)
    LEFT JOIN LATERAL cse_vigente(g.hogar_id, %(hoy)s) v ON true
    RETURNING id, hogar_id
), casos AS (
    INSERT INTO afiliacion_caso (contacto_id, captacion_id)
    SELECT a.id, q.captacion_id
    FROM quedan q
    JOIN abiertos a USING (hogar_id)
), anotados AS (
    INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
    SELECT 'afiliacion.contacto', id, '', 'pendiente', '', clock_timestamp(), %(sistema)s
    FROM abiertos
)
INSERT INTO conciliar_abiertos (contacto_id)
SELECT id FROM abiertos;
