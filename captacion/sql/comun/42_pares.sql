-- Who may be the same woman as a member of a register: five ways to meet, each with a limit, because
-- a name or a number that thousands share is no way to find anybody.

-- The members that may be met: all, or those of this file when it is a register's.
CREATE VIEW buscable AS
SELECT m.id, m.hogar_id, m.persona_id, m.llave_nombre, m.llave_lugar_paterno, m.llave_lugar_materno
FROM captacion_miembro m
WHERE m.vinculo_id IS NULL
  AND EXISTS (
      SELECT FROM captacion_hogar h WHERE h.id = m.hogar_id AND h.origen IN ('juntos', 'pgh'))
  AND (NOT %(de_registro)s
       OR EXISTS (SELECT FROM tocado t
                  WHERE t.hogar_id = m.hogar_id AND t.persona_id = m.persona_id));

-- 1. Her document one slip away, or a digit of it lost (the reader took it for a lost zero); and a
-- word of her name.
CREATE UNLOGGED TABLE por_documento AS
SELECT DISTINCT v.id AS nueva, m.id AS registro
FROM (
    SELECT b.id, b.palabras, d.documento
    FROM buscada b, dni_parecidos(b.documento) AS d (documento)
    UNION ALL
    SELECT b.id, b.palabras, overlay(right(b.documento, 7) PLACING d::text FROM i FOR 0)
    FROM buscada b, generate_series(2, 8) AS i, generate_series(0, 9) AS d
    WHERE b.documento LIKE '0%%'
) AS v
JOIN captacion_persona p
    ON p.dni = v.documento AND string_to_array(p.clave_nombre, ' ') && v.palabras
JOIN buscable m ON m.persona_id = p.id;

-- The crowded blocks of the names and places that are looked for.
CREATE UNLOGGED TABLE bloque AS
SELECT k.llave, count(*) > %(cruce_bloque)s AS lleno
FROM (SELECT DISTINCT nombre AS llave FROM buscada) AS k
JOIN LATERAL (
    SELECT FROM buscable m WHERE m.llave_nombre = k.llave LIMIT %(cruce_bloque)s + 1
) AS m ON true
GROUP BY k.llave
UNION ALL
SELECT k.llave, count(*) > %(cruce_bloque)s
FROM (SELECT por_paterno AS llave FROM buscada UNION SELECT por_materno FROM buscada) AS k
JOIN LATERAL (
    (SELECT FROM buscable m WHERE m.llave_lugar_paterno = k.llave LIMIT %(cruce_bloque)s + 1)
    UNION ALL
    (SELECT FROM buscable m WHERE m.llave_lugar_materno = k.llave LIMIT %(cruce_bloque)s + 1)
) AS m ON true
GROUP BY k.llave;

ANALYZE bloque;

-- 2. Both surnames in any order and the first name, as they sound; in her province, or with more than
-- the name in common.
CREATE UNLOGGED TABLE por_nombre AS
SELECT b.id AS nueva, m.id AS registro
FROM buscada b
JOIN bloque l ON l.llave = b.nombre AND NOT l.lleno
JOIN buscable m ON m.llave_nombre = b.nombre
JOIN captacion_hogar h ON h.id = m.hogar_id
JOIN captacion_persona p ON p.id = m.persona_id
WHERE b.distrito IS NULL OR h.distrito_id IS NULL OR left(h.distrito_id, 4) = left(b.distrito, 4)
   OR p.fecha_nacimiento = b.nacimiento OR ediciones_documento(p.dni, b.documento) <= 2;

-- 3. Her populated place, one surname and the first name.
CREATE UNLOGGED TABLE por_lugar AS
SELECT b.id AS nueva, m.id AS registro
FROM (SELECT id, por_paterno AS llave FROM buscada UNION SELECT id, por_materno FROM buscada) AS b
JOIN bloque l ON l.llave = b.llave AND NOT l.lleno
JOIN buscable m ON m.llave_lugar_paterno = b.llave
UNION
SELECT b.id, m.id
FROM (SELECT id, por_paterno AS llave FROM buscada UNION SELECT id, por_materno FROM buscada) AS b
JOIN bloque l ON l.llave = b.llave AND NOT l.lleno
JOIN buscable m ON m.llave_lugar_materno = b.llave;

-- 4. A phone of hers at which somebody of that household answers. One that many people share weighs
-- nothing (cruce/10_normalizar): its pairs would only cost.
CREATE UNLOGGED TABLE numero AS
SELECT DISTINCT n.numero, b.id AS nueva FROM buscada b, unnest(telefonos) AS n (numero);

ANALYZE numero;

CREATE UNLOGGED TABLE por_telefono AS
SELECT DISTINCT b.nueva, m.id AS registro
FROM (
    SELECT numero
    FROM (SELECT DISTINCT numero FROM numero) AS n JOIN captacion_telefono t USING (numero)
    GROUP BY numero HAVING count(*) BETWEEN 2 AND %(cruce_personas_por_telefono)s
) AS n
JOIN numero b USING (numero)
JOIN captacion_telefono t USING (numero)
JOIN captacion_miembro suya ON suya.persona_id = t.persona_id AND suya.vinculo_id IS NULL
JOIN buscable m ON m.hogar_id = suya.hogar_id;

-- 5. The households that a document names without being enough.
CREATE UNLOGGED TABLE por_duda AS
SELECT n.persona_id AS nueva, m.id AS registro
FROM eleccion n
JOIN captacion_miembro m ON m.hogar_id = n.hogar_id AND m.vinculo_id IS NULL
WHERE n.duda IS NOT NULL AND n.persona_id IN (SELECT id FROM buscada);

CREATE UNLOGGED TABLE par AS
SELECT nueva, registro FROM por_documento
UNION SELECT nueva, registro FROM por_nombre
UNION SELECT nueva, registro FROM por_lugar
UNION SELECT nueva, registro FROM por_telefono
UNION SELECT nueva, registro FROM por_duda;

-- What a person set aside is not proposed again.
DELETE FROM par
USING captacion_miembro m, captacion_vinculo v
WHERE m.id = par.registro AND v.persona_id = par.nueva AND v.hogar_id = m.hogar_id
  AND v.estado = 'descartado';

ANALYZE par;

-- Each household's documents and phones, once.
CREATE UNLOGGED TABLE hogar_posible AS
SELECT h.id, h.distrito_id, h.centro_poblado_codigo, h.direccion,
    array_agg(DISTINCT p.dni::text) FILTER (WHERE p.dni IS NOT NULL) AS documentos,
    array_agg(DISTINCT t.numero::text) FILTER (WHERE t.numero IS NOT NULL) AS telefonos
FROM (
    SELECT DISTINCT m.hogar_id FROM par JOIN captacion_miembro m ON m.id = par.registro
) AS x
JOIN captacion_hogar h ON h.id = x.hogar_id
JOIN captacion_miembro m ON m.hogar_id = h.id AND m.vinculo_id IS NULL
JOIN captacion_persona p ON p.id = m.persona_id
LEFT JOIN captacion_telefono t ON t.persona_id = p.id
GROUP BY h.id;

ANALYZE hogar_posible;

CREATE UNLOGGED TABLE ficha_registro AS
SELECT m.id, p.dni::text AS documento, p.ap_paterno::text AS paterno, p.ap_materno::text AS materno,
    p.nombres::text AS nombres, p.fecha_nacimiento AS nacimiento, h.telefonos,
    nullif(h.centro_poblado_codigo, '')::text AS lugar, h.distrito_id::text AS distrito,
    nullif(h.direccion, '')::text AS direccion, h.documentos
FROM (SELECT DISTINCT registro FROM par) AS x
JOIN captacion_miembro m ON m.id = x.registro
JOIN captacion_persona p ON p.id = m.persona_id
JOIN hogar_posible h ON h.id = m.hogar_id;

ANALYZE ficha_registro;
