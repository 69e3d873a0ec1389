-- Two sides of FEBRL records as the fichas of a cruce, and the pairs worth a comparison. Made by the
-- caller: febrl(lado, id, entidad, columns as the file names them). A file of its own duplicates
-- stands on both sides, and each of its pairs once.
CREATE UNLOGGED TABLE ficha_nueva AS
SELECT id, CASE WHEN soc_sec_id ~ '^\d{7}$' THEN '0' || soc_sec_id END AS documento,
    upper(surname) AS paterno, ''::text AS materno, upper(given_name) AS nombres,
    leer_fecha(date_of_birth) AS nacimiento, NULL::text[] AS telefonos, nullif(suburb, '') AS lugar,
    nullif(postcode, '') || '00' AS distrito,
    nullif(upper(concat_ws(' ', street_number, address_1, address_2)), '') AS direccion,
    NULL::text AS jefe
FROM febrl WHERE lado = 'a';

CREATE UNLOGGED TABLE ficha_registro AS
SELECT id, CASE WHEN soc_sec_id ~ '^\d{7}$' THEN '0' || soc_sec_id END AS documento,
    upper(surname) AS paterno, ''::text AS materno, upper(given_name) AS nombres,
    leer_fecha(date_of_birth) AS nacimiento, NULL::text[] AS telefonos, nullif(suburb, '') AS lugar,
    nullif(postcode, '') || '00' AS distrito,
    nullif(upper(concat_ws(' ', street_number, address_1, address_2)), '') AS direccion,
    NULL::text[] AS documentos
FROM febrl WHERE lado = 'b';

CREATE UNLOGGED TABLE llave AS
SELECT f.lado, f.id, k.clase, k.valor
FROM febrl f
CROSS JOIN LATERAL (VALUES
    ('documento', nullif(soc_sec_id, '')),
    ('nacimiento', nullif(date_of_birth, '')),
    ('nombre', fonetica(surname) || ' ' || fonetica(given_name)),
    ('nombre', fonetica(given_name) || ' ' || fonetica(surname)),
    ('lugar', nullif(postcode, '') || ' ' || fonetica(surname)),
    ('dado', nullif(postcode, '') || ' ' || fonetica(given_name)),
    ('calle', nullif(street_number, '') || ' ' || nullif(address_1, ''))
) AS k (clase, valor)
WHERE k.valor IS NOT NULL;

CREATE UNLOGGED TABLE par AS
SELECT DISTINCT a.id AS nueva, b.id AS registro
FROM llave a JOIN llave b ON b.clase = a.clase AND b.valor = a.valor
WHERE a.lado = 'a' AND b.lado = 'b' AND (a.id < b.id OR %(dos_archivos)s);

-- Pairs by chance, for how often two people agree; nobody looks at who they are.
CREATE UNLOGGED TABLE azar AS
SELECT a.id AS nueva, b.id AS registro
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM febrl WHERE lado = 'a') AS a
CROSS JOIN generate_series(1, 40) AS salto
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM febrl WHERE lado = 'b') AS b
    ON b.n = 1 + (a.n * 7919 + salto * 104729) %% (SELECT count(*) FROM febrl WHERE lado = 'b')
WHERE a.id <> b.id;

CREATE UNLOGGED TABLE de_bloque AS SELECT * FROM par;

INSERT INTO par SELECT nueva, registro FROM azar EXCEPT SELECT nueva, registro FROM par;

ANALYZE ficha_nueva;
ANALYZE ficha_registro;
ANALYZE par;
