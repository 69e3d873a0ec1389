-- `total` children born along the last three years and a fifth of that in pregnancies, each with the care
-- that the sources told of them: of ten items that were due, some eight were recorded, most in time.

CREATE TEMP TABLE origen AS
SELECT (SELECT min(ubigeo) FROM juntos_distrito) AS distrito, (SELECT max(id) FROM captacion_carga) AS carga,
    %(total)s::integer AS total;

INSERT INTO captacion_persona
    (dni, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento, lengua, carga_id, fila)
SELECT lpad(g::text, 8, '0'), 'QUISPE', 'MAMANI', 'ROSA', 'F', current_date - (g::bigint * 7919 %% 1095)::integer, '2',
    o.carga, g
FROM origen o, generate_series(1, o.total) g;

INSERT INTO captacion_reciennacido
    (persona_id, distrito_id, centro_poblado, centro_poblado_codigo, direccion, referencia,
     establecimiento_codigo, fuente, carga_id, fila, jefe_documento, jefe_nombre,
     establecimiento_nacimiento, seguro, programas, madre_apellidos, madre_nombres, lengua)
SELECT p.id, o.distrito, '', '', '', '', '', 'padron_nominal', o.carga, 1, '', '', '', '', '', '', '', ''
FROM origen o, captacion_persona p;

CREATE TEMP TABLE mujer AS
WITH nueva AS (
    INSERT INTO captacion_persona
        (dni, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento, lengua, carga_id, fila)
    SELECT lpad((90000000 + g)::text, 8, '0'), 'QUISPE', 'MAMANI', 'JULIA', 'F', DATE '1995-05-05', '2', o.carga, g
    FROM origen o, generate_series(1, o.total / 5) g
    RETURNING id
)
SELECT id FROM nueva;

INSERT INTO captacion_gestante
    (persona_id, fur, fpp, origen_fur, distrito_id, centro_poblado, centro_poblado_codigo, direccion,
     referencia, establecimiento_codigo, fuente, carga_id, fila)
SELECT m.id, current_date - (m.id %% 300)::integer, current_date - (m.id %% 300)::integer + 280, 'fur', o.distrito,
    '', '', '', '', '', 'sis_gestantes', o.carga, 1
FROM origen o, mujer m;

-- The day on which each rule's care would be given, by the middle of its window; chains by their ages.
CREATE TEMP TABLE cuando AS
SELECT DISTINCT ON (i.sujeto, r.item_id, dia) i.sujeto, r.item_id, dia
FROM afiliacion_regla r
JOIN afiliacion_norma n ON n.id = r.norma_id AND n.vigente_hasta IS NULL
JOIN afiliacion_itemcuidado i ON i.codigo = r.item_id
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN r.referencia = 'dosis_previa' THEN 60 * r.dosis
        WHEN r.unidad = 'meses' THEN (r.desde * 30.4375)::integer + 10
        WHEN n.materia = 'vacunas' THEN r.desde + 5
        ELSE r.desde + least(20, (r.hasta - r.desde) / 2) END AS dia
) d
WHERE r.alternativa IN ('', 'hierro_preventivo');

CREATE TEMP TABLE sujeto AS
SELECT p.id AS persona, 'nino' AS sujeto, p.fecha_nacimiento AS cero
FROM captacion_persona p WHERE p.dni < '9'
UNION ALL
SELECT persona_id, 'gestante', fur FROM captacion_gestante;

INSERT INTO afiliacion_cuidado
    (persona_id, item_id, dado_el, conocido_el, dado, origen, registrado_por_id, evidencia, anulado_motivo)
SELECT s.persona, c.item_id, d.el, d.el, true, 'visita', (SELECT min(id) FROM juntos_usuario), 'carne', ''
FROM sujeto s
JOIN cuando c USING (sujeto)
CROSS JOIN LATERAL (SELECT s.cero + c.dia + (hashtext(s.persona || c.item_id || c.dia) %% 10) AS el) d
WHERE d.el BETWEEN s.cero AND current_date
  AND hashtext(c.dia || c.item_id || s.persona) %% 10 NOT IN (0, 5)
ORDER BY s.persona
ON CONFLICT DO NOTHING;

DROP TABLE origen, mujer, cuando, sujeto;
