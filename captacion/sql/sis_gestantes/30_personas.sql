-- The woman is her document; her pregnancy is the one whose FUR is near, whoever told it (a corrected
-- FUR is no second pregnancy). Names that speak against the register's leave the link to a person.
-- Rows of `staging` that tell no pregnancy are passed over.

UPDATE staging s SET persona_id = p.id,
    duda = CASE WHEN NOT nombres_concuerdan(
            clave_nombre(s.ap_paterno || ' ' || s.ap_materno), clave_nombre(s.nombres),
            clave_nombre(p.ap_paterno || ' ' || p.ap_materno), clave_nombre(p.nombres))
        THEN 'nombre_discorde' END
FROM captacion_persona p
WHERE s.errores = '{}' AND s.gestacion
  AND p.id = coalesce(
      (SELECT id FROM captacion_persona WHERE dni = s.dni),
      (SELECT id FROM captacion_persona WHERE otro_documento = s.otro_documento));

-- A document that a merge found to be hers too: a person looked at the names.
UPDATE staging s SET persona_id = a.persona_id
FROM captacion_documentoalias a
WHERE s.errores = '{}' AND s.gestacion AND s.persona_id IS NULL AND a.documento = s.identidad;

CREATE UNLOGGED TABLE mujer AS
SELECT nextval('captacion_persona_id_seq') AS id, nueva.*
FROM (
    SELECT DISTINCT ON (identidad) *
    FROM staging WHERE errores = '{}' AND gestacion AND persona_id IS NULL
    ORDER BY identidad, n DESC
) AS nueva;

INSERT INTO captacion_persona
    (id, dni, otro_documento, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento, lengua,
     carga_id, fila)
SELECT id, dni, otro_documento, ap_paterno, ap_materno, nombres, 'F',
    CASE WHEN nacimiento <= %(hoy)s::date THEN nacimiento END, lengua, %(carga)s, n
FROM mujer;

UPDATE staging s SET persona_id = m.id
FROM mujer m
WHERE s.errores = '{}' AND s.gestacion AND s.persona_id IS NULL
  AND m.identidad = s.identidad;

ANALYZE staging (n, errores, persona_id);

UPDATE captacion_persona p SET
    ap_paterno = coalesce(nullif(p.ap_paterno, ''), s.ap_paterno),
    ap_materno = CASE WHEN p.ap_paterno = '' THEN s.ap_materno ELSE p.ap_materno END,
    nombres = coalesce(nullif(p.nombres, ''), s.nombres),
    sexo = coalesce(nullif(p.sexo, ''), 'F'),
    fecha_nacimiento = coalesce(p.fecha_nacimiento,
        CASE WHEN s.nacimiento <= %(hoy)s::date THEN s.nacimiento END),
    lengua = coalesce(nullif(s.lengua, ''), p.lengua)
FROM staging s
WHERE s.persona_id = p.id AND s.errores = '{}' AND s.gestacion AND s.duda IS NULL;

-- One pregnancy, told with FURs that differ a little: the nearest that the register has, or the first.
UPDATE staging s SET gestante_id = cercana.id
FROM (
    SELECT DISTINCT ON (t.n) t.n, g.id
    FROM staging t
    JOIN captacion_gestante g
        ON g.persona_id = t.persona_id AND abs(g.fur - t.fur) <= %(misma_gestacion)s
    WHERE t.errores = '{}' AND t.gestacion
    ORDER BY t.n, abs(g.fur - t.fur), g.id
) AS cercana
WHERE cercana.n = s.n;

-- Of the rows of one pregnancy the best ground for its FUR wins, then the last one: a FUR told, an FPP,
-- the weeks.
CREATE UNLOGGED TABLE gestacion AS
SELECT DISTINCT ON (coalesce(gestante_id::text, persona_id || '|' || tramo)) *
FROM (
    SELECT t.*, count(*) FILTER (WHERE salto > %(misma_gestacion)s)
        OVER (PARTITION BY persona_id ORDER BY fur, n) AS tramo
    FROM (
        SELECT s.*, s.fur - lag(s.fur) OVER (PARTITION BY persona_id ORDER BY fur, n) AS salto,
            array_position(ARRAY['fur', 'fpp', 'edad_gestacional'], s.origen_fur) AS rango
        FROM staging s WHERE s.errores = '{}' AND s.gestacion
    ) AS t
) AS s
ORDER BY coalesce(gestante_id::text, persona_id || '|' || tramo), rango, n DESC;

-- What the source said until now of the pregnancies that are told again, for 35_cambios.
CREATE UNLOGGED TABLE antes AS
SELECT s.n, s.persona_id, s.gestante_id, g.fur, g.fpp, g.distrito_id, g.direccion, g.referencia,
    g.establecimiento_codigo, t.numero AS celular_antes,
    CASE WHEN EXISTS (
        SELECT FROM captacion_telefono o
        WHERE o.persona_id = s.persona_id AND o.numero = s.celular
          AND (t.numero IS NULL OR o.fuente = 'visita'))
    THEN t.numero ELSE coalesce(s.celular, t.numero) END AS celular
FROM gestacion s
JOIN captacion_gestante g ON g.id = s.gestante_id
LEFT JOIN LATERAL (
    SELECT numero FROM captacion_telefono
    WHERE persona_id = s.persona_id AND fuente = %(fuente)s
    ORDER BY visto_el DESC, id DESC LIMIT 1
) AS t ON true;

INSERT INTO captacion_telefono (persona_id, numero, fuente, visto_el)
SELECT DISTINCT persona_id, celular, %(fuente)s, %(hoy)s::date
FROM staging WHERE errores = '{}' AND gestacion AND celular IS NOT NULL
ON CONFLICT (persona_id, numero) DO NOTHING;

-- What a source does not tell stays as it was; a weaker ground does not move a FUR.
UPDATE captacion_gestante g SET
    fur = CASE WHEN s.mejor THEN s.fur ELSE g.fur END,
    fpp = CASE WHEN s.mejor THEN s.fpp ELSE g.fpp END,
    origen_fur = CASE WHEN s.mejor THEN s.origen_fur ELSE g.origen_fur END,
    atencion_el = coalesce(s.atencion_el, g.atencion_el),
    distrito_id = coalesce(s.distrito_id, g.distrito_id),
    centro_poblado_codigo =
        CASE WHEN s.se_mudo THEN s.centro_poblado_codigo
             ELSE coalesce(nullif(s.centro_poblado_codigo, ''), g.centro_poblado_codigo) END,
    direccion = CASE WHEN s.se_mudo THEN s.direccion
                     ELSE coalesce(nullif(s.direccion, ''), g.direccion) END,
    referencia = CASE WHEN s.se_mudo THEN s.referencia
                      ELSE coalesce(nullif(s.referencia, ''), g.referencia) END,
    establecimiento_codigo = coalesce(nullif(s.eess, ''), g.establecimiento_codigo),
    establecimiento_id = CASE WHEN s.eess = '' THEN g.establecimiento_id ELSE s.establecimiento_id END,
    en_fuente_el = coalesce(g.en_fuente_el, s.atencion_el),
    carga_id = %(carga)s, fila = s.n
FROM (
    SELECT n.*, e.codigo AS establecimiento_id, n.distrito_id <> v.distrito_id AS se_mudo,
        n.rango <= array_position(ARRAY['fur', 'fpp', 'edad_gestacional'], v.origen_fur::text) AS mejor
    FROM gestacion n
    JOIN captacion_gestante v ON v.id = n.gestante_id
    LEFT JOIN juntos_establecimiento e ON e.codigo = n.eess
) AS s
WHERE g.id = s.gestante_id;

INSERT INTO captacion_gestante
    (persona_id, fur, fpp, origen_fur, atencion_el, distrito_id, centro_poblado,
     centro_poblado_codigo, direccion, referencia, establecimiento_codigo, establecimiento_id,
     en_fuente_el, fuente, carga_id, fila)
SELECT s.persona_id, s.fur, s.fpp, s.origen_fur, s.atencion_el, s.distrito_id, '',
    s.centro_poblado_codigo, s.direccion, s.referencia, s.eess, e.codigo, s.atencion_el,
    %(fuente)s, %(carga)s, s.n
FROM gestacion s LEFT JOIN juntos_establecimiento e ON e.codigo = s.eess
WHERE s.gestante_id IS NULL
ON CONFLICT (persona_id, fur) DO NOTHING;

ANALYZE captacion_persona (id, dni);
ANALYZE captacion_gestante (id, persona_id, fur);

INSERT INTO por_enlazar (persona_id, fila, duda)
SELECT DISTINCT ON (persona_id) persona_id, n, duda
FROM staging WHERE errores = '{}' AND gestacion ORDER BY persona_id, n DESC;
