-- Who is who. A child is its record of this source (its padrón code), its documents, or the one
-- child of that mother, day and sex that nothing contradicts. `staging` is one narrow line a row:
-- what is decided of it; its facts stay in `menor`.
DROP VIEW staging;

CREATE UNLOGGED TABLE staging AS
SELECT m.n, m.clave, m.huella, m.registro_id, m.errores, m.avisos, NULL::bigint AS hogar_id,
    madre.id AS madre_id, p.id AS de_su_dni,
    CASE WHEN m.errores = '{}' THEN coalesce(m.registrada_id,
        CASE WHEN coalesce(abs(p.fecha_nacimiento - m.nacimiento) <= 31, true)
                  AND (rn.codigo_padron <> m.codigo_padron) IS NOT TRUE THEN p.id END)
    END AS persona_id,
    CASE WHEN r.n IS NOT NULL AND m.registrada_id IS NULL THEN 'codigo_reasignado' END AS duda,
    false AS persona_nueva
FROM menor m
LEFT JOIN reasignado r ON r.n = m.n
LEFT JOIN captacion_persona madre ON madre.dni = m.madre_dni AND m.errores = '{}'
LEFT JOIN captacion_persona p ON p.dni = m.dni AND m.errores = '{}'
LEFT JOIN captacion_reciennacido rn ON rn.persona_id = p.id;

-- A DNI that a merge found to be hers too: the typing error comes again every month.
UPDATE staging s SET madre_id = a.persona_id
FROM menor m JOIN captacion_documentoalias a ON a.documento = 'DNI:' || m.madre_dni
WHERE s.n = m.n AND s.madre_id IS NULL AND s.errores = '{}';

ANALYZE staging;

-- Whoever is left, by any document. One with another padrón code is a re-issued code when nothing
-- speaks against it, else a document that somebody mistyped.
CREATE UNLOGGED TABLE por_reconocer AS
SELECT s.n, s.madre_id, m.dni, m.cui, m.cnv, m.codigo_padron, m.nacimiento, m.sexo, m.nombres
FROM staging s JOIN menor m USING (n)
WHERE s.errores = '{}' AND s.persona_id IS NULL;

ANALYZE por_reconocer;

CREATE UNLOGGED TABLE posible AS
SELECT s.n, p.id AS persona_id, d.orden,
    (rn.codigo_padron <> s.codigo_padron) IS TRUE AS otro_codigo
FROM (
    SELECT s.n, p.id, 1 AS orden FROM por_reconocer s JOIN captacion_persona p ON p.dni = s.dni
    UNION ALL
    SELECT s.n, p.id, 2 FROM por_reconocer s JOIN captacion_persona p ON p.cui = s.cui
    UNION ALL
    SELECT s.n, p.id, 2 FROM por_reconocer s JOIN captacion_persona p ON p.dni = s.cui
    UNION ALL
    SELECT s.n, p.id, 2 FROM por_reconocer s JOIN captacion_persona p ON p.cui = s.dni
    UNION ALL
    SELECT s.n, p.id, 3 FROM por_reconocer s JOIN captacion_persona p ON p.cnv = s.cnv
    UNION ALL
    SELECT s.n, a.persona_id, 2
    FROM por_reconocer s JOIN captacion_documentoalias a ON a.documento = 'DNI:' || s.dni
    UNION ALL
    SELECT s.n, a.persona_id, 3
    FROM por_reconocer s JOIN captacion_documentoalias a ON a.documento = 'CNV:' || s.cnv
) AS d
JOIN por_reconocer s USING (n)
JOIN captacion_persona p USING (id)
LEFT JOIN captacion_reciennacido rn ON rn.persona_id = p.id
WHERE coalesce(abs(p.fecha_nacimiento - s.nacimiento) <= 31, true)
  AND ((rn.codigo_padron <> s.codigo_padron) IS NOT TRUE
       OR mismo_nombre_o_provisional(p.nombres, s.nombres));

-- CNV in one file and DNI in a later one: mother + day + sex, with one candidate on either side.
-- Twins of one sex share all three, so a second candidate, another child of that day in this file,
-- two different codes, documents or names leave it to a person.
CREATE UNLOGGED TABLE hermano AS
SELECT s.n, p.id AS persona_id, num_nonnulls(rn.codigo_padron, s.codigo_padron) < 2 AS un_codigo
FROM por_reconocer s
JOIN captacion_reciennacido rn ON rn.madre_id = s.madre_id
JOIN captacion_persona p
    ON p.id = rn.persona_id AND p.fecha_nacimiento = s.nacimiento
   AND (p.sexo = s.sexo OR p.sexo = '' OR s.sexo = '')
WHERE NOT (p.dni IS NOT NULL AND s.dni IS NOT NULL)
  AND NOT (p.cnv IS NOT NULL AND s.cnv IS NOT NULL)
  AND NOT (p.cui IS NOT NULL AND s.cui IS NOT NULL)
  AND mismo_nombre_o_provisional(p.nombres, s.nombres);

-- Children whose own record comes in this file too: no other row of it is about them, but for a
-- child whose code came with another one.
CREATE UNLOGGED TABLE pretendido AS
SELECT persona_id FROM posible WHERE otro_codigo UNION SELECT persona_id FROM hermano;

ANALYZE pretendido;

CREATE UNLOGGED TABLE disputado AS
SELECT persona_id, clave FROM pretendido JOIN captacion_registrofuente USING (persona_id)
WHERE fuente = %(fuente)s;

ANALYZE disputado;

CREATE UNLOGGED TABLE presente AS
SELECT DISTINCT persona_id FROM disputado JOIN fila USING (clave)
WHERE persona_id NOT IN (SELECT persona_id FROM reasignado);

UPDATE staging s SET persona_id = p.persona_id
FROM (
    SELECT DISTINCT ON (n) n, persona_id FROM posible
    WHERE NOT otro_codigo OR persona_id NOT IN (SELECT persona_id FROM presente)
    ORDER BY n, orden, persona_id
) AS p
WHERE p.n = s.n;

CREATE UNLOGGED TABLE gemelar AS
SELECT h.*, count(*) OVER (PARTITION BY n) AS candidatos,
    count(*) OVER (PARTITION BY persona_id) AS pretendientes
FROM hermano h
WHERE NOT EXISTS (SELECT FROM presente WHERE presente.persona_id = h.persona_id)
  AND NOT EXISTS (SELECT FROM staging o WHERE o.persona_id = h.persona_id AND o.errores = '{}')
  AND NOT EXISTS (SELECT FROM staging s WHERE s.n = h.n AND s.persona_id IS NOT NULL);

UPDATE staging s SET persona_id = h.persona_id
FROM gemelar h
WHERE h.n = s.n AND h.candidatos = 1 AND h.pretendientes = 1 AND h.un_codigo;

UPDATE staging s SET duda = 'identidad_ambigua'
FROM gemelar h
WHERE h.n = s.n AND s.persona_id IS NULL;

-- Two rows of the file for one child: the last is it, the others wait for a person.
UPDATE staging s SET persona_id = NULL, duda = 'identidad_ambigua'
FROM (
    SELECT n, row_number() OVER (PARTITION BY persona_id ORDER BY registro_id IS NULL, n DESC) AS lugar
    FROM staging
    WHERE errores = '{}' AND persona_id IN (
        SELECT persona_id FROM staging WHERE errores = '{}' AND persona_id IS NOT NULL
        GROUP BY persona_id HAVING count(*) > 1)
) AS par
WHERE par.n = s.n AND par.lugar > 1;

-- A document that is somebody else's, in the register or earlier in this file, goes in as missing.
CREATE UNLOGGED TABLE documento_ajeno AS
SELECT n, bool_or(tipo = 'dni') AS dni, bool_or(tipo = 'cui') AS cui, bool_or(tipo = 'cnv') AS cnv
FROM (
    SELECT n, 'dni' AS tipo FROM staging
    WHERE errores = '{}' AND de_su_dni IS DISTINCT FROM persona_id AND de_su_dni IS NOT NULL
    UNION ALL
    SELECT s.n, 'cui' FROM menor m JOIN staging s USING (n)
    JOIN captacion_persona q ON q.cui = m.cui
    WHERE s.errores = '{}' AND q.id IS DISTINCT FROM s.persona_id
    UNION ALL
    SELECT s.n, 'cui' FROM menor m JOIN staging s USING (n) JOIN captacion_persona q ON q.cui = m.dni
    WHERE s.errores = '{}' AND q.id IS DISTINCT FROM s.persona_id
    UNION ALL
    SELECT s.n, 'cui' FROM menor m JOIN staging s USING (n) JOIN captacion_persona q ON q.dni = m.cui
    WHERE s.errores = '{}' AND q.id IS DISTINCT FROM s.persona_id
    UNION ALL
    SELECT s.n, 'cnv' FROM menor m JOIN staging s USING (n) JOIN captacion_persona q ON q.cnv = m.cnv
    WHERE s.errores = '{}' AND q.id IS DISTINCT FROM s.persona_id
    UNION ALL
    SELECT n, tipo FROM (
        SELECT m.n, d.tipo, row_number() OVER (PARTITION BY d.tipo, d.numero ORDER BY m.n) AS lugar
        FROM menor m JOIN staging s USING (n)
        CROSS JOIN LATERAL (VALUES ('dni', m.dni), ('cui', m.cui), ('cnv', m.cnv)) AS d (tipo, numero)
        WHERE s.errores = '{}' AND (
            m.dni IN (SELECT dni FROM menor WHERE dni IS NOT NULL GROUP BY dni HAVING count(*) > 1)
            OR m.cui IN (SELECT cui FROM menor WHERE cui IS NOT NULL GROUP BY cui HAVING count(*) > 1)
            OR m.cnv IN (SELECT cnv FROM menor WHERE cnv IS NOT NULL GROUP BY cnv HAVING count(*) > 1))
          AND d.numero IS NOT NULL
    ) AS repetido
    WHERE lugar > 1
) AS ajeno
GROUP BY n;

UPDATE staging s SET avisos = s.avisos || ARRAY['documento_de_otra_persona'],
    duda = coalesce(s.duda, 'identidad_ambigua')
FROM documento_ajeno a WHERE a.n = s.n;

UPDATE menor m SET
    dni = CASE WHEN NOT a.dni THEN m.dni END,
    cui = CASE WHEN NOT a.cui THEN m.cui END,
    cnv = CASE WHEN NOT a.cnv THEN m.cnv END
FROM documento_ajeno a WHERE a.n = m.n;

-- One that a merge set aside does not displace the document that she has.
UPDATE menor m SET dni = NULL
FROM captacion_documentoalias a JOIN staging s USING (persona_id)
WHERE s.n = m.n AND a.documento = 'DNI:' || m.dni;

UPDATE menor m SET cnv = NULL
FROM captacion_documentoalias a JOIN staging s USING (persona_id)
WHERE s.n = m.n AND a.documento = 'CNV:' || m.cnv;

UPDATE staging SET persona_id = nextval('captacion_persona_id_seq'), persona_nueva = true
WHERE errores = '{}' AND persona_id IS NULL;

ANALYZE staging (n, errores, persona_id, persona_nueva);
