-- A household of the PGH that was chosen may be one of JUNTOS's, whose file does not name the person:
-- the programme's register speaks first (ADR 6). They are one when two members at least, and half of
-- those of either, are in both. One who left for a household of another district takes nobody along.
-- Anything between waits for a person.
CREATE UNLOGGED TABLE en_ambos AS
SELECT n.persona_id, e.juntos_id, e.comunes,
    e.comunes > 1 AND e.comunes * 2 >= e.de_juntos AND e.comunes * 2 >= e.de_pgh AS es_el_mismo
FROM eleccion n
JOIN captacion_encuentrodehogares e ON e.pgh_id = n.hogar_id
WHERE n.duda IS NULL
  AND (e.comunes > 1 OR e.de_juntos = 1 OR 'distrito' <> ALL (e.discrepancias)
       OR n.regla = 'parecido_pgh')
  AND NOT EXISTS (
      SELECT FROM captacion_vinculo v
      WHERE v.persona_id = n.persona_id AND v.hogar_id = e.juntos_id AND v.estado = 'descartado');

CREATE UNLOGGED TABLE preferido AS
SELECT persona_id, min(juntos_id) AS juntos_id, count(*) = 1 AND bool_and(es_el_mismo) AS sin_duda
FROM en_ambos
GROUP BY persona_id;

UPDATE eleccion n SET hogar_id = p.juntos_id, regla = 'encuentro_juntos'
FROM preferido p
WHERE p.sin_duda AND n.persona_id = p.persona_id;

INSERT INTO eleccion
    (persona_id, hogar_id, regla, prioridad, fila, duda, orden, puntaje, aportes)
SELECT n.persona_id, a.juntos_id, 'encuentro_juntos', n.prioridad, n.fila, 'dos_padrones',
    row_number() OVER (PARTITION BY n.persona_id ORDER BY a.comunes DESC, a.juntos_id), n.puntaje,
    n.aportes
FROM preferido p
JOIN en_ambos a USING (persona_id)
JOIN eleccion n USING (persona_id)
WHERE NOT p.sin_duda;

UPDATE eleccion n SET
    duda = 'dos_padrones',
    orden = 1 + (SELECT count(*) FROM en_ambos a WHERE a.persona_id = p.persona_id)
FROM preferido p
WHERE NOT p.sin_duda AND n.persona_id = p.persona_id AND n.duda IS NULL;

ANALYZE eleccion;
