-- The household of each person of por_enlazar, by exact documents. What a person decided stays.
-- Order: JUNTOS before the PGH; in each, the own document before the mother's (DOMAIN §1, ADR 6).
-- The family head's document only proposes: he may live elsewhere.

DELETE FROM por_enlazar e
USING captacion_vinculo v
WHERE v.persona_id = e.persona_id AND v.estado = 'confirmado';

-- A doubt about who the person is lasts until a person settles it.
UPDATE por_enlazar e SET duda = v.duda
FROM captacion_vinculo v
WHERE v.persona_id = e.persona_id AND e.duda IS NULL AND v.estado = 'por_revisar'
  AND v.duda IN ('identidad_ambigua', 'nombre_discorde') AND v.regla LIKE 'propio%%';

ANALYZE por_enlazar;

CREATE TEMP TABLE candidato ON COMMIT DROP AS
WITH pista AS (
    SELECT e.persona_id, e.persona_id AS por, 'propio' AS quien, true AS concuerda
    FROM por_enlazar e
    UNION ALL
    SELECT e.persona_id, rn.madre_id, 'madre',
        -- most are equal letter by letter: only the others are worth a comparison
        (rn.madre_nombres = m.nombres AND rn.madre_apellidos = m.ap_paterno || ' ' || m.ap_materno)
        OR nombres_concuerdan(clave_nombre(rn.madre_apellidos), clave_nombre(rn.madre_nombres),
            clave_nombre(m.ap_paterno || ' ' || m.ap_materno), clave_nombre(m.nombres))
    FROM por_enlazar e
    JOIN captacion_reciennacido rn ON rn.persona_id = e.persona_id
    JOIN captacion_persona m ON m.id = rn.madre_id
    UNION ALL
    SELECT e.persona_id, j.id, 'jefe', true
    FROM por_enlazar e
    JOIN captacion_reciennacido rn ON rn.persona_id = e.persona_id
    JOIN captacion_persona j ON j.dni = rn.jefe_documento
)
SELECT p.persona_id, m.hogar_id, p.quien || '_' || h.origen AS regla, p.concuerda,
    CASE p.quien WHEN 'jefe' THEN 4 ELSE 0 END
        + CASE h.origen WHEN 'juntos' THEN 0 ELSE 2 END
        + CASE p.quien WHEN 'madre' THEN 1 ELSE 0 END AS prioridad
FROM pista p
JOIN captacion_miembro m ON m.persona_id = p.por AND m.vinculo_id IS NULL
JOIN captacion_hogar h ON h.id = m.hogar_id AND h.origen IN ('juntos', 'pgh')
WHERE NOT EXISTS (
    SELECT FROM captacion_vinculo v
    WHERE v.persona_id = p.persona_id AND v.hogar_id = m.hogar_id AND v.estado = 'descartado');

ANALYZE candidato;

CREATE TEMP TABLE eleccion ON COMMIT DROP AS
SELECT persona_id, hogar_id, regla, prioridad, fila,
    CASE WHEN mejor >= 4 THEN 'jefe_solo'
         WHEN NOT concuerda THEN 'nombre_discorde'
         WHEN hogares > 1 THEN 'dos_hogares'
         ELSE duda END AS duda,
    row_number() OVER (PARTITION BY persona_id ORDER BY prioridad, hogar_id) AS orden
FROM (
    SELECT c.*, e.fila, e.duda,
        min(c.prioridad) OVER persona AS mejor,
        count(*) OVER (PARTITION BY c.persona_id, c.prioridad) AS hogares
    FROM (
        SELECT DISTINCT ON (persona_id, hogar_id) *
        FROM candidato ORDER BY persona_id, hogar_id, NOT concuerda, prioridad
    ) AS c
    JOIN por_enlazar e USING (persona_id)
    WINDOW persona AS (PARTITION BY c.persona_id)
) AS posible
WHERE prioridad = mejor;

ANALYZE eleccion;

-- Links that a better one replaces: only a sure one does.
CREATE TEMP TABLE reemplazo ON COMMIT DROP AS
SELECT v.id, v.persona_id, v.hogar_id AS de_hogar
FROM captacion_vinculo v
JOIN eleccion n ON n.persona_id = v.persona_id AND n.duda IS NULL
WHERE v.estado = 'automatico' AND v.hogar_id <> n.hogar_id;

-- The same household again is the same link: nothing to write.
DELETE FROM eleccion n
USING captacion_vinculo v
WHERE v.persona_id = n.persona_id AND v.hogar_id = n.hogar_id
  AND v.estado IN ('automatico', 'confirmado');

-- A doubt does not unsettle a link to a register that stands.
DELETE FROM eleccion n
USING captacion_vinculo v
WHERE v.persona_id = n.persona_id AND n.duda IS NOT NULL
  AND v.estado = 'automatico' AND v.regla <> 'provisional';

DELETE FROM captacion_miembro m USING reemplazo r WHERE m.vinculo_id = r.id;

-- Open candidates give way to a sure link; a candidate that still holds keeps its place.
WITH movido AS (
    UPDATE captacion_vinculo v SET estado = 'reemplazado' FROM reemplazo r WHERE v.id = r.id
    RETURNING v.id, 'automatico' AS de
), superado AS (
    UPDATE captacion_vinculo v SET estado = 'reemplazado'
    FROM eleccion n
    WHERE v.persona_id = n.persona_id AND v.estado = 'por_revisar' AND n.duda IS NULL
    RETURNING v.id, 'por_revisar' AS de
)
INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
SELECT 'captacion.vinculo', id, de, 'reemplazado', 'Un padrón nombra su hogar', now(), %(sistema)s
FROM (SELECT * FROM movido UNION ALL SELECT * FROM superado) AS cambio;

INSERT INTO captacion_vinculo (persona_id, hogar_id, regla, estado, duda, orden, carga_id, fila)
SELECT persona_id, hogar_id, regla, CASE WHEN duda IS NULL THEN 'automatico' ELSE 'por_revisar' END,
    coalesce(duda, ''), orden, %(carga)s, fila
FROM eleccion
ON CONFLICT (persona_id, hogar_id) WHERE estado <> 'reemplazado' DO NOTHING;

ANALYZE captacion_vinculo (persona_id, hogar_id, estado);
