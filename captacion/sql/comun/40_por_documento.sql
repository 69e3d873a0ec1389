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

-- Whose DNI came with too many people: by it nobody is found, until headquarters lifts it.
CREATE UNLOGGED TABLE observada AS
SELECT p.id AS persona_id, p.dni
FROM captacion_documentoobservado d JOIN captacion_persona p ON p.dni = d.documento
WHERE d.levantado_en IS NULL;

ANALYZE observada;

CREATE UNLOGGED TABLE por_documento_propio AS
SELECT e.persona_id, m.hogar_id, h.origen
FROM por_enlazar e
JOIN captacion_miembro m ON m.persona_id = e.persona_id AND m.vinculo_id IS NULL
JOIN captacion_hogar h ON h.id = m.hogar_id AND h.origen IN ('juntos', 'pgh')
WHERE NOT EXISTS (SELECT FROM observada o WHERE o.persona_id = e.persona_id)
  AND NOT EXISTS (
    SELECT FROM captacion_vinculo v
    WHERE v.persona_id = e.persona_id AND v.hogar_id = m.hogar_id AND v.estado = 'descartado');

ANALYZE por_documento_propio;

-- The mother's household, where it can still be the better one.
CREATE UNLOGGED TABLE por_la_madre AS
SELECT c.persona_id, m.hogar_id, h.origen,
    -- most are equal letter by letter: only the others are worth a comparison
    (c.madre_nombres = p.nombres AND c.madre_apellidos = p.ap_paterno || ' ' || p.ap_materno)
    OR nombres_concuerdan(clave_nombre(c.madre_apellidos), clave_nombre(c.madre_nombres),
        clave_nombre(p.ap_paterno || ' ' || p.ap_materno), clave_nombre(p.nombres)) AS concuerda
FROM (
    SELECT e.persona_id, rn.madre_id, rn.madre_apellidos, rn.madre_nombres,
        o.persona_id IS NOT NULL AS con_hogar
    FROM por_enlazar e
    JOIN captacion_reciennacido rn ON rn.persona_id = e.persona_id
    LEFT JOIN (
        SELECT persona_id, bool_or(origen = 'juntos') AS en_juntos
        FROM por_documento_propio GROUP BY persona_id
    ) AS o ON o.persona_id = e.persona_id
    WHERE o.en_juntos IS NOT TRUE AND rn.madre_id IS NOT NULL
) AS c
JOIN captacion_persona p ON p.id = c.madre_id
JOIN captacion_miembro m ON m.persona_id = c.madre_id AND m.vinculo_id IS NULL
JOIN captacion_hogar h ON h.id = m.hogar_id
    AND (h.origen = 'juntos' OR (h.origen = 'pgh' AND NOT c.con_hogar))
WHERE NOT EXISTS (SELECT FROM observada o WHERE o.persona_id = c.madre_id)
  AND NOT EXISTS (
    SELECT FROM captacion_vinculo v
    WHERE v.persona_id = c.persona_id AND v.hogar_id = m.hogar_id AND v.estado = 'descartado');

ANALYZE por_la_madre;

-- The head's, where nothing better speaks without contradiction.
CREATE UNLOGGED TABLE por_el_jefe AS
SELECT c.persona_id, m.hogar_id, h.origen
FROM (
    SELECT e.persona_id, rn.jefe_documento
    FROM por_enlazar e
    JOIN captacion_reciennacido rn ON rn.persona_id = e.persona_id
    WHERE rn.jefe_documento <> ''
      AND NOT EXISTS (SELECT FROM por_documento_propio o WHERE o.persona_id = e.persona_id)
      AND NOT EXISTS (
          SELECT FROM por_la_madre o WHERE o.persona_id = e.persona_id AND o.concuerda)
) AS c
JOIN captacion_persona j ON j.dni = c.jefe_documento
JOIN captacion_miembro m ON m.persona_id = j.id AND m.vinculo_id IS NULL
JOIN captacion_hogar h ON h.id = m.hogar_id AND h.origen IN ('juntos', 'pgh')
WHERE NOT EXISTS (SELECT FROM observada o WHERE o.persona_id = j.id)
  AND NOT EXISTS (
    SELECT FROM captacion_vinculo v
    WHERE v.persona_id = c.persona_id AND v.hogar_id = m.hogar_id AND v.estado = 'descartado');

CREATE UNLOGGED TABLE candidato AS
SELECT persona_id, hogar_id, 'propio_' || origen AS regla, true AS concuerda,
    CASE origen WHEN 'juntos' THEN 0 ELSE 2 END AS prioridad
FROM por_documento_propio
UNION ALL
SELECT persona_id, hogar_id, 'madre_' || origen, concuerda,
    CASE origen WHEN 'juntos' THEN 1 ELSE 3 END
FROM por_la_madre
UNION ALL
SELECT persona_id, hogar_id, 'jefe_' || origen, true, CASE origen WHEN 'juntos' THEN 4 ELSE 6 END
FROM por_el_jefe;

ANALYZE candidato;

CREATE UNLOGGED TABLE con_varios AS
SELECT persona_id FROM candidato GROUP BY persona_id HAVING count(*) > 1;

ANALYZE con_varios;

CREATE UNLOGGED TABLE eleccion AS
SELECT c.persona_id, c.hogar_id, c.regla, c.prioridad, e.fila,
    CASE WHEN c.prioridad >= 4 THEN 'jefe_solo'
         WHEN NOT c.concuerda THEN 'nombre_discorde'
         WHEN c.hogares > 1 THEN 'dos_hogares'
         ELSE e.duda END AS duda,
    c.orden, NULL::double precision AS puntaje, NULL::jsonb AS aportes
FROM (
    SELECT *, 1 AS hogares, 1 AS orden FROM candidato c
    WHERE NOT EXISTS (SELECT FROM con_varios o WHERE o.persona_id = c.persona_id)
    UNION ALL
    SELECT persona_id, hogar_id, regla, concuerda, prioridad, hogares,
        row_number() OVER (PARTITION BY persona_id ORDER BY prioridad, hogar_id)
    FROM (
        SELECT *, min(prioridad) OVER (PARTITION BY persona_id) AS mejor,
            count(*) OVER (PARTITION BY persona_id, prioridad) AS hogares
        FROM (
            SELECT DISTINCT ON (persona_id, hogar_id) c.*
            FROM candidato c JOIN con_varios USING (persona_id)
            ORDER BY persona_id, hogar_id, NOT concuerda, prioridad
        ) AS distinto
    ) AS posible
    WHERE prioridad = mejor
) AS c
JOIN por_enlazar e USING (persona_id);

ANALYZE eleccion;
