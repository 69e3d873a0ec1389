-- What this file changed of the members and, once each, of the households that it told before.
INSERT INTO captacion_cambiodato (carga_id, fila, persona_id, campo, antes, despues)
SELECT %(carga)s, a.n, a.persona_id, v.campo, coalesce(v.antes, ''), coalesce(v.despues, '')
FROM antes a
JOIN captacion_persona p ON p.id = a.persona_id
CROSS JOIN LATERAL (VALUES
    ('ap_paterno', a.ap_paterno, p.ap_paterno),
    ('ap_materno', a.ap_materno, p.ap_materno),
    ('nombres', a.nombres, p.nombres),
    ('sexo', a.sexo, p.sexo),
    ('fecha_nacimiento', to_char(a.fecha_nacimiento, 'YYYY-MM-DD'), to_char(p.fecha_nacimiento, 'YYYY-MM-DD'))
) AS v(campo, antes, despues)
WHERE coalesce(v.antes, '') <> coalesce(v.despues, '')
ORDER BY a.n, v.campo;

INSERT INTO captacion_cambiodato (carga_id, fila, persona_id, hogar_id, campo, antes, despues)
SELECT %(carga)s, a.n, a.persona_id, a.hogar_id, v.campo, coalesce(v.antes, ''), coalesce(v.despues, '')
FROM (SELECT DISTINCT ON (hogar_id) * FROM antes ORDER BY hogar_id, n) AS a
JOIN captacion_hogar h ON h.id = a.hogar_id
LEFT JOIN LATERAL (
    SELECT nivel, desde, hasta FROM captacion_clasificacionsocioeconomica
    WHERE hogar_id = a.hogar_id AND fuente = %(fuente)s
    ORDER BY carga_id DESC, id DESC LIMIT 1
) AS k ON true
CROSS JOIN LATERAL (VALUES
    ('ubigeo', a.distrito_id, h.distrito_id),
    ('centro_poblado', a.centro_poblado, h.centro_poblado),
    ('direccion', a.direccion, h.direccion),
    ('estado', a.es_usuario::int::text, h.es_usuario::int::text),
    ('tpi', a.en_tpi::int::text, h.en_tpi::int::text),
    ('nivel', a.nivel, k.nivel),
    ('cse_desde', to_char(a.desde, 'YYYY-MM-DD'), to_char(k.desde, 'YYYY-MM-DD')),
    ('cse_hasta', to_char(a.hasta, 'YYYY-MM-DD'), to_char(k.hasta, 'YYYY-MM-DD'))
) AS v(campo, antes, despues)
WHERE coalesce(v.antes, '') <> coalesce(v.despues, '')
ORDER BY a.n, v.campo;
