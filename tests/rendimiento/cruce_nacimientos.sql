-- A birth to a woman of every fifth household, whose DNI came with a digit wrong that nobody has.
CREATE TABLE banco_nacimiento AS
SELECT (5000000000 + h.n)::text AS codigo, p.ap_paterno, p.ap_materno, p.nombres,
    overlay(p.dni PLACING ((substr(p.dni, 5, 1)::int + 5) %% 10)::text FROM 5 FOR 1) AS documento,
    h.distrito_id, h.centro_poblado_codigo
FROM (
    SELECT id, distrito_id, centro_poblado_codigo, id - 1000000 AS n FROM captacion_hogar
    WHERE origen <> 'provisional' ORDER BY id
) AS h
JOIN captacion_persona p ON p.id = 1000000 + h.n * 4
WHERE h.n %% %(de_cada)s = 0
  AND NOT EXISTS (
      SELECT FROM captacion_persona q
      WHERE q.dni = overlay(p.dni PLACING ((substr(p.dni, 5, 1)::int + 5) %% 10)::text FROM 5 FOR 1));

SELECT * FROM banco_nacimiento ORDER BY codigo;
