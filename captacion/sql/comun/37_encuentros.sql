-- Households of JUNTOS and of the PGH with members in common, for those of juntos_por_ver.
CREATE UNLOGGED TABLE miembro_de_juntos AS
SELECT j.id AS juntos_id, m.persona_id
FROM juntos_por_ver j JOIN captacion_miembro m ON m.hogar_id = j.id AND m.vinculo_id IS NULL;

ANALYZE miembro_de_juntos;

CREATE UNLOGGED TABLE en_comun AS
SELECT m.juntos_id, o.hogar_id AS pgh_id, count(*) AS comunes
FROM miembro_de_juntos m
JOIN captacion_miembro o ON o.persona_id = m.persona_id AND o.vinculo_id IS NULL
JOIN captacion_hogar h ON h.id = o.hogar_id AND h.origen = 'pgh'
GROUP BY m.juntos_id, o.hogar_id;

ANALYZE en_comun;

CREATE UNLOGGED TABLE en_dos_juntos AS
SELECT DISTINCT m.juntos_id
FROM miembro_de_juntos m
JOIN captacion_miembro o
    ON o.persona_id = m.persona_id AND o.vinculo_id IS NULL AND o.hogar_id <> m.juntos_id
JOIN captacion_hogar h ON h.id = o.hogar_id AND h.origen = 'juntos';

CREATE UNLOGGED TABLE encuentro AS
SELECT e.juntos_id, e.pgh_id, e.comunes, j.cuantos AS de_juntos, p.cuantos AS de_pgh,
    array_remove(ARRAY[
        CASE WHEN j.cuantos > e.comunes OR p.cuantos > e.comunes THEN 'miembros' END,
        CASE WHEN r.hogares > 1 THEN 'repartido' END,
        CASE WHEN d.juntos_id IS NOT NULL THEN 'dos_juntos' END,
        CASE WHEN hj.distrito_id <> hp.distrito_id THEN 'distrito' END,
        CASE WHEN nj.nivel <> np.nivel THEN 'nivel' END
    ], NULL) AS discrepancias
FROM en_comun e
JOIN (
    SELECT juntos_id, count(*) AS cuantos FROM miembro_de_juntos GROUP BY juntos_id
) AS j USING (juntos_id)
JOIN (
    SELECT juntos_id, count(*) AS hogares FROM en_comun GROUP BY juntos_id
) AS r USING (juntos_id)
JOIN (
    SELECT m.hogar_id AS pgh_id, count(*) AS cuantos
    FROM (SELECT DISTINCT pgh_id FROM en_comun) AS c
    JOIN captacion_miembro m ON m.hogar_id = c.pgh_id AND m.vinculo_id IS NULL
    GROUP BY m.hogar_id
) AS p USING (pgh_id)
JOIN captacion_hogar hj ON hj.id = e.juntos_id
JOIN captacion_hogar hp ON hp.id = e.pgh_id
LEFT JOIN en_dos_juntos d USING (juntos_id)
LEFT JOIN LATERAL (
    SELECT nivel FROM captacion_clasificacionsocioeconomica
    WHERE hogar_id = e.juntos_id ORDER BY carga_id DESC, id DESC LIMIT 1
) AS nj ON true
LEFT JOIN LATERAL (
    SELECT nivel FROM captacion_clasificacionsocioeconomica
    WHERE hogar_id = e.pgh_id ORDER BY carga_id DESC, id DESC LIMIT 1
) AS np ON true;

ANALYZE encuentro;

DELETE FROM captacion_encuentrodehogares a
USING juntos_por_ver j
WHERE a.juntos_id = j.id
  AND NOT EXISTS (SELECT FROM encuentro e WHERE e.juntos_id = a.juntos_id AND e.pgh_id = a.pgh_id);

INSERT INTO captacion_encuentrodehogares AS a
    (juntos_id, pgh_id, comunes, de_juntos, de_pgh, discrepancias, carga_id)
SELECT juntos_id, pgh_id, comunes, de_juntos, de_pgh, discrepancias, %(carga)s FROM encuentro
ON CONFLICT (juntos_id, pgh_id) DO UPDATE SET
    comunes = EXCLUDED.comunes, de_juntos = EXCLUDED.de_juntos, de_pgh = EXCLUDED.de_pgh,
    discrepancias = EXCLUDED.discrepancias,
    carga_id = CASE WHEN %(de_registro)s THEN EXCLUDED.carga_id ELSE a.carga_id END
WHERE (a.comunes, a.de_juntos, a.de_pgh, a.discrepancias)
    IS DISTINCT FROM (EXCLUDED.comunes, EXCLUDED.de_juntos, EXCLUDED.de_pgh, EXCLUDED.discrepancias);
