-- Whom no document places for sure, as her file tells of her: the mother of a newborn, a pregnant
-- woman. With a register of households also everybody who still waits in a provisional one: the
-- family that this file brings may be theirs, and the row that tells of it is its own. Not the
-- children who are too old to be captured: they are people of their household, if a document says
-- which (DOMAIN §5).

CREATE UNLOGGED TABLE tocado AS
SELECT hogar_id, persona_id, max(n) AS n FROM staging
WHERE %(de_registro)s AND errores = '{}' AND hogar_id IS NOT NULL
GROUP BY hogar_id, persona_id;

ANALYZE tocado;

CREATE UNLOGGED TABLE por_parecido AS
SELECT e.persona_id, e.fila, e.duda
FROM por_enlazar e
JOIN captacion_persona p ON p.id = e.persona_id
LEFT JOIN captacion_reciennacido rn ON rn.persona_id = e.persona_id
WHERE NOT EXISTS (SELECT FROM eleccion n WHERE n.persona_id = e.persona_id AND n.duda IS NULL)
  AND (rn.id IS NULL
       OR %(hoy)s::date - p.fecha_nacimiento BETWEEN 0 AND %(edad_maxima_captacion)s
       OR EXISTS (SELECT FROM captacion_captacion c WHERE c.persona_id = e.persona_id))
  AND NOT EXISTS (
      SELECT FROM captacion_vinculo v
      WHERE v.persona_id = e.persona_id AND v.estado = 'automatico' AND v.regla <> 'provisional')
UNION ALL
SELECT DISTINCT c.persona_id, NULL::int, NULL
FROM captacion_captacion c
JOIN captacion_hogar h ON h.id = c.hogar_id AND h.origen = 'provisional'
WHERE %(de_registro)s AND c.afiliada_el IS NULL
  AND NOT EXISTS (SELECT FROM por_enlazar e WHERE e.persona_id = c.persona_id)
  AND NOT EXISTS (
      SELECT FROM captacion_vinculo v WHERE v.persona_id = c.persona_id AND v.estado = 'confirmado');

ANALYZE por_parecido;

CREATE UNLOGGED TABLE ficha_nueva AS
SELECT f.persona_id AS id,
    CASE WHEN NOT EXISTS (SELECT FROM observada o WHERE o.dni = f.documento) THEN f.documento END
        AS documento,
    f.paterno, f.materno, f.nombres, f.nacimiento,
    (SELECT array_agg(t.numero::text) FROM captacion_telefono t
     WHERE t.persona_id = f.mujer_id) AS telefonos,
    nullif(f.lugar, '') AS lugar, f.distrito, nullif(f.direccion, '') AS direccion,
    nullif(f.jefe, '') AS jefe
FROM (
    -- Two surnames came as one text: the last word is the second, whatever particles stand before.
    SELECT x.persona_id, coalesce(rn.madre_id, x.persona_id) AS mujer_id, m.dni AS documento,
        CASE WHEN rn.madre_apellidos LIKE '%% %%'
             THEN left(rn.madre_apellidos, -1 - length(split_part(rn.madre_apellidos, ' ', -1)))
             ELSE rn.madre_apellidos END AS paterno,
        CASE WHEN rn.madre_apellidos LIKE '%% %%'
             THEN split_part(rn.madre_apellidos, ' ', -1) ELSE '' END AS materno,
        rn.madre_nombres AS nombres, NULL::date AS nacimiento,
        rn.centro_poblado_codigo AS lugar, rn.distrito_id AS distrito, rn.direccion,
        rn.jefe_documento AS jefe
    FROM por_parecido x
    JOIN captacion_reciennacido rn ON rn.persona_id = x.persona_id
    LEFT JOIN captacion_persona m ON m.id = rn.madre_id
    UNION ALL
    -- Her last pregnancy says where she lives.
    (
        SELECT DISTINCT ON (x.persona_id) x.persona_id, x.persona_id, p.dni, p.ap_paterno,
            p.ap_materno, p.nombres, p.fecha_nacimiento, g.centro_poblado_codigo, g.distrito_id,
            g.direccion, NULL
        FROM por_parecido x
        JOIN captacion_gestante g ON g.persona_id = x.persona_id
        JOIN captacion_persona p ON p.id = x.persona_id
        WHERE NOT EXISTS (
            SELECT FROM captacion_reciennacido rn WHERE rn.persona_id = x.persona_id)
        ORDER BY x.persona_id, g.fur DESC
    )
) AS f;

ANALYZE ficha_nueva;

CREATE UNLOGGED TABLE buscada AS
SELECT id, documento, distrito, nacimiento, telefonos,
    string_to_array(clave_nombre(concat_ws(' ', paterno, materno, nombres)), ' ') AS palabras,
    llave_nombre(paterno, materno, nombres) AS nombre,
    llave_lugar(lugar, paterno, split_part(nombres, ' ', 1)) AS por_paterno,
    llave_lugar(lugar, materno, split_part(nombres, ' ', 1)) AS por_materno
FROM ficha_nueva;

ANALYZE buscada;
