-- Members are their documents, those included that a merge found to be theirs. The household's own
-- columns come repeated: its last row says them.

UPDATE staging s SET persona_id = p.id
FROM captacion_persona p WHERE s.errores = '{}' AND p.dni = s.dni;
UPDATE staging s SET persona_id = p.id
FROM captacion_persona p WHERE s.errores = '{}' AND s.dni IS NULL AND p.cui = s.cui;
UPDATE staging s SET persona_id = p.id
FROM captacion_persona p WHERE s.errores = '{}' AND s.dni IS NULL AND p.cnv = s.cnv;
UPDATE staging s SET persona_id = p.id
FROM captacion_persona p
WHERE s.errores = '{}' AND s.dni IS NULL AND p.otro_documento = s.otro_documento;

UPDATE staging s SET persona_id = a.persona_id
FROM captacion_documentoalias a
WHERE s.errores = '{}' AND s.persona_id IS NULL AND a.documento = s.identidad;

CREATE UNLOGGED TABLE miembro_nuevo AS
SELECT nextval('captacion_persona_id_seq') AS id, nueva.*
FROM (
    SELECT DISTINCT ON (identidad) *
    FROM staging WHERE errores = '{}' AND persona_id IS NULL
    ORDER BY identidad, n DESC
) AS nueva;

INSERT INTO captacion_persona
    (id, dni, cui, cnv, otro_documento, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento,
     lengua, carga_id, fila)
SELECT id, dni, cui, cnv, otro_documento, ap_paterno, ap_materno, nombres, sexo,
    CASE WHEN nacimiento <= %(hoy)s::date THEN nacimiento END, '', %(carga)s, n
FROM miembro_nuevo;

UPDATE staging s SET persona_id = m.id
FROM miembro_nuevo m
WHERE s.errores = '{}' AND s.persona_id IS NULL AND m.identidad = s.identidad;

ANALYZE staging (n, errores, persona_id);

UPDATE captacion_persona p SET
    ap_paterno = coalesce(nullif(s.ap_paterno, ''), p.ap_paterno),
    ap_materno = CASE WHEN s.ap_paterno <> '' THEN s.ap_materno ELSE p.ap_materno END,
    nombres = coalesce(nullif(s.nombres, ''), p.nombres),
    sexo = coalesce(nullif(s.sexo, ''), p.sexo),
    fecha_nacimiento = coalesce(
        CASE WHEN s.nacimiento <= %(hoy)s::date THEN s.nacimiento END, p.fecha_nacimiento),
    carga_id = %(carga)s, fila = s.n
FROM (
    SELECT DISTINCT ON (persona_id) * FROM staging WHERE errores = '{}' ORDER BY persona_id, n DESC
) AS s
WHERE s.persona_id = p.id
  AND (p.carga_id, p.fila) IS DISTINCT FROM (%(carga)s::bigint, s.n) -- not just written above
  AND (p.ap_paterno, p.ap_materno, p.nombres, p.sexo, p.fecha_nacimiento)
      IS DISTINCT FROM (s.ap_paterno, s.ap_materno, s.nombres, s.sexo, s.nacimiento)
  -- A child of the Padrón Nominal is told by the Padrón.
  AND NOT EXISTS (SELECT FROM captacion_reciennacido rn WHERE rn.persona_id = p.id);

INSERT INTO captacion_telefono (persona_id, numero, fuente, visto_el)
SELECT DISTINCT persona_id, celular, %(fuente)s, %(hoy)s::date
FROM staging WHERE errores = '{}' AND celular IS NOT NULL AND es_titular
ON CONFLICT (persona_id, numero) DO NOTHING;

INSERT INTO captacion_hogar AS h
    (origen, codigo, distrito_id, centro_poblado, centro_poblado_codigo, direccion, es_usuario,
     usuario_desde, en_tpi, carga_id, fila)
SELECT DISTINCT ON (codigo_hogar) %(fuente)s, codigo_hogar, distrito_id, centro_poblado,
    centro_poblado_codigo, direccion, coalesce(es_usuario, false),
    CASE WHEN es_usuario THEN %(hoy)s::date END, coalesce(tpi, false), %(carga)s, n
FROM staging WHERE errores = '{}'
ORDER BY codigo_hogar, n DESC
ON CONFLICT (origen, codigo) DO UPDATE SET
    distrito_id = coalesce(EXCLUDED.distrito_id, h.distrito_id),
    centro_poblado = coalesce(nullif(EXCLUDED.centro_poblado, ''), h.centro_poblado),
    centro_poblado_codigo =
        coalesce(nullif(EXCLUDED.centro_poblado_codigo, ''), h.centro_poblado_codigo),
    direccion = coalesce(nullif(EXCLUDED.direccion, ''), h.direccion),
    -- A household that we affiliated from the PGH stays a user: the PGH does not know users.
    es_usuario = CASE WHEN h.origen = 'juntos' THEN EXCLUDED.es_usuario ELSE h.es_usuario END,
    usuario_desde = CASE WHEN h.origen = 'juntos' AND EXCLUDED.es_usuario
                         THEN coalesce(h.usuario_desde, EXCLUDED.usuario_desde) ELSE h.usuario_desde END,
    en_tpi = CASE WHEN h.origen = 'juntos' THEN EXCLUDED.en_tpi ELSE h.en_tpi END,
    carga_id = EXCLUDED.carga_id, fila = EXCLUDED.fila;

-- A code that a person found to be another one's brings that one.
UPDATE staging s SET hogar_id = coalesce(h.unido_a_id, h.id)
FROM captacion_hogar h
WHERE s.errores = '{}' AND h.origen = %(fuente)s AND h.codigo = s.codigo_hogar;

-- The keys are worked out apart: here PostgreSQL may use its workers.
CREATE UNLOGGED TABLE miembro_traido AS
SELECT s.hogar_id, s.persona_id, s.parentesco, s.es_titular, s.n, llave.*
FROM (
    SELECT DISTINCT ON (hogar_id, persona_id) hogar_id, persona_id, parentesco, es_titular, n
    FROM staging WHERE errores = '{}'
    ORDER BY hogar_id, persona_id, n DESC
) AS s
JOIN captacion_persona p ON p.id = s.persona_id
JOIN captacion_hogar h ON h.id = s.hogar_id
CROSS JOIN LATERAL
    llaves_de_miembro(h.centro_poblado_codigo, p.ap_paterno, p.ap_materno, p.nombres) AS llave;

-- The register's word stands over a membership that a link of ours made.
INSERT INTO captacion_miembro AS m
    (hogar_id, persona_id, parentesco, es_titular, llave_nombre, llave_lugar_paterno,
     llave_lugar_materno, carga_id, fila)
SELECT hogar_id, persona_id, parentesco, es_titular, nombre, por_paterno, por_materno, %(carga)s, n
FROM miembro_traido
ON CONFLICT (hogar_id, persona_id) DO UPDATE SET
    parentesco = EXCLUDED.parentesco, es_titular = EXCLUDED.es_titular, vinculo_id = NULL,
    llave_nombre = EXCLUDED.llave_nombre, llave_lugar_paterno = EXCLUDED.llave_lugar_paterno,
    llave_lugar_materno = EXCLUDED.llave_lugar_materno,
    carga_id = EXCLUDED.carga_id, fila = EXCLUDED.fila;

INSERT INTO captacion_clasificacionsocioeconomica
    (hogar_id, nivel, desde, hasta, fuente, carga_id, fila)
SELECT DISTINCT ON (hogar_id) hogar_id, nivel, cse_desde, cse_hasta, %(fuente)s, %(carga)s, n
FROM staging WHERE errores = '{}' AND nivel IS NOT NULL
ORDER BY hogar_id, n DESC
ON CONFLICT (hogar_id, nivel, desde, hasta) DO UPDATE SET
    carga_id = EXCLUDED.carga_id, fila = EXCLUDED.fila;

ANALYZE captacion_persona (id, dni);
ANALYZE captacion_hogar (id, origen, codigo);
ANALYZE captacion_miembro (hogar_id, persona_id, vinculo_id);

-- Captured people whom this register now speaks of, by themselves, their mother, their head or the
-- people of their household in the PGH; with the row that does.
INSERT INTO por_enlazar (persona_id, fila)
SELECT DISTINCT ON (persona_id) persona_id, fila FROM (
    SELECT g.persona_id, s.n AS fila, 1 AS orden FROM captacion_gestante g JOIN staging s USING (persona_id)
    WHERE s.errores = '{}'
    UNION ALL
    SELECT rn.persona_id, s.n, 1 FROM captacion_reciennacido rn JOIN staging s USING (persona_id)
    WHERE s.errores = '{}'
    UNION ALL
    SELECT rn.persona_id, s.n, 2 FROM captacion_reciennacido rn
    JOIN staging s ON s.persona_id = rn.madre_id WHERE s.errores = '{}'
    UNION ALL
    SELECT rn.persona_id, s.n, 3 FROM captacion_reciennacido rn
    JOIN staging s ON s.dni = rn.jefe_documento WHERE s.errores = '{}'
    UNION ALL
    SELECT v.persona_id, s.n, 4
    FROM staging s
    JOIN captacion_miembro m ON m.persona_id = s.persona_id AND m.vinculo_id IS NULL
    JOIN captacion_hogar h ON h.id = m.hogar_id AND h.origen = 'pgh'
    JOIN captacion_vinculo v ON v.hogar_id = h.id AND v.estado = 'automatico'
    WHERE s.errores = '{}' AND %(fuente)s = 'juntos'
) AS nombrada
ORDER BY persona_id, orden, fila DESC;
