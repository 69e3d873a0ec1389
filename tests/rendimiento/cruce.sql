-- Two million members of 500,000 households over every district, with surnames as unevenly spread
-- as the most common ones are; a woman in each household.
BEGIN;

SET LOCAL work_mem TO '256MB';

CREATE TEMP TABLE sitio ON COMMIT DROP AS
SELECT ubigeo, row_number() OVER (ORDER BY ubigeo) - 1 AS n, count(*) OVER () AS total
FROM juntos_distrito;

CREATE TEMP TABLE banco ON COMMIT DROP AS
SELECT g.n, g.n / 4 AS hogar, s.ubigeo,
    s.ubigeo || lpad((g.n / 4 * 31 %% 60)::text, 4, '0') AS lugar,
    %(apellidos)s::text[] AS apellidos, %(nombres)s::text[] AS nombres,
    -- squared: the first of the list are the most
    power(random(), 2.2) AS uno, power(random(), 2.2) AS otro, random() AS dado, random() AS segundo
FROM generate_series(0, %(miembros)s - 1) AS g (n)
JOIN sitio s ON s.n = (g.n / 4)::bigint * 104729 %% s.total;

INSERT INTO captacion_persona (id, dni, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento,
    lengua)
SELECT 1000000 + n, (10000000 + n::bigint * 37 %% 80000000)::text,
    apellidos[1 + (uno * (cardinality(apellidos) - 1))::int],
    apellidos[1 + (otro * (cardinality(apellidos) - 1))::int],
    nombres[1 + (dado * (cardinality(nombres) - 1))::int] || ' '
        || nombres[1 + (segundo * (cardinality(nombres) - 1))::int],
    CASE WHEN n %% 4 < 2 THEN 'F' ELSE 'M' END, date '1975-01-01' + (n %% 12000), ''
FROM banco;

INSERT INTO captacion_hogar (id, origen, codigo, distrito_id, centro_poblado,
    centro_poblado_codigo, direccion, es_usuario, en_tpi, carga_id, fila)
SELECT DISTINCT ON (hogar) 1000000 + hogar, CASE WHEN hogar %% 4 = 0 THEN 'juntos' ELSE 'pgh' END,
    'B' || hogar, ubigeo, '', lugar, '', hogar %% 4 = 0, false,
    (SELECT max(id) FROM captacion_carga), hogar
FROM banco ORDER BY hogar;

INSERT INTO captacion_miembro (hogar_id, persona_id, parentesco, es_titular, llave_nombre,
    llave_lugar_paterno, llave_lugar_materno, carga_id, fila)
SELECT 1000000 + b.hogar, p.id, '', b.n %% 4 = 0,
    llave_nombre(p.ap_paterno, p.ap_materno, p.nombres),
    llave_lugar(b.lugar, p.ap_paterno, split_part(p.nombres, ' ', 1)),
    llave_lugar(b.lugar, p.ap_materno, split_part(p.nombres, ' ', 1)),
    (SELECT max(id) FROM captacion_carga), b.n
FROM banco b JOIN captacion_persona p ON p.id = 1000000 + b.n;

COMMIT;

VACUUM ANALYZE;
