-- What this file changed of the pregnancies that the source already told.
CREATE UNLOGGED TABLE cambio AS
SELECT a.n, a.persona_id, v.campo, coalesce(v.antes, '') AS antes, coalesce(v.despues, '') AS despues
FROM antes a
JOIN captacion_gestante g ON g.id = a.gestante_id
CROSS JOIN LATERAL (VALUES
    ('fur', to_char(a.fur, 'YYYY-MM-DD'), to_char(g.fur, 'YYYY-MM-DD')),
    ('fpp', to_char(a.fpp, 'YYYY-MM-DD'), to_char(g.fpp, 'YYYY-MM-DD')),
    ('ubigeo', a.distrito_id, g.distrito_id),
    ('direccion', a.direccion, g.direccion),
    ('referencia', a.referencia, g.referencia),
    ('eess', a.establecimiento_codigo, g.establecimiento_codigo),
    ('celular', a.celular_antes, a.celular)
) AS v(campo, antes, despues)
WHERE coalesce(v.antes, '') <> coalesce(v.despues, '');

INSERT INTO captacion_cambiodato (carga_id, fila, persona_id, campo, antes, despues)
SELECT %(carga)s, n, persona_id, campo, antes, despues FROM cambio ORDER BY n, campo;

UPDATE captacion_telefono t SET visto_el = %(hoy)s::date, fuente = %(fuente)s
FROM cambio c
WHERE c.campo = 'celular' AND t.persona_id = c.persona_id AND t.numero = c.despues
  AND (t.visto_el < %(hoy)s::date OR t.fuente <> %(fuente)s);
