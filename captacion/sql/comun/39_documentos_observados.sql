-- A DNI that comes with too many different people is nobody's: as a mother's with too many names, as
-- a head of family's with too many, as one member's of too many households of a register. It is put
-- down for headquarters; one that they lifted comes back only with more people than they saw.

CREATE UNLOGGED TABLE documento_de_muchos AS
WITH con_muchos_hijos AS (
    SELECT rn.madre_id
    FROM (
        SELECT DISTINCT rn.madre_id FROM staging s JOIN captacion_reciennacido rn USING (persona_id)
        WHERE s.errores = '{}' AND rn.madre_id IS NOT NULL
    ) AS traida
    JOIN captacion_reciennacido rn USING (madre_id)
    GROUP BY rn.madre_id
    HAVING count(*) > %(cruce_personas_por_documento)s
), de_madre AS (
    SELECT p.dni AS documento,
        count(DISTINCT clave_nombre(rn.madre_apellidos || ' ' || rn.madre_nombres)) AS personas
    FROM con_muchos_hijos
    JOIN captacion_persona p ON p.id = madre_id AND p.dni IS NOT NULL
    JOIN captacion_reciennacido rn USING (madre_id)
    WHERE rn.madre_apellidos <> '' OR rn.madre_nombres <> ''
    GROUP BY p.dni
), de_miembro AS (
    SELECT p.dni AS documento, max(hogares) AS personas
    FROM (
        SELECT m.persona_id, h.origen, count(*) AS hogares
        FROM (SELECT DISTINCT persona_id FROM staging WHERE errores = '{}' AND hogar_id IS NOT NULL) AS s
        JOIN captacion_miembro m USING (persona_id)
        JOIN captacion_hogar h ON h.id = m.hogar_id AND h.origen IN ('juntos', 'pgh')
        WHERE m.vinculo_id IS NULL
        GROUP BY m.persona_id, h.origen
        HAVING count(*) > %(cruce_personas_por_documento)s
    ) AS en_muchos
    JOIN captacion_persona p ON p.id = en_muchos.persona_id
    WHERE p.dni IS NOT NULL
    GROUP BY p.dni
), jefe AS (
    SELECT rn.jefe_documento, rn.jefe_nombre, count(*) OVER (PARTITION BY rn.jefe_documento) AS veces
    FROM staging s JOIN captacion_reciennacido rn USING (persona_id)
    WHERE s.errores = '{}' AND rn.jefe_documento <> '' AND rn.jefe_nombre <> ''
), de_jefe AS (
    -- there is no index by a head's document: what this load tells, as far as it tells
    SELECT jefe_documento AS documento, count(DISTINCT clave_nombre(jefe_nombre)) AS personas
    FROM jefe WHERE veces > %(cruce_personas_por_documento)s
    GROUP BY jefe_documento
)
SELECT documento, max(personas) AS personas
FROM (
    SELECT * FROM de_madre UNION ALL SELECT * FROM de_miembro UNION ALL SELECT * FROM de_jefe
) AS visto
WHERE personas > %(cruce_personas_por_documento)s
GROUP BY documento;

WITH vuelto AS (
    UPDATE captacion_documentoobservado d SET
        personas = m.personas, levantado_en = NULL, levantado_por_id = NULL,
        carga_id = %(carga)s, observado_el = %(hoy)s::date
    FROM documento_de_muchos m, captacion_documentoobservado antes
    WHERE d.documento = m.documento AND m.personas > d.personas AND antes.id = d.id
    RETURNING d.id, antes.levantado_en IS NOT NULL AS estaba_levantado
), nuevo AS (
    INSERT INTO captacion_documentoobservado (documento, personas, carga_id, observado_el)
    SELECT documento, personas, %(carga)s, %(hoy)s::date
    FROM documento_de_muchos
    ON CONFLICT (documento) DO NOTHING
    RETURNING id
)
INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
SELECT 'captacion.documentoobservado', id, '', 'observado', 'Lo traen demasiadas personas distintas',
    now(), %(sistema)s
FROM nuevo
UNION ALL
SELECT 'captacion.documentoobservado', id, 'levantado', 'observado', 'Lo trae más gente que antes', now(),
    %(sistema)s
FROM vuelto WHERE estaba_levantado;
