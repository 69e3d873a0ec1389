-- 100,000 newborns captured in as many households, three of ten users: what a first load leaves.

CREATE TEMP TABLE origen AS
SELECT (SELECT min(ubigeo) FROM juntos_distrito) AS distrito, (SELECT max(id) FROM captacion_carga) AS carga, 100000 AS total;

INSERT INTO captacion_persona
    (dni, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento, lengua, carga_id, fila)
SELECT (99000000 - g)::text, 'QUISPE', 'MAMANI', 'ROSA', 'F', DATE '1995-05-05', '2', o.carga, g
FROM origen o, generate_series(1, 2 * o.total) g;
CREATE TEMP TABLE personas AS
SELECT id, row_number() OVER (ORDER BY id) AS n FROM captacion_persona;

INSERT INTO captacion_hogar
    (origen, codigo, distrito_id, centro_poblado, centro_poblado_codigo, direccion, es_usuario,
     en_tpi, carga_id, fila)
SELECT 'pgh', 'H' || g, o.distrito, '', '', '', g % 10 < 3, false, o.carga, g
FROM origen o, generate_series(1, o.total) g;
CREATE TEMP TABLE hogares AS
SELECT id, row_number() OVER (ORDER BY id) AS n FROM captacion_hogar;

INSERT INTO captacion_clasificacionsocioeconomica
    (hogar_id, nivel, desde, hasta, fuente, carga_id, fila)
SELECT h.id, CASE WHEN h.n % 20 = 5 THEN 'no_pobre' ELSE 'pobre' END, DATE '2020-01-01',
    DATE '2099-01-01', 'pgh', o.carga, h.n
FROM hogares h, origen o;

INSERT INTO captacion_reciennacido
    (persona_id, madre_id, distrito_id, centro_poblado, centro_poblado_codigo, direccion, referencia,
     establecimiento_codigo, fuente, carga_id, fila, jefe_documento, jefe_nombre,
     establecimiento_nacimiento, seguro, programas, madre_apellidos, madre_nombres, lengua)
SELECT p.id, m.id, o.distrito, '', '', '', '', '', 'padron_nominal', o.carga, p.n, '', '', '', '', '',
    '', '', ''
FROM origen o, personas p
JOIN personas m ON m.n = p.n + (SELECT total FROM origen)
WHERE p.n <= o.total;

INSERT INTO captacion_telefono (persona_id, numero, fuente, visto_el)
SELECT madre_id, '9' || lpad((madre_id % 100000000)::text, 8, '0'), 'x', current_date
FROM captacion_reciennacido;

INSERT INTO captacion_captacion
    (tipo, persona_id, recien_nacido_id, hogar_id, distrito_id, evento_el, en_fuente_el,
     registrada_el, limite_el, en_hogar_usuario, inicial, carga_id, fila)
SELECT 'recien_nacido', r.persona_id, r.id, h.id, o.distrito, current_date - 5, current_date,
    current_date, current_date + 24, false, false, o.carga, p.n
FROM origen o, captacion_reciennacido r
JOIN personas p ON p.id = r.persona_id
JOIN hogares h ON h.n = p.n;
