-- Captures: pregnant women, and children first seen by us while they count as one (DOMAIN §5).

CREATE UNLOGGED TABLE por_captar AS
SELECT e.persona_id, e.fila, rn.id AS recien_nacido_id, NULL::bigint AS gestante_id,
    'recien_nacido' AS tipo, coalesce(rn.madre_id, e.persona_id) AS mujer_id,
    p.fecha_nacimiento AS evento_el, rn.en_fuente_el, rn.distrito_id, rn.establecimiento_id,
    p.fecha_nacimiento + %(dias_captacion_recien_nacido)s AS limite_el
FROM por_enlazar e
JOIN captacion_reciennacido rn ON rn.persona_id = e.persona_id
JOIN captacion_persona p ON p.id = e.persona_id
WHERE NOT EXISTS (SELECT FROM captacion_captacion c WHERE c.recien_nacido_id = rn.id)
  AND %(hoy)s::date - p.fecha_nacimiento BETWEEN 0 AND %(edad_maxima_captacion)s
UNION ALL
SELECT e.persona_id, e.fila, NULL, g.id, 'gestante', e.persona_id, g.fur, g.en_fuente_el,
    g.distrito_id, g.establecimiento_id, g.fur + %(dias_primer_trimestre)s
FROM por_enlazar e
JOIN captacion_gestante g ON g.persona_id = e.persona_id
WHERE NOT EXISTS (SELECT FROM captacion_captacion c WHERE c.gestante_id = g.id)
  AND g.fur <= %(hoy)s::date;

ANALYZE por_captar;

-- Whoever no register knows gets a provisional household: her mother's, if she has one already.
CREATE UNLOGGED TABLE sin_hogar AS
SELECT DISTINCT ON (c.persona_id) c.persona_id, c.mujer_id, c.fila, c.distrito_id,
    (SELECT h.id FROM captacion_hogar h
     WHERE h.origen = 'provisional' AND h.codigo = 'PV-' || c.mujer_id) AS hogar_id
FROM por_captar c
WHERE NOT EXISTS (
    SELECT FROM captacion_vinculo v
    WHERE v.persona_id = c.persona_id AND v.estado IN ('automatico', 'confirmado'))
ORDER BY c.persona_id, c.fila;

ANALYZE sin_hogar;

INSERT INTO captacion_hogar
    (origen, codigo, distrito_id, centro_poblado, centro_poblado_codigo, direccion, es_usuario,
     en_tpi, carga_id, fila)
SELECT DISTINCT ON (s.mujer_id) 'provisional', 'PV-' || s.mujer_id, s.distrito_id,
    coalesce(rn.centro_poblado, g.centro_poblado, ''),
    coalesce(rn.centro_poblado_codigo, g.centro_poblado_codigo, ''),
    coalesce(rn.direccion, g.direccion, ''), false, false, %(carga)s, s.fila
FROM sin_hogar s
LEFT JOIN captacion_reciennacido rn ON rn.persona_id = s.persona_id
LEFT JOIN LATERAL (
    SELECT * FROM captacion_gestante WHERE persona_id = s.persona_id ORDER BY fur DESC LIMIT 1
) AS g ON true
WHERE s.hogar_id IS NULL
ORDER BY s.mujer_id, s.fila;

UPDATE sin_hogar s SET hogar_id = h.id
FROM captacion_hogar h
WHERE s.hogar_id IS NULL AND h.origen = 'provisional' AND h.codigo = 'PV-' || s.mujer_id;

INSERT INTO captacion_miembro (hogar_id, persona_id, parentesco, es_titular, carga_id, fila)
SELECT DISTINCT ON (hogar_id, mujer_id) hogar_id, mujer_id, '', false, %(carga)s, fila
FROM sin_hogar
ORDER BY hogar_id, mujer_id, fila
ON CONFLICT (hogar_id, persona_id) DO NOTHING;

INSERT INTO captacion_vinculo (persona_id, hogar_id, regla, estado, duda, orden, carga_id, fila)
SELECT persona_id, hogar_id, 'provisional', 'automatico', '', 1, %(carga)s, fila
FROM sin_hogar
ON CONFLICT (persona_id, hogar_id) WHERE estado <> 'reemplazado' DO NOTHING;

-- A link makes its person a member of the household.
CREATE UNLOGGED TABLE miembro_por_vinculo AS
SELECT v.hogar_id, v.persona_id, v.id AS vinculo_id, e.fila,
    CASE WHEN rn.madre_id IS NOT NULL THEN 'hijo' ELSE '' END AS parentesco
FROM por_enlazar e
JOIN captacion_vinculo v ON v.persona_id = e.persona_id AND v.estado = 'automatico'
LEFT JOIN captacion_reciennacido rn ON rn.persona_id = e.persona_id
WHERE NOT EXISTS (
    SELECT FROM captacion_miembro m WHERE m.hogar_id = v.hogar_id AND m.persona_id = v.persona_id);

INSERT INTO captacion_miembro
    (hogar_id, persona_id, parentesco, es_titular, vinculo_id, carga_id, fila)
SELECT hogar_id, persona_id, parentesco, false, vinculo_id, %(carga)s, fila
FROM miembro_por_vinculo;

INSERT INTO captacion_captacion
    (tipo, persona_id, recien_nacido_id, gestante_id, hogar_id, distrito_id, evento_el,
     en_fuente_el, registrada_el, limite_el, en_hogar_usuario, inicial, carga_id, fila)
SELECT c.tipo, c.persona_id, c.recien_nacido_id, c.gestante_id, v.hogar_id,
    coalesce(c.distrito_id, h.distrito_id, est.distrito_id), c.evento_el,
    least(greatest(coalesce(c.en_fuente_el, %(hoy)s::date), c.evento_el), %(hoy)s::date),
    %(hoy)s::date, c.limite_el, h.es_usuario, %(inicial)s, %(carga)s, c.fila
FROM por_captar c
JOIN captacion_vinculo v ON v.persona_id = c.persona_id AND v.estado IN ('automatico', 'confirmado')
JOIN captacion_hogar h ON h.id = v.hogar_id
LEFT JOIN juntos_establecimiento est ON est.codigo = c.establecimiento_id;

-- Captures made before follow their person to the household that a register now names, and the
-- deadline follows a corrected birth or FUR.
UPDATE captacion_captacion c SET hogar_id = v.hogar_id, en_hogar_usuario = h.es_usuario
FROM por_enlazar e
JOIN captacion_vinculo v ON v.persona_id = e.persona_id AND v.estado = 'automatico'
JOIN captacion_hogar h ON h.id = v.hogar_id
WHERE c.persona_id = e.persona_id AND c.hogar_id <> v.hogar_id;

UPDATE captacion_captacion c SET
    evento_el = d.evento_el, limite_el = d.limite_el, distrito_id = coalesce(d.distrito_id, c.distrito_id)
FROM (
    SELECT c.id, p.fecha_nacimiento AS evento_el, rn.distrito_id,
        p.fecha_nacimiento + %(dias_captacion_recien_nacido)s AS limite_el
    FROM por_enlazar e
    JOIN captacion_captacion c ON c.persona_id = e.persona_id AND c.tipo = 'recien_nacido'
    JOIN captacion_reciennacido rn ON rn.id = c.recien_nacido_id
    JOIN captacion_persona p ON p.id = c.persona_id
    UNION ALL
    SELECT c.id, g.fur, g.distrito_id, g.fur + %(dias_primer_trimestre)s
    FROM por_enlazar e
    JOIN captacion_captacion c ON c.persona_id = e.persona_id AND c.tipo = 'gestante'
    JOIN captacion_gestante g ON g.id = c.gestante_id
) AS d
WHERE c.id = d.id AND d.evento_el <= c.registrada_el
  AND (c.evento_el, c.limite_el, c.distrito_id)
      IS DISTINCT FROM (d.evento_el, d.limite_el, coalesce(d.distrito_id, c.distrito_id));

-- The language that any of her children's rows tells decides who visits a woman whose own registers
-- say none.
UPDATE captacion_persona p SET lengua = d.lengua
FROM (
    SELECT DISTINCT ON (rn.madre_id) rn.madre_id, rn.lengua
    FROM por_enlazar e
    JOIN captacion_captacion c ON c.persona_id = e.persona_id
    LEFT JOIN captacion_reciennacido hijo ON hijo.id = c.recien_nacido_id
    JOIN captacion_reciennacido rn ON rn.madre_id = coalesce(hijo.madre_id, c.persona_id)
    WHERE rn.lengua <> ''
    ORDER BY rn.madre_id, rn.carga_id DESC, rn.fila DESC
) AS d
WHERE p.id = d.madre_id AND p.lengua = '';
