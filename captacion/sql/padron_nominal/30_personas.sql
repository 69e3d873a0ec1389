-- Who is who. A mother is her DNI; a child is its record of this source, its padrón code, its
-- documents, or the one child of that mother, day and sex that nothing contradicts.


-- The mother's document typed as the child's own names no child.
UPDATE staging SET dni = NULL, avisos = avisos || ARRAY['documento_de_otra_persona']
WHERE errores = '{}' AND dni = madre_dni;

-- Mothers. This source only fills what the mother's own registers leave blank.
INSERT INTO captacion_persona AS p
    (dni, ap_paterno, ap_materno, nombres, sexo, lengua, carga_id, fila)
SELECT DISTINCT ON (madre_dni)
    madre_dni, madre_ap_paterno, madre_ap_materno, madre_nombres, 'F', lengua, %(carga)s, n
FROM staging WHERE errores = '{}' AND madre_dni IS NOT NULL
ORDER BY madre_dni, n DESC
ON CONFLICT (dni) DO UPDATE SET
    ap_paterno = coalesce(nullif(p.ap_paterno, ''), EXCLUDED.ap_paterno),
    ap_materno = CASE WHEN p.ap_paterno = '' THEN EXCLUDED.ap_materno ELSE p.ap_materno END,
    nombres = coalesce(nullif(p.nombres, ''), EXCLUDED.nombres),
    sexo = coalesce(nullif(p.sexo, ''), EXCLUDED.sexo),
    lengua = coalesce(nullif(p.lengua, ''), EXCLUDED.lengua)
WHERE p.ap_paterno = '' OR p.nombres = '' OR p.sexo = '' OR (p.lengua = '' AND EXCLUDED.lengua <> '');

UPDATE staging s SET madre_id = p.id
FROM captacion_persona p WHERE p.dni = s.madre_dni AND s.errores = '{}';

-- Children whose own record comes in this file too: no other row of it is about them.
CREATE TEMP TABLE presente ON COMMIT DROP AS
SELECT DISTINCT r.persona_id
FROM captacion_registrofuente r JOIN fila f ON f.clave = r.clave
WHERE r.fuente = %(fuente)s;

-- but for a child whose code came with another one (25_codigo_reasignado)
DELETE FROM presente USING reasignado r WHERE presente.persona_id = r.persona_id;

ANALYZE presente;

-- The child. A document with another padrón code is a re-issued code when nothing speaks against
-- it, else a document that somebody mistyped.
UPDATE staging s SET persona_id = p.id
FROM captacion_persona p
WHERE s.errores = '{}' AND s.persona_id IS NULL AND p.codigo_padron = s.codigo_padron;

UPDATE staging s SET persona_id = p.id
FROM captacion_persona p
WHERE s.errores = '{}' AND s.persona_id IS NULL AND p.dni = s.dni
  AND coalesce(abs(p.fecha_nacimiento - s.nacimiento) <= 31, true)
  AND ((p.codigo_padron <> s.codigo_padron) IS NOT TRUE
       OR (mismo_nombre_o_provisional(p.nombres, s.nombres)
           AND NOT EXISTS (SELECT FROM presente WHERE presente.persona_id = p.id)));

UPDATE staging s SET persona_id = p.id
FROM captacion_persona p
WHERE s.errores = '{}' AND s.persona_id IS NULL
  AND (p.cui = s.cui OR p.dni = s.cui OR p.cui = s.dni)
  AND coalesce(abs(p.fecha_nacimiento - s.nacimiento) <= 31, true)
  AND ((p.codigo_padron <> s.codigo_padron) IS NOT TRUE
       OR (mismo_nombre_o_provisional(p.nombres, s.nombres)
           AND NOT EXISTS (SELECT FROM presente WHERE presente.persona_id = p.id)));

UPDATE staging s SET persona_id = p.id
FROM captacion_persona p
WHERE s.errores = '{}' AND s.persona_id IS NULL AND p.cnv = s.cnv
  AND coalesce(abs(p.fecha_nacimiento - s.nacimiento) <= 31, true)
  AND ((p.codigo_padron <> s.codigo_padron) IS NOT TRUE
       OR (mismo_nombre_o_provisional(p.nombres, s.nombres)
           AND NOT EXISTS (SELECT FROM presente WHERE presente.persona_id = p.id)));

-- CNV in one file and DNI in a later one: mother + day + sex, with one candidate on either side.
-- Twins of one sex share all three, so a second candidate, another child of that day in this file,
-- two different codes, documents or names leave it to a person.
CREATE TEMP TABLE hermano ON COMMIT DROP AS
SELECT s.n, p.id AS persona_id,
    count(*) OVER (PARTITION BY s.n) AS candidatos,
    count(*) OVER (PARTITION BY p.id) AS pretendientes,
    num_nonnulls(p.codigo_padron, s.codigo_padron) < 2 AS un_codigo
FROM staging s
JOIN captacion_reciennacido rn ON rn.madre_id = s.madre_id
JOIN captacion_persona p
    ON p.id = rn.persona_id AND p.fecha_nacimiento = s.nacimiento
   AND (p.sexo = s.sexo OR p.sexo = '' OR s.sexo = '')
WHERE s.errores = '{}' AND s.persona_id IS NULL AND s.madre_dni IS NOT NULL
  AND NOT (p.dni IS NOT NULL AND s.dni IS NOT NULL)
  AND NOT (p.cnv IS NOT NULL AND s.cnv IS NOT NULL)
  AND NOT (p.cui IS NOT NULL AND s.cui IS NOT NULL)
  AND mismo_nombre_o_provisional(p.nombres, s.nombres)
  AND NOT EXISTS (SELECT FROM presente WHERE presente.persona_id = p.id)
  AND NOT EXISTS (SELECT FROM staging o WHERE o.persona_id = p.id AND o.errores = '{}');

UPDATE staging s SET persona_id = h.persona_id
FROM hermano h
WHERE h.n = s.n AND h.candidatos = 1 AND h.pretendientes = 1 AND h.un_codigo;

UPDATE staging s SET duda = 'identidad_ambigua'
FROM hermano h
WHERE h.n = s.n AND s.persona_id IS NULL;

-- Two rows of the file for one child: the last is it, the others wait for a person.
UPDATE staging s SET persona_id = NULL, registro_id = NULL, duda = 'identidad_ambigua'
FROM (
    SELECT n, row_number() OVER (PARTITION BY persona_id ORDER BY registro_id IS NULL, n DESC) AS lugar
    FROM staging WHERE errores = '{}' AND persona_id IS NOT NULL
) AS par
WHERE par.n = s.n AND par.lugar > 1;

-- A document that is somebody else's, in the register or earlier in this file, goes in as missing.
UPDATE staging s SET
    dni = CASE WHEN ajeno.dni THEN NULL ELSE s.dni END,
    cui = CASE WHEN ajeno.cui THEN NULL ELSE s.cui END,
    cnv = CASE WHEN ajeno.cnv THEN NULL ELSE s.cnv END,
    codigo_padron = CASE WHEN ajeno.codigo THEN NULL ELSE s.codigo_padron END,
    avisos = s.avisos || ARRAY['documento_de_otra_persona'],
    duda = coalesce(s.duda, 'identidad_ambigua')
FROM (
    SELECT m.n,
        EXISTS (SELECT FROM captacion_persona q WHERE q.dni = m.dni AND q.id IS DISTINCT FROM m.persona_id)
            OR m.dni_lugar > 1 AS dni,
        EXISTS (SELECT FROM captacion_persona q WHERE q.cui = m.cui AND q.id IS DISTINCT FROM m.persona_id)
            OR m.cui_lugar > 1 AS cui,
        EXISTS (SELECT FROM captacion_persona q WHERE q.cnv = m.cnv AND q.id IS DISTINCT FROM m.persona_id)
            OR m.cnv_lugar > 1 AS cnv,
        EXISTS (SELECT FROM captacion_persona q
                WHERE q.codigo_padron = m.codigo_padron AND q.id IS DISTINCT FROM m.persona_id) AS codigo
    FROM (
        SELECT *,
            CASE WHEN dni IS NOT NULL THEN row_number() OVER (PARTITION BY dni ORDER BY n) END AS dni_lugar,
            CASE WHEN cui IS NOT NULL THEN row_number() OVER (PARTITION BY cui ORDER BY n) END AS cui_lugar,
            CASE WHEN cnv IS NOT NULL THEN row_number() OVER (PARTITION BY cnv ORDER BY n) END AS cnv_lugar
        FROM staging WHERE errores = '{}'
    ) AS m
) AS ajeno
WHERE ajeno.n = s.n AND (ajeno.dni OR ajeno.cui OR ajeno.cnv OR ajeno.codigo);

UPDATE staging SET persona_id = nextval('captacion_persona_id_seq'), persona_nueva = true
WHERE errores = '{}' AND persona_id IS NULL;

ANALYZE staging (n, errores, persona_id);

-- What the source said until now of the children that are told again, for 35_cambios.
CREATE TEMP TABLE contada ON COMMIT DROP AS
SELECT n, persona_id, celular FROM staging WHERE errores = '{}' AND NOT persona_nueva;

ANALYZE contada;

CREATE TEMP TABLE antes ON COMMIT DROP AS
SELECT s.n, s.persona_id, p.dni, p.cui, p.cnv, p.codigo_padron, p.ap_paterno, p.ap_materno, p.nombres,
    p.sexo, p.fecha_nacimiento, rn.madre_id, rn.madre_apellidos, rn.madre_nombres, m.dni AS madre_dni,
    rn.jefe_documento, rn.seguro, rn.programas, rn.distrito_id, rn.centro_poblado, rn.direccion,
    rn.referencia, rn.establecimiento_codigo, t.numero AS celular_antes,
    -- a number that a visit or another source had told is no news
    CASE WHEN EXISTS (
        SELECT FROM captacion_telefono o
        WHERE o.persona_id = coalesce(rn.madre_id, p.id) AND o.numero = s.celular
          AND (t.numero IS NULL OR o.fuente = 'visita'))
    THEN t.numero ELSE coalesce(s.celular, t.numero) END AS celular
FROM contada s
JOIN captacion_persona p ON p.id = s.persona_id
JOIN captacion_reciennacido rn ON rn.persona_id = s.persona_id
LEFT JOIN captacion_persona m ON m.id = rn.madre_id
LEFT JOIN LATERAL (
    SELECT numero FROM captacion_telefono
    WHERE persona_id = coalesce(rn.madre_id, p.id) AND fuente = %(fuente)s
    ORDER BY visto_el DESC, id DESC LIMIT 1
) AS t ON true;

ANALYZE antes;

INSERT INTO captacion_persona
    (id, dni, cui, cnv, codigo_padron, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento,
     lengua, carga_id, fila)
SELECT persona_id, dni, cui, cnv, codigo_padron, ap_paterno, ap_materno, nombres, sexo, nacimiento,
     '', %(carga)s, n
FROM staging WHERE persona_nueva;

UPDATE captacion_persona p SET
    dni = coalesce(s.dni, p.dni), cui = coalesce(s.cui, p.cui), cnv = coalesce(s.cnv, p.cnv),
    codigo_padron = coalesce(s.codigo_padron, p.codigo_padron),
    ap_paterno = coalesce(nullif(s.ap_paterno, ''), p.ap_paterno),
    ap_materno = coalesce(nullif(s.ap_materno, ''), p.ap_materno),
    nombres = CASE WHEN es_nombre_provisional(s.nombres) AND p.nombres <> '' THEN p.nombres
                   ELSE s.nombres END,
    sexo = coalesce(nullif(s.sexo, ''), p.sexo),
    fecha_nacimiento = s.nacimiento,
    carga_id = %(carga)s, fila = s.n
FROM staging s
WHERE p.id = s.persona_id AND s.errores = '{}' AND NOT s.persona_nueva
  AND (p.dni, p.cui, p.cnv, p.codigo_padron, p.ap_paterno, p.ap_materno, p.nombres, p.sexo,
       p.fecha_nacimiento)
      IS DISTINCT FROM (coalesce(s.dni, p.dni), coalesce(s.cui, p.cui), coalesce(s.cnv, p.cnv),
       coalesce(s.codigo_padron, p.codigo_padron), s.ap_paterno, s.ap_materno, s.nombres, s.sexo,
       s.nacimiento);

-- A mother told by name alone is the mother that this child has, or a new person.
UPDATE staging s SET madre_id = rn.madre_id
FROM captacion_reciennacido rn
WHERE rn.persona_id = s.persona_id AND s.errores = '{}' AND s.madre_dni IS NULL;

CREATE TEMP TABLE madre_sin_documento ON COMMIT DROP AS
SELECT n, nextval('captacion_persona_id_seq') AS id FROM staging
WHERE errores = '{}' AND madre_id IS NULL AND (madre_ap_paterno <> '' OR madre_nombres <> '');

INSERT INTO captacion_persona (id, ap_paterno, ap_materno, nombres, sexo, lengua, carga_id, fila)
SELECT m.id, s.madre_ap_paterno, s.madre_ap_materno, s.madre_nombres, 'F', s.lengua, %(carga)s, s.n
FROM madre_sin_documento m JOIN staging s USING (n);

UPDATE staging s SET madre_id = m.id FROM madre_sin_documento m WHERE m.n = s.n;

INSERT INTO captacion_telefono (persona_id, numero, fuente, visto_el)
SELECT DISTINCT coalesce(madre_id, persona_id), celular, %(fuente)s, %(hoy)s::date
FROM staging WHERE errores = '{}' AND celular IS NOT NULL
ON CONFLICT (persona_id, numero) DO NOTHING;

INSERT INTO captacion_reciennacido
    (persona_id, madre_id, madre_apellidos, madre_nombres, jefe_documento, jefe_nombre,
     establecimiento_nacimiento, seguro, programas, distrito_id, centro_poblado,
     centro_poblado_codigo, direccion, referencia, establecimiento_codigo, establecimiento_id,
     en_fuente_el, fuente, carga_id, fila)
SELECT s.persona_id, s.madre_id, btrim(s.madre_ap_paterno || ' ' || s.madre_ap_materno),
     s.madre_nombres, s.jefe_dni, s.jefe_nombre, s.eess_nacimiento, s.seguro, s.programas,
     s.distrito_id, s.centro_poblado, s.centro_poblado_codigo, s.direccion, s.referencia, s.eess,
     e.codigo, s.creado_el, %(fuente)s, %(carga)s, s.n
FROM staging s LEFT JOIN juntos_establecimiento e ON e.codigo = s.eess
WHERE s.errores = '{}'
ON CONFLICT (persona_id) DO UPDATE SET
    madre_id = EXCLUDED.madre_id, madre_apellidos = EXCLUDED.madre_apellidos,
    madre_nombres = EXCLUDED.madre_nombres, jefe_documento = EXCLUDED.jefe_documento,
    jefe_nombre = EXCLUDED.jefe_nombre,
    establecimiento_nacimiento = EXCLUDED.establecimiento_nacimiento,
    seguro = EXCLUDED.seguro, programas = EXCLUDED.programas,
    distrito_id = EXCLUDED.distrito_id, centro_poblado = EXCLUDED.centro_poblado,
    centro_poblado_codigo = EXCLUDED.centro_poblado_codigo, direccion = EXCLUDED.direccion,
    referencia = EXCLUDED.referencia, establecimiento_codigo = EXCLUDED.establecimiento_codigo,
    establecimiento_id = EXCLUDED.establecimiento_id,
    en_fuente_el = coalesce(captacion_reciennacido.en_fuente_el, EXCLUDED.en_fuente_el),
    carga_id = EXCLUDED.carga_id, fila = EXCLUDED.fila;

ANALYZE captacion_persona (id, dni, codigo_padron);
ANALYZE captacion_reciennacido (id, persona_id, madre_id, jefe_documento);

-- A code that was another child's says nothing of where this one lives.
INSERT INTO por_enlazar (persona_id, fila, duda)
SELECT persona_id, n, nullif(duda, 'codigo_reasignado')
FROM staging WHERE errores = '{}';
