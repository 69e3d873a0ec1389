-- %(hogares)s user households with their titular; of sixteen, five have a child, born from fourteen
-- months to a month ago, owed 24 items a fortnight apart: of forty, one unknown; of sixty, one late.

CREATE TEMP TABLE origen AS
SELECT (SELECT max(id) FROM captacion_carga) AS carga, %(hogares)s AS total,
    %(hogares)s / 16 * 5 AS ninos;
CREATE TEMP TABLE distritos AS
SELECT ubigeo, row_number() OVER (ORDER BY ubigeo) - 1 AS n FROM juntos_distrito;

INSERT INTO captacion_persona
    (dni, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento, lengua, carga_id, fila)
SELECT (90000000 + g)::text, 'QUISPE', 'MAMANI', 'ROSA', 'F', DATE '1995-05-05', '2', o.carga, g
FROM origen o, generate_series(1, o.total) g;
INSERT INTO captacion_persona
    (ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento, lengua, carga_id, fila)
SELECT 'QUISPE', 'MAMANI', 'LUZ', 'F', DATE '2025-09-01' + g %% 390, '2', o.carga, o.total + g
FROM origen o, generate_series(1, o.ninos) g;
CREATE TEMP TABLE personas AS
SELECT id, fila AS n, fecha_nacimiento FROM captacion_persona;
CREATE INDEX ON personas (n);

INSERT INTO captacion_hogar
    (origen, codigo, distrito_id, centro_poblado, centro_poblado_codigo, direccion, es_usuario,
     usuario_desde, en_tpi, carga_id, fila)
SELECT 'juntos', 'H' || g, d.ubigeo, '', '', '', true, DATE '2024-01-01', true, o.carga, g
FROM origen o, generate_series(1, o.total) g
JOIN distritos d ON d.n = g %% 50;
CREATE TEMP TABLE hogares AS SELECT id, distrito_id, fila AS n FROM captacion_hogar;
CREATE INDEX ON hogares (n);

INSERT INTO captacion_miembro (hogar_id, persona_id, parentesco, es_titular, carga_id, fila)
SELECT h.id, p.id, '', true, o.carga, h.n
FROM origen o, hogares h JOIN personas p ON p.n = h.n;

INSERT INTO captacion_reciennacido
    (persona_id, madre_id, centro_poblado, centro_poblado_codigo, direccion, referencia,
     establecimiento_codigo, fuente, carga_id, fila, jefe_documento, jefe_nombre,
     establecimiento_nacimiento, seguro, programas, madre_apellidos, madre_nombres, lengua)
SELECT p.id, m.id, '', '', '', '', '', 'padron_nominal', o.carga, p.n, '', '', '', '', '', '', '', ''
FROM origen o
JOIN personas p ON p.n > o.total
JOIN personas m ON m.n = p.n - o.total;

INSERT INTO captacion_captacion
    (tipo, persona_id, recien_nacido_id, hogar_id, distrito_id, evento_el, en_fuente_el,
     registrada_el, limite_el, en_hogar_usuario, inicial, carga_id, fila)
SELECT 'recien_nacido', p.id, r.id, h.id, h.distrito_id, p.fecha_nacimiento, p.fecha_nacimiento,
    p.fecha_nacimiento + 5, p.fecha_nacimiento + 29, true, false, o.carga, p.n
FROM origen o
JOIN personas p ON p.n > o.total
JOIN captacion_reciennacido r ON r.persona_id = p.id
JOIN hogares h ON h.n = p.n - o.total;

INSERT INTO afiliacion_inclusiontpi (captacion_id, hogar_id, estado, abierta_el)
SELECT id, hogar_id, 'incluida', registrada_el FROM captacion_captacion;

INSERT INTO afiliacion_corresponsabilidad
    (persona_id, regla_id, desde, hasta, exigible_el, situacion, dado_el)
SELECT p.id, r.id, p.fecha_nacimiento + r.dosis * 15 - 15, p.fecha_nacimiento + r.dosis * 15 - 1,
    p.fecha_nacimiento + r.dosis * 15,
    CASE
        WHEN (p.n * 7 + r.dosis * 13) %% 40 = 0 THEN 'sin_dato'
        WHEN (p.n * 7 + r.dosis * 13) %% 60 = 1 THEN 'fuera'
        ELSE 'en_ventana'
    END,
    p.fecha_nacimiento + r.dosis * 15 - 5
FROM origen o
JOIN personas p ON p.n > o.total
CROSS JOIN afiliacion_regla r
ORDER BY p.id, r.id;
ANALYZE;
