-- Half of `total` people of various names, and each one's birth.

INSERT INTO captacion_persona (dni, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento, lengua, carga_id, fila)
SELECT lpad(g::text, 8, '0'),
    (ARRAY['QUISPE', 'MAMANI', 'HUAMÁN', 'FLORES', 'ROJAS', 'CONDORI', 'VÁSQUEZ'])[1 + g %% 7],
    (ARRAY['CCORI', 'APAZA', 'TICONA', 'ÑAUPARI', 'LÓPEZ'])[1 + g %% 5],
    (ARRAY['ROSA', 'LUZ', 'JULIA'])[1 + g %% 3] || ' ' || upper(substr(md5(g::text), 1, 6)),
    'F', current_date - (g::bigint * 7919 %% 1095)::integer, '2', %(carga)s, g
FROM generate_series(1, %(total)s / 2) g;

INSERT INTO captacion_reciennacido
    (persona_id, distrito_id, centro_poblado, centro_poblado_codigo, direccion, referencia,
     establecimiento_codigo, fuente, carga_id, fila, jefe_documento, jefe_nombre,
     establecimiento_nacimiento, seguro, programas, madre_apellidos, madre_nombres, lengua)
SELECT id, (SELECT min(ubigeo) FROM juntos_distrito), '', '', 'Calle ' || id, '', '', 'padron_nominal', %(carga)s,
    fila, '', '', '', '', '', '', '', ''
FROM captacion_persona;
