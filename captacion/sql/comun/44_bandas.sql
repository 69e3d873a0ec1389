-- Three bands: linked alone, proposed to a person, nothing. Alone takes strong evidence beside the
-- score: her document one edit away, her full name, and one of head's document, phone, populated
-- place or birth date; and nobody else near it.

CREATE UNLOGGED TABLE posible_hogar AS
SELECT DISTINCT ON (c.nueva, m.hogar_id) c.nueva AS persona_id, m.hogar_id, h.origen,
    m.persona_id AS otra_id, c.puntaje, c.aportes,
    c.documento = 'una_edicion' AND c.apellidos IN ('iguales', 'suenan_igual')
    AND c.nombres IN ('iguales', 'suenan_igual') AND c.nacimiento <> 'distinto'
    AND (c.jefe = 'en_hogar' OR c.telefono = 'igual' OR c.lugar = 'centro_poblado'
         OR c.nacimiento = 'igual') AS fuerte
FROM comparado c
JOIN captacion_miembro m ON m.id = c.registro
JOIN captacion_hogar h ON h.id = m.hogar_id
ORDER BY c.nueva, m.hogar_id, c.puntaje DESC, m.id;

-- One woman in two registers is one candidate: JUNTOS speaks before the PGH (ADR 6).
CREATE UNLOGGED TABLE clasificado AS
SELECT p.persona_id, p.hogar_id, origen, otra_id, puntaje, aportes, t.n AS fila,
    max(puntaje) OVER ella AS de_ella, bool_or(fuerte) OVER ella AS fuerte,
    row_number() OVER (PARTITION BY p.persona_id, otra_id
        ORDER BY origen <> 'juntos', puntaje DESC, p.hogar_id) AS suyo,
    count(*) OVER (PARTITION BY p.persona_id, otra_id, origen) AS en_el_registro
FROM posible_hogar p
LEFT JOIN tocado t ON t.hogar_id = p.hogar_id AND t.persona_id = p.otra_id
WINDOW ella AS (PARTITION BY p.persona_id, otra_id);

ANALYZE clasificado;

-- Whom a document names with nothing against it, but in two households or with a doubt about who
-- she is: others that resemble add nothing.
CREATE UNLOGGED TABLE con_documento AS
SELECT DISTINCT persona_id FROM eleccion WHERE duda NOT IN ('jefe_solo', 'nombre_discorde');

CREATE UNLOGGED TABLE seguro AS
SELECT c.persona_id, c.hogar_id, c.origen, c.puntaje, c.aportes, coalesce(c.fila, x.fila) AS fila
FROM (
    SELECT DISTINCT ON (persona_id) * FROM clasificado
    ORDER BY persona_id, de_ella DESC, suyo
) AS c
JOIN por_parecido x USING (persona_id)
WHERE c.fuerte AND c.suyo = 1 AND c.en_el_registro = 1 AND x.duda IS NULL
  AND c.de_ella >= %(cruce_umbral_solo)s
  AND NOT EXISTS (SELECT FROM con_documento d WHERE d.persona_id = c.persona_id)
  AND NOT EXISTS (
      SELECT FROM clasificado o
      WHERE o.persona_id = c.persona_id AND o.otra_id <> c.otra_id
        AND o.hogar_id NOT IN (
            SELECT h.hogar_id FROM clasificado h
            WHERE h.persona_id = c.persona_id AND h.otra_id = c.otra_id)
        AND o.puntaje > c.de_ella - %(cruce_margen)s);

ANALYZE seguro;

-- What waits: the households that documents name, with their score, and those that resemble.
CREATE UNLOGGED TABLE propuesto AS
SELECT *, row_number() OVER (
    PARTITION BY persona_id ORDER BY orden_de DESC NULLS LAST, suyo, prioridad, hogar_id) AS orden
FROM (
    SELECT n.persona_id, n.hogar_id, n.regla, n.prioridad, n.fila, n.duda, c.puntaje, c.aportes,
        c.de_ella AS orden_de, c.suyo
    FROM eleccion n
    LEFT JOIN clasificado c ON c.persona_id = n.persona_id AND c.hogar_id = n.hogar_id
    WHERE n.duda IS NOT NULL
    UNION ALL
    SELECT c.persona_id, c.hogar_id, 'parecido_' || c.origen, 8, coalesce(c.fila, x.fila),
        'parecido', c.puntaje,
        c.aportes, c.de_ella, c.suyo
    FROM (
        SELECT *, row_number() OVER (PARTITION BY persona_id ORDER BY de_ella DESC, suyo, hogar_id)
            AS lugar
        FROM clasificado
        WHERE suyo = 1 OR en_el_registro > 1
    ) AS c
    JOIN por_parecido x USING (persona_id)
    WHERE c.de_ella >= %(cruce_umbral_revision)s AND c.lugar <= %(cruce_candidatos)s
      AND NOT EXISTS (SELECT FROM con_documento d WHERE d.persona_id = c.persona_id)
      AND NOT EXISTS (
          SELECT FROM eleccion n WHERE n.persona_id = c.persona_id AND n.hogar_id = c.hogar_id)
) AS todo
WHERE persona_id NOT IN (SELECT persona_id FROM seguro);

DELETE FROM eleccion WHERE persona_id IN (SELECT persona_id FROM seguro)
    OR persona_id IN (SELECT persona_id FROM propuesto);

INSERT INTO eleccion
    (persona_id, hogar_id, regla, prioridad, fila, duda, orden, puntaje, aportes)
SELECT persona_id, hogar_id, regla, prioridad, fila, duda, orden, puntaje, aportes FROM propuesto
UNION ALL
SELECT s.persona_id, s.hogar_id, 'parecido_' || s.origen, 7, s.fila, NULL, 1, s.puntaje, s.aportes
FROM seguro s;

ANALYZE eleccion;

-- Who waited elsewhere and is found by this register comes into the load.
INSERT INTO por_enlazar (persona_id, fila)
SELECT n.persona_id, min(n.fila) FROM eleccion n
WHERE NOT EXISTS (SELECT FROM por_enlazar e WHERE e.persona_id = n.persona_id)
GROUP BY n.persona_id;

-- A crowded block was not looked into: the row says so.
UPDATE staging s SET avisos = avisos || ARRAY['bloque_cortado']
FROM buscada b
WHERE NOT %(de_registro)s AND s.persona_id = b.id AND s.errores = '{}'
  AND EXISTS (
      SELECT FROM bloque l
      WHERE l.lleno AND l.llave IN (b.nombre, b.por_paterno, b.por_materno))
  AND NOT EXISTS (SELECT FROM seguro g WHERE g.persona_id = b.id);
