-- `total` births of the last five years in a third as many households, each captured at some age in days, in
-- every district as its number falls: of ten households three are users, of the others one in twenty was affiliated.
CREATE TEMP TABLE origen AS
SELECT (SELECT max(id) FROM captacion_carga) AS carga, %(total)s::integer AS total,
    (SELECT array_agg(ubigeo ORDER BY ubigeo) FROM juntos_distrito) AS distritos;

INSERT INTO captacion_hogar
    (origen, codigo, distrito_id, centro_poblado, centro_poblado_codigo, direccion, es_usuario, en_tpi, carga_id, fila)
SELECT 'pgh', 'H' || g, o.distritos[1 + abs(hashtext(g::text)) %% cardinality(o.distritos)], '', '', '', g %% 10 < 3, false, o.carga, g
FROM origen o, generate_series(1, (o.total * 0.304)::integer) g;
CREATE TEMP TABLE hogares AS
SELECT id, row_number() OVER (ORDER BY id) AS n, distrito_id, es_usuario FROM captacion_hogar;
CREATE UNIQUE INDEX ON hogares (n);

INSERT INTO captacion_clasificacionsocioeconomica (hogar_id, nivel, desde, hasta, fuente, carga_id, fila)
SELECT h.id, (ARRAY['pobre', 'pobre_extremo', 'no_pobre'])[1 + h.n %% 3], DATE '2010-01-01', DATE '2099-01-01',
    'pgh', o.carga, h.n
FROM hogares h, origen o;

INSERT INTO captacion_persona (dni, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento, lengua, carga_id, fila)
SELECT lpad(g::text, 8, '0'), 'QUISPE', 'MAMANI', 'ROSA', 'F', current_date - 1826 + (g::bigint * 1826 / o.total)::integer,
    (1 + g %% 3)::text, o.carga, g
FROM origen o, generate_series(1, o.total) g;

INSERT INTO captacion_reciennacido
    (persona_id, distrito_id, centro_poblado, centro_poblado_codigo, direccion, referencia, establecimiento_codigo,
     fuente, carga_id, fila, jefe_documento, jefe_nombre, establecimiento_nacimiento, seguro, programas,
     madre_apellidos, madre_nombres, lengua)
SELECT p.id, h.distrito_id, '', '', '', '', '', 'padron_nominal', o.carga, p.fila, '', '', '', '', '', '', '', p.lengua
FROM origen o, captacion_persona p
JOIN hogares h ON h.n = 1 + p.fila %% (SELECT count(*) FROM captacion_hogar);

INSERT INTO captacion_captacion
    (tipo, persona_id, recien_nacido_id, hogar_id, distrito_id, evento_el, en_fuente_el, registrada_el, limite_el,
     afiliada_el, en_hogar_usuario, inicial, carga_id, fila)
SELECT 'recien_nacido', p.id, r.id, h.id, h.distrito_id, p.fecha_nacimiento, p.fecha_nacimiento, f.registrada_el,
    p.fecha_nacimiento + 29, CASE WHEN NOT h.es_usuario AND p.fila %% 20 = 0 THEN f.registrada_el + 12 END,
    h.es_usuario, false, o.carga, p.fila
FROM origen o, captacion_reciennacido r
JOIN captacion_persona p ON p.id = r.persona_id
JOIN hogares h ON h.n = 1 + p.fila %% (SELECT count(*) FROM captacion_hogar)
CROSS JOIN LATERAL (
    SELECT p.fecha_nacimiento + (p.fila::bigint * p.fila %% 97 * (p.fila %% 11) %% 46)::integer AS registrada_el) f;

DROP TABLE origen, hogares
