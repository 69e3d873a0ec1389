-- 500,000 open contacts over every district, each with a household, a mother, a newborn or a
-- pregnancy, and a third of them in the hands of the manager of its district: 1,500 managers.

BEGIN;

CREATE TEMP TABLE sitio ON COMMIT DROP AS
SELECT ubigeo, row_number() OVER (ORDER BY ubigeo) - 1 AS n
  FROM juntos_distrito;

CREATE TEMP TABLE gente ON COMMIT DROP AS
SELECT ubigeo, 'banco-' || (row_number() OVER (ORDER BY unidad_territorial_id, ubigeo) - 1) * 1500
       / count(*) OVER () AS username, unidad_territorial_id
  FROM juntos_distrito;

INSERT INTO juntos_usuario (username, password, first_name, last_name, email, rol, lenguas,
    unidad_territorial_id, is_active, is_staff, is_superuser, date_joined)
SELECT username, '!', 'Gestora', 'Del Banco ' || username, '', 'gestora',
       CASE WHEN right(username, 1) < '4' THEN 'quechua' ELSE '' END,
       coalesce(min(unidad_territorial_id), (SELECT min(id) FROM juntos_unidadterritorial)),
       true, false, false, now()
  FROM gente GROUP BY username;

INSERT INTO juntos_asignacion (usuario_id, distrito_id, desde)
SELECT u.id, g.ubigeo, date '2020-01-01' FROM gente g JOIN juntos_usuario u USING (username);

CREATE TEMP TABLE banco ON COMMIT DROP AS
SELECT g.n, s.ubigeo,
       (SELECT max(id) FROM captacion_carga) AS carga,
       nextval('captacion_persona_id_seq') AS madre,
       nextval('captacion_persona_id_seq') AS hija,
       nextval('captacion_hogar_id_seq') AS hogar,
       nextval('captacion_reciennacido_id_seq') AS nacida,
       nextval('captacion_gestante_id_seq') AS gestacion,
       nextval('captacion_captacion_id_seq') AS captacion,
       nextval('afiliacion_contacto_id_seq') AS contacto,
       g.n % 3 = 0 AS gestante,
       current_date - (g.n::bigint * 7919 % 60)::int AS evento,
       (ARRAY['', 'pobre', 'pobre_extremo', 'pobre'])[1 + g.n % 4] AS nivel,
       (ARRAY['', '1', '1', '2', '3', '4'])[1 + g.n % 6] AS lengua
  FROM generate_series(0, 499999) AS g (n)
  JOIN sitio s ON s.n = g.n::bigint * 104729 % (SELECT count(*) FROM juntos_distrito);

INSERT INTO captacion_persona (id, dni, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento,
    lengua)
SELECT madre, NULL, (ARRAY['QUISPE','MAMANI','HUAMAN','CONDORI','FLORES','CCAHUANA','ÑAHUI'])
       [1 + n % 7], (ARRAY['ROJAS','CHOQUE','APAZA','TICONA','PUMA'])[1 + n % 5],
       (ARRAY['ROSA','LUZ','ELENA','NELIDA','YENY','MARITZA'])[1 + n % 6] || ' ' || n, 'F',
       date '1995-01-01' + (n % 3000)::int, lengua
  FROM banco
UNION ALL
SELECT hija, NULL, 'PUMA', 'QUISPE', 'RN ' || n, 'F', evento, '' FROM banco WHERE NOT gestante;

INSERT INTO captacion_hogar (id, origen, codigo, distrito_id, centro_poblado,
    centro_poblado_codigo, direccion, es_usuario, en_tpi, carga_id, fila)
SELECT hogar, 'provisional', 'banco-' || n, ubigeo, 'CENTRO POBLADO ' || n % 900, '', '', false,
       false, carga, n
  FROM banco;

INSERT INTO captacion_reciennacido (id, persona_id, madre_id, distrito_id, centro_poblado,
    centro_poblado_codigo, direccion, referencia, establecimiento_codigo, fuente, carga_id, fila,
    madre_apellidos, madre_nombres, jefe_documento, jefe_nombre, establecimiento_nacimiento,
    seguro, programas, lengua)
SELECT nacida, hija, madre, ubigeo, '', '', '', '', '', 'padron_nominal', carga, n, '', '', '', '',
       '', '', '', ''
  FROM banco WHERE NOT gestante;

INSERT INTO captacion_gestante (id, persona_id, fur, fpp, origen_fur, distrito_id, centro_poblado,
    centro_poblado_codigo, direccion, referencia, establecimiento_codigo, fuente, carga_id, fila)
SELECT gestacion, madre, evento, evento + 280, 'fur', ubigeo, '', '', '', '', '', 'sis_gestantes',
       carga, n
  FROM banco WHERE gestante;

INSERT INTO captacion_captacion (id, tipo, persona_id, recien_nacido_id, gestante_id, hogar_id,
    distrito_id, evento_el, en_fuente_el, registrada_el, limite_el, en_hogar_usuario, inicial,
    carga_id, fila)
SELECT captacion, CASE WHEN gestante THEN 'gestante' ELSE 'recien_nacido' END,
       CASE WHEN gestante THEN madre ELSE hija END, CASE WHEN NOT gestante THEN nacida END,
       CASE WHEN gestante THEN gestacion END, hogar, ubigeo, evento, evento, current_date,
       evento + CASE WHEN gestante THEN 97 ELSE 29 END, false, false, carga, n
  FROM banco;

INSERT INTO afiliacion_contacto (id, hogar_id, estado, distrito_id, centro_poblado, direccion,
    referencia, abierto_el, vence_el, nivel, lengua, con_recien_nacido, con_gestante, telefono,
    asignada_a_id, asignada_en, asignada_por_id, ultimo_resultado_id, ultima_visita_el,
    motivo_cierre, version, rezagado, carga_id)
SELECT contacto, hogar, (ARRAY['pendiente','pendiente','en_gestion','derivada','en_solicitud'])
       [1 + n % 5], ubigeo, 'CENTRO POBLADO ' || n % 900, '', '', current_date,
       evento + CASE WHEN gestante THEN 97 ELSE 29 END, nivel, lengua, NOT gestante, gestante,
       CASE WHEN n % 4 > 0 THEN (900000000 + n)::text ELSE '' END,
       CASE WHEN n % 3 = 0 THEN u.id END, CASE WHEN n % 3 = 0 THEN now() END,
       CASE WHEN n % 3 = 0 THEN u.id END, CASE WHEN n % 2 = 0 THEN 'ausente' END,
       CASE WHEN n % 2 = 0 THEN current_date - (n % 20)::int END, '', 0, false, carga
  FROM banco JOIN juntos_asignacion AS a ON a.distrito_id = banco.ubigeo
  JOIN juntos_usuario AS u ON u.id = a.usuario_id;

INSERT INTO afiliacion_caso (contacto_id, captacion_id) SELECT contacto, captacion FROM banco;

COMMIT;
