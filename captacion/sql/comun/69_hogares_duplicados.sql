-- Two households of one register with two members or more in both, among those that this load told.
-- The one that stays is a user's, the larger, the older. Whose DNI too many people bring counts for
-- nothing. Each pair is told once.
CREATE UNLOGGED TABLE hogar_contado AS
SELECT hogar_id, max(n) AS n FROM staging WHERE errores = '{}' AND hogar_id IS NOT NULL GROUP BY hogar_id;

ANALYZE hogar_contado;

CREATE UNLOGGED TABLE hogar_repetido AS
SELECT least(m.hogar_id, o.hogar_id) AS uno_id, greatest(m.hogar_id, o.hogar_id) AS otro_id,
    count(DISTINCT m.persona_id) AS comunes, max(t.n) AS n
FROM hogar_contado t
JOIN captacion_hogar h ON h.id = t.hogar_id
JOIN captacion_miembro m ON m.hogar_id = t.hogar_id AND m.vinculo_id IS NULL
JOIN captacion_miembro o
    ON o.persona_id = m.persona_id AND o.vinculo_id IS NULL AND o.hogar_id <> m.hogar_id
JOIN captacion_hogar ho ON ho.id = o.hogar_id AND ho.origen = h.origen
WHERE NOT EXISTS (SELECT FROM observada v WHERE v.persona_id = m.persona_id)
GROUP BY 1, 2
HAVING count(DISTINCT m.persona_id) > 1;

INSERT INTO captacion_hogarduplicado (hogar_id, otro_id, comunes, estado, carga_id, fila)
SELECT orden[1], orden[2], comunes, 'por_revisar', %(carga)s, n
FROM (
    SELECT r.comunes, r.n, array_agg(h.id ORDER BY h.es_usuario DESC, k.cuantos DESC, h.id) AS orden
    FROM hogar_repetido r
    JOIN captacion_hogar h ON h.id IN (r.uno_id, r.otro_id)
    CROSS JOIN LATERAL (
        SELECT count(*) AS cuantos FROM captacion_miembro m
        WHERE m.hogar_id = h.id AND m.vinculo_id IS NULL
    ) AS k
    GROUP BY r.uno_id, r.otro_id, r.comunes, r.n
) AS par
ON CONFLICT DO NOTHING;
