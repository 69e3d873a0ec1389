-- What the turns do not see: a person's word that it was not given, and who is not asked.
UPDATE cal_fila f SET situacion = 'no_dado', cuidado_id = c.id
FROM cal_cuidado c, cal_sujeto s, cal_regla r
WHERE NOT c.dado AND s.persona_id = c.persona_id AND f.n = s.n
  AND r.regla_id = f.regla_id AND r.item_id = c.item_id
  AND c.dado_el BETWEEN f.desde AND f.hasta
  AND (c.dosis_dicha IS NULL OR c.dosis_dicha = r.dosis)
  AND f.situacion IN ('sin_dato', 'fuera') AND (f.dado_el IS NULL OR f.dado_el < f.desde);

UPDATE cal_fila f SET situacion = 'exonerado'
FROM cal_sujeto s
JOIN captacion_vinculo v ON v.persona_id = s.persona_id AND v.estado IN ('automatico', 'confirmado')
JOIN captacion_hogar h ON h.id = v.hogar_id
LEFT JOIN juntos_distrito d ON d.ubigeo = h.distrito_id
CROSS JOIN afiliacion_exoneracion e, cal_regla r
WHERE f.n = s.n AND r.regla_id = f.regla_id
  AND f.situacion IN ('sin_dato', 'fuera', 'no_dado')
  AND (e.distrito_id IS NULL OR e.distrito_id = h.distrito_id)
  AND (e.unidad_territorial_id IS NULL OR e.unidad_territorial_id = d.unidad_territorial_id)
  AND (e.item_id IS NULL OR e.item_id = r.item_id)
  AND coalesce(f.exigible_el, f.hasta) BETWEEN e.desde AND e.hasta
  AND CASE WHEN %(corte)s::date IS NULL THEN e.anulada_en IS NULL
           ELSE (e.registrada_en AT TIME ZONE 'America/Lima')::date <= %(corte)s::date
                AND (e.anulada_en IS NULL
                     OR (e.anulada_en AT TIME ZONE 'America/Lima')::date > %(corte)s::date) END;

-- One of: the alternative with most care in time; of two, the one that the norm tells later, which is
-- there for a reason. With no care at all, the first stands for the group.
CREATE TEMP TABLE cal_elegida ON COMMIT DROP AS
SELECT DISTINCT ON (n, norma_id, grupo) n, norma_id, grupo, alternativa
FROM (
    SELECT n, norma_id, grupo, alternativa, count(*) FILTER (WHERE situacion = 'en_ventana') AS en_ventana,
        count(dado_el) AS dados, min(orden) AS orden
    FROM cal_fila WHERE grupo IS NOT NULL AND dado_el IS NOT NULL
    GROUP BY n, norma_id, grupo, alternativa
) a
ORDER BY n, norma_id, grupo, en_ventana DESC, dados DESC, orden DESC;
ANALYZE cal_elegida;

CREATE TEMP TABLE cal_primera ON COMMIT DROP AS
SELECT DISTINCT ON (norma_id, grupo) norma_id, grupo, alternativa
FROM cal_regla WHERE grupo IS NOT NULL ORDER BY norma_id, grupo, orden;

CREATE TEMP VIEW cal_resultado AS
SELECT s.persona_id, s.gestante_id, f.regla_id, f.desde, f.hasta, f.exigible_el,
    CASE WHEN a.otra THEN 'no_aplica' ELSE f.situacion END AS situacion,
    CASE WHEN NOT a.otra THEN f.cuidado_id END AS cuidado_id,
    CASE WHEN NOT a.otra AND f.situacion <> 'no_aplica' THEN f.dado_el END AS dado_el
FROM cal_fila f
JOIN cal_sujeto s USING (n)
LEFT JOIN cal_elegida e ON e.n = f.n AND e.norma_id = f.norma_id AND e.grupo = f.grupo
LEFT JOIN cal_primera p ON p.norma_id = f.norma_id AND p.grupo = f.grupo
CROSS JOIN LATERAL (
    SELECT f.grupo IS NOT NULL AND f.alternativa <> coalesce(e.alternativa, p.alternativa) AS otra
) a
WHERE f.vigente;
