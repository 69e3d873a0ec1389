-- Pairs of records that may be one person, among whoever this load speaks of. Each pair is told once:
-- what a person decided of it stands, whatever comes later.

CREATE UNLOGGED TABLE de_esta_carga AS
SELECT DISTINCT ON (persona_id) persona_id, n
FROM (
    SELECT persona_id, n FROM staging WHERE errores = '{}' AND persona_id IS NOT NULL
    UNION ALL
    SELECT rn.madre_id, s.n FROM staging s JOIN captacion_reciennacido rn USING (persona_id)
    WHERE s.errores = '{}' AND rn.madre_id IS NOT NULL
) AS nombrada
ORDER BY persona_id, n DESC;

ANALYZE de_esta_carga;

CREATE UNLOGGED TABLE sospecha
    (persona_id bigint, otra_id bigint, n int, regla text, niveles jsonb);

-- A woman whom only files of births and pregnancies tell of, with a name told in full.
CREATE UNLOGGED TABLE mujer_sola AS
SELECT p.id, p.dni, p.otro_documento, p.clave_nombre, p.fecha_nacimiento, t.n
FROM de_esta_carga t
JOIN captacion_persona p ON p.id = t.persona_id
WHERE p.sexo <> 'M' AND p.ap_paterno <> '' AND p.ap_materno <> '' AND p.nombres <> ''
  AND num_nonnulls(p.dni, p.otro_documento) > 0
  AND (EXISTS (SELECT FROM captacion_reciennacido rn WHERE rn.madre_id = p.id)
       OR EXISTS (SELECT FROM captacion_gestante g WHERE g.persona_id = p.id))
  AND NOT EXISTS (
      SELECT FROM captacion_miembro m JOIN captacion_hogar h ON h.id = m.hogar_id
      WHERE m.persona_id = p.id AND m.vinculo_id IS NULL AND h.origen <> 'provisional');

-- A member that a register of households tells now, in the other direction. Who was one already has
-- been looked for by the load that brought the other.
CREATE UNLOGGED TABLE miembro_nombrado AS
SELECT p.id, p.dni, p.clave_nombre, p.fecha_nacimiento, t.n
FROM (SELECT DISTINCT persona_id FROM staging WHERE errores = '{}' AND hogar_id IS NOT NULL) AS m
JOIN de_esta_carga t USING (persona_id)
JOIN captacion_persona p ON p.id = persona_id
WHERE p.sexo <> 'M' AND p.dni IS NOT NULL
  AND p.ap_paterno <> '' AND p.ap_materno <> '' AND p.nombres <> '';

ANALYZE mujer_sola;
ANALYZE miembro_nombrado;

-- Her DNI with one slip of the hand, under the same name. Of a few people every slip is looked up;
-- of many, all who share their name are read once. `|| ''` keeps the index of name parts out: it is
-- for searches, and slow at equality.
CREATE UNLOGGED TABLE casi_igual AS
SELECT s.id AS sola_id, q.id AS miembro_id, s.n
FROM mujer_sola s
CROSS JOIN LATERAL dni_parecidos(s.dni) AS parecido
JOIN captacion_persona q ON q.dni = parecido AND q.clave_nombre || '' = s.clave_nombre
WHERE (SELECT count(*) FROM mujer_sola) <= 1000
UNION
SELECT s.id, q.id, s.n
FROM mujer_sola s
JOIN captacion_persona q ON q.clave_nombre || '' = s.clave_nombre AND dni_casi_igual(q.dni, s.dni)
WHERE (SELECT count(*) FROM mujer_sola) > 1000
UNION
SELECT q.id, m.id, m.n
FROM miembro_nombrado m
CROSS JOIN LATERAL dni_parecidos(m.dni) AS parecido
JOIN captacion_persona q ON q.dni = parecido AND q.clave_nombre || '' = m.clave_nombre
WHERE (SELECT count(*) FROM miembro_nombrado) <= 1000
UNION
SELECT q.id, m.id, m.n
FROM (
    SELECT madre_id AS id FROM captacion_reciennacido WHERE madre_id IS NOT NULL
    UNION
    SELECT persona_id FROM captacion_gestante
) AS mujer
JOIN captacion_persona q USING (id)
JOIN miembro_nombrado m ON m.clave_nombre = q.clave_nombre || '' AND dni_casi_igual(q.dni, m.dni)
WHERE (SELECT count(*) FROM miembro_nombrado) > 1000;

INSERT INTO sospecha
SELECT m.id, s.id, c.n, 'dni_casi_igual', jsonb_build_object(
    'documento', 'casi_igual', 'nombre', 'igual', 'fecha_nacimiento',
    CASE WHEN s.fecha_nacimiento IS NULL OR m.fecha_nacimiento IS NULL THEN 'falta'
         WHEN s.fecha_nacimiento = m.fecha_nacimiento THEN 'igual' ELSE 'distinta' END)
FROM casi_igual c
JOIN captacion_persona s ON s.id = c.sola_id
JOIN captacion_persona m ON m.id = c.miembro_id
WHERE m.sexo <> 'M' AND s.sexo <> 'M'
  AND EXISTS (
      SELECT FROM captacion_miembro i JOIN captacion_hogar h ON h.id = i.hogar_id
      WHERE i.persona_id = m.id AND i.vinculo_id IS NULL AND h.origen <> 'provisional')
  AND NOT EXISTS (
      SELECT FROM captacion_miembro i JOIN captacion_hogar h ON h.id = i.hogar_id
      WHERE i.persona_id = s.id AND i.vinculo_id IS NULL AND h.origen <> 'provisional')
  AND (EXISTS (SELECT FROM captacion_reciennacido rn WHERE rn.madre_id = s.id)
       OR EXISTS (SELECT FROM captacion_gestante g WHERE g.persona_id = s.id));

-- One woman with a DNI and another document, whichever of the two this load tells of. Those without
-- a DNI are few, with an index of their own; who has one is looked for only when one of them comes.
CREATE UNLOGGED TABLE extranjera AS
SELECT q.id, q.clave_nombre, q.fecha_nacimiento, t.n
FROM de_esta_carga t
JOIN captacion_persona q ON q.id = t.persona_id
WHERE q.dni IS NULL AND q.otro_documento IS NOT NULL AND q.fecha_nacimiento IS NOT NULL;

ANALYZE extranjera;

INSERT INTO sospecha
SELECT p.id, q.id, dos.n, 'dos_documentos', jsonb_build_object(
    'documento', 'otro_tipo', 'nombre', 'igual', 'fecha_nacimiento', 'igual')
FROM (
    SELECT p.id AS persona_id, q.id AS otra_id, t.n
    FROM de_esta_carga t
    JOIN captacion_persona p ON p.id = t.persona_id
    JOIN captacion_persona q
        ON q.fecha_nacimiento = p.fecha_nacimiento AND q.clave_nombre || '' = p.clave_nombre || ''
       AND q.dni IS NULL AND q.otro_documento IS NOT NULL
    UNION
    SELECT p.id, q.id, q.n
    FROM extranjera q
    JOIN captacion_persona p
        ON p.fecha_nacimiento = q.fecha_nacimiento AND p.clave_nombre || '' = q.clave_nombre
    WHERE EXISTS (SELECT FROM extranjera)
) AS dos
JOIN captacion_persona p ON p.id = persona_id AND p.dni IS NOT NULL AND p.otro_documento IS NULL
JOIN captacion_persona q ON q.id = otra_id
WHERE q.ap_paterno <> '' AND q.nombres <> '' AND (p.sexo = q.sexo OR p.sexo = '' OR q.sexo = '');

-- One child with a CNV and a DNI. Twins of one sex share mother and day: they have two names, two
-- documents of one kind or two codes, and a third child of that day leaves none to be told apart.
CREATE UNLOGGED TABLE del_mismo_dia AS
WITH nacida AS MATERIALIZED (
    SELECT rn.persona_id, rn.madre_id, rn.codigo_padron, t.n
    FROM de_esta_carga t JOIN captacion_reciennacido rn USING (persona_id)
    WHERE rn.madre_id IS NOT NULL
)
SELECT a.persona_id AS una_id, b.persona_id AS otra_id, a.n, a.madre_id, p.dni,
    es_nombre_provisional(p.nombres) OR es_nombre_provisional(q.nombres) AS sin_nombre
FROM nacida a
JOIN captacion_reciennacido b ON b.madre_id = a.madre_id AND b.persona_id <> a.persona_id
JOIN captacion_persona p ON p.id = a.persona_id
JOIN captacion_persona q ON q.id = b.persona_id AND q.fecha_nacimiento = p.fecha_nacimiento
WHERE (p.sexo = q.sexo OR p.sexo = '' OR q.sexo = '')
  AND mismo_nombre_o_provisional(p.nombres, q.nombres)
  AND num_nonnulls(p.dni, q.dni) < 2 AND num_nonnulls(p.cnv, q.cnv) < 2
  AND num_nonnulls(p.cui, q.cui) < 2 AND num_nonnulls(a.codigo_padron, b.codigo_padron) < 2
  AND (NOT (es_nombre_provisional(p.nombres) OR es_nombre_provisional(q.nombres))
       OR (num_nonnulls(p.dni, q.dni) = 1 AND num_nonnulls(p.cnv, q.cnv) = 1
           AND (p.dni IS NULL) <> (p.cnv IS NULL)));

INSERT INTO sospecha
SELECT CASE WHEN dni IS NOT NULL THEN una_id ELSE otra_id END,
    CASE WHEN dni IS NOT NULL THEN otra_id ELSE una_id END, n, 'mismo_nacimiento',
    jsonb_build_object('madre', 'igual', 'fecha_nacimiento', 'igual',
        'nombre', CASE WHEN sin_nombre THEN 'falta' ELSE 'igual' END)
FROM del_mismo_dia d
WHERE NOT EXISTS (
    SELECT FROM captacion_reciennacido rn
    JOIN captacion_persona r ON r.id = rn.persona_id
    JOIN captacion_persona p ON p.id = d.una_id
    WHERE d.sin_nombre AND rn.madre_id = d.madre_id AND r.id NOT IN (d.una_id, d.otra_id)
      AND r.fecha_nacimiento = p.fecha_nacimiento);

-- The weights, in bits: what each level says for (or against) the two being one.
INSERT INTO captacion_duplicado
    (persona_id, otra_id, regla, estado, puntaje, aportes, carga_id, fila)
SELECT persona_id, otra_id, regla, 'por_revisar', puntaje, aportes, %(carga)s, n
FROM (
    SELECT DISTINCT ON (least(s.persona_id, s.otra_id), greatest(s.persona_id, s.otra_id))
        s.persona_id, s.otra_id, s.regla, s.n, w.puntaje, w.aportes
    FROM sospecha s
    CROSS JOIN LATERAL (
        SELECT sum(b.peso) AS puntaje,
            jsonb_object_agg(campo, jsonb_build_object('nivel', nivel, 'peso', b.peso)) AS aportes
        FROM jsonb_each_text(s.niveles) AS dicho (campo, nivel)
        JOIN (VALUES
            ('documento', 'casi_igual', 14), ('documento', 'otro_tipo', 0), ('nombre', 'igual', 10),
            ('nombre', 'falta', 0), ('fecha_nacimiento', 'igual', 12),
            ('fecha_nacimiento', 'falta', 0), ('fecha_nacimiento', 'distinta', -6),
            ('madre', 'igual', 8)
        ) AS b (campo, nivel, peso) USING (campo, nivel)
    ) AS w
    WHERE NOT EXISTS (
        SELECT FROM captacion_duplicado d
        WHERE d.estado = 'confirmado' AND d.otra_id IN (s.persona_id, s.otra_id))
    ORDER BY least(s.persona_id, s.otra_id), greatest(s.persona_id, s.otra_id), w.puntaje DESC,
        s.regla, s.n, s.persona_id
) AS par
ON CONFLICT DO NOTHING;
