-- Pairs to learn from, by what brought them together: `documento` (the mother's document is that of
-- a register's member), `nombre` (their names sound alike) and `azar` (two women, by chance).

CREATE UNLOGGED TABLE ficha_nueva AS
SELECT rn.id * 2 AS id, m.dni AS documento, rn.madre_apellidos AS paterno, ''::text AS materno,
    rn.madre_nombres AS nombres, NULL::date AS nacimiento,
    ARRAY(SELECT numero FROM captacion_telefono t
          WHERE t.persona_id = m.id AND t.fuente = rn.fuente)::text[] AS telefonos,
    rn.centro_poblado_codigo AS lugar, rn.distrito_id AS distrito, rn.direccion,
    rn.jefe_documento AS jefe, m.id AS persona_id
FROM captacion_reciennacido rn
LEFT JOIN captacion_persona m ON m.id = rn.madre_id
WHERE rn.madre_apellidos <> ''
ORDER BY hashint8(rn.id)
LIMIT %(muestra)s;

-- A pregnant woman's names are kept once, those of the register too: hers are compared only with
-- those of other people, and her document with nobody's.
INSERT INTO ficha_nueva
SELECT g.id * 2 + 1, NULL, p.ap_paterno, p.ap_materno, p.nombres, p.fecha_nacimiento,
    ARRAY(SELECT numero FROM captacion_telefono t
          WHERE t.persona_id = p.id AND t.fuente = g.fuente)::text[],
    g.centro_poblado_codigo, g.distrito_id, g.direccion, NULL, p.id
FROM captacion_gestante g
JOIN captacion_persona p ON p.id = g.persona_id
WHERE NOT EXISTS (
    SELECT FROM captacion_miembro m WHERE m.persona_id = p.id AND m.vinculo_id IS NULL)
ORDER BY hashint8(g.id)
LIMIT %(muestra)s;

ANALYZE ficha_nueva;

CREATE UNLOGGED TABLE juntado AS
SELECT f.id AS nueva, m.id AS registro, 'documento' AS grupo
FROM ficha_nueva f
JOIN captacion_miembro m ON m.persona_id = f.persona_id AND m.vinculo_id IS NULL
JOIN captacion_hogar h ON h.id = m.hogar_id AND h.origen <> 'provisional'
WHERE f.documento IS NOT NULL;

-- A key of a great many says little, and would be most of the pairs.
INSERT INTO juntado
SELECT f.id, m.id, 'nombre'
FROM (
    SELECT id, llave_nombre(paterno, materno, nombres) AS llave FROM ficha_nueva
) AS f
JOIN captacion_miembro m ON m.llave_nombre = f.llave AND m.vinculo_id IS NULL
WHERE NOT EXISTS (
    SELECT FROM captacion_miembro o WHERE o.llave_nombre = f.llave OFFSET %(cruce_bloque)s);

WITH mujer AS (
    SELECT m.id, row_number() OVER (ORDER BY hashint8(m.id)) - 1 AS n, count(*) OVER () AS total
    FROM captacion_miembro m
    JOIN captacion_persona p ON p.id = m.persona_id AND p.sexo = 'F'
    JOIN captacion_hogar h ON h.id = m.hogar_id AND h.origen <> 'provisional'
    WHERE m.vinculo_id IS NULL
), nueva AS (
    SELECT id, persona_id, row_number() OVER (ORDER BY hashint8(id)) AS n FROM ficha_nueva
), al_azar AS (
    SELECT DISTINCT v.id AS nueva, v.persona_id,
        (abs(hashint8(v.n * 100 + vez)) %% (SELECT total FROM mujer LIMIT 1)) AS n
    FROM nueva v, generate_series(1, %(al_azar)s) AS vez
)
INSERT INTO juntado
SELECT a.nueva, w.id, 'azar'
FROM al_azar a
JOIN mujer w ON w.n = a.n
JOIN captacion_miembro m ON m.id = w.id
WHERE m.persona_id IS DISTINCT FROM a.persona_id;

CREATE UNLOGGED TABLE par AS SELECT DISTINCT nueva, registro FROM juntado;

CREATE UNLOGGED TABLE ficha_registro AS
SELECT m.id, p.dni AS documento, p.ap_paterno AS paterno, p.ap_materno AS materno, p.nombres,
    p.fecha_nacimiento AS nacimiento, t.telefonos, h.centro_poblado_codigo AS lugar,
    h.distrito_id AS distrito, h.direccion, d.documentos
FROM (SELECT DISTINCT registro FROM par) AS r
JOIN captacion_miembro m ON m.id = r.registro
JOIN captacion_persona p ON p.id = m.persona_id
JOIN captacion_hogar h ON h.id = m.hogar_id
CROSS JOIN LATERAL (
    SELECT array_agg(o.dni ORDER BY o.dni)::text[] AS documentos, array_agg(o.id) AS personas
    FROM captacion_miembro c
    JOIN captacion_persona o ON o.id = c.persona_id
    WHERE c.hogar_id = m.hogar_id AND c.vinculo_id IS NULL
) AS d
CROSS JOIN LATERAL (
    SELECT array_agg(numero)::text[] AS telefonos FROM captacion_telefono t
    WHERE t.persona_id = ANY (d.personas) AND t.fuente IN ('juntos', 'pgh')
) AS t;

ANALYZE ficha_registro;
ANALYZE par;
