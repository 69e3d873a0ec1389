-- What the turns do not see: a person's word that it was not given, and who is not asked.
UPDATE cal_fila f SET situacion = 'no_dado'
FROM cal_cuidado c, cal_sujeto s, cal_regla r
WHERE NOT c.dado AND s.persona_id = c.persona_id AND f.n = s.n
  AND r.regla = f.regla AND r.item = c.item
  AND c.dado_el BETWEEN f.desde AND f.hasta
  AND (c.dosis_dicha IS NULL OR c.dosis_dicha = r.dosis)
  AND f.situacion IN ('sin_dato', 'fuera') AND (f.dado_el IS NULL OR f.dado_el < f.desde);

UPDATE cal_fila f SET situacion = 'exonerado'
FROM cal_sujeto s
JOIN captacion_vinculo v ON v.persona_id = s.persona_id AND v.estado IN ('automatico', 'confirmado')
JOIN captacion_hogar h ON h.id = v.hogar_id
LEFT JOIN juntos_distrito d ON d.ubigeo = h.distrito_id
CROSS JOIN afiliacion_exoneracion e, cal_regla r
WHERE f.n = s.n AND r.regla = f.regla
  AND f.situacion IN ('sin_dato', 'fuera', 'no_dado')
  AND (e.distrito_id IS NULL OR e.distrito_id = h.distrito_id)
  AND (e.unidad_territorial_id IS NULL OR e.unidad_territorial_id = d.unidad_territorial_id)
  AND (e.item_id IS NULL OR e.item_id = r.item_id)
  AND coalesce(s.cero + r.exigible, f.hasta) BETWEEN e.desde AND e.hasta
  AND CASE WHEN %(corte)s::date IS NULL THEN e.anulada_en IS NULL
           ELSE (e.registrada_en AT TIME ZONE 'America/Lima')::date <= %(corte)s::date
                AND (e.anulada_en IS NULL
                     OR (e.anulada_en AT TIME ZONE 'America/Lima')::date > %(corte)s::date) END;

-- One of: the alternative with most care in time; of two, the one that the norm tells later, which is
-- there for a reason. With no care at all, the first stands for the group.
CREATE TEMP TABLE cal_elegida ON COMMIT DROP AS
SELECT DISTINCT ON (n, grupo) n, grupo, orden
FROM (
    SELECT f.n, r.grupo, r.orden, count(*) FILTER (WHERE f.situacion = 'en_ventana') AS en_ventana,
        count(*) AS dados
    FROM cal_fila f JOIN cal_regla r USING (regla)
    WHERE r.grupo IS NOT NULL AND f.dado_el IS NOT NULL
    GROUP BY f.n, r.grupo, r.orden
) a
ORDER BY n, grupo, en_ventana DESC, dados DESC, orden DESC;
ANALYZE cal_elegida;

CREATE TEMP VIEW cal_resultado AS
SELECT s.persona_id, s.gestante_id, r.regla_id, f.desde, f.hasta, s.cero + r.exigible AS exigible_el,
    CASE WHEN otra.alternativa THEN 'no_aplica' ELSE f.situacion END AS situacion,
    c.id AS cuidado_id, c.dado_el
FROM cal_fila f
JOIN cal_sujeto s USING (n)
JOIN (
    SELECT r.*, min(orden) OVER (PARTITION BY grupo) AS primera FROM cal_regla r
) r USING (regla)
LEFT JOIN cal_elegida e ON e.n = f.n AND e.grupo = r.grupo
CROSS JOIN LATERAL (
    SELECT r.grupo IS NOT NULL AND r.orden <> coalesce(e.orden, r.primera) AS alternativa
) otra
LEFT JOIN cal_cuidado c
    ON c.persona_id = s.persona_id AND c.item = r.item AND c.dado AND c.dado_el = f.dado_el
   AND f.situacion <> 'no_aplica' AND NOT otra.alternativa
WHERE f.vigente;
