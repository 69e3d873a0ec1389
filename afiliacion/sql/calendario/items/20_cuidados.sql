-- The care known of these people, as of the cut-off: what was given, and what a person confirmed that
-- was not.
CREATE TEMP TABLE cal_cuidado ON COMMIT DROP AS
SELECT DISTINCT ON (c.persona_id, r.item, c.dado_el, c.dado)
    c.persona_id, r.item, c.dado_el, c.dado, c.dosis_dicha, c.id
FROM afiliacion_cuidado c
JOIN (SELECT DISTINCT item, item_id FROM cal_regla) r ON r.item_id = c.item_id
WHERE c.persona_id = ANY(%(personas)s)
  AND CASE WHEN %(corte)s::date IS NULL THEN c.anulado_en IS NULL
           ELSE c.dado_el <= %(corte)s::date AND c.conocido_el <= %(corte)s::date
                AND (c.anulado_en IS NULL
                     OR (c.anulado_en AT TIME ZONE 'America/Lima')::date > %(corte)s::date) END
ORDER BY c.persona_id, r.item, c.dado_el, c.dado, c.id;
ANALYZE cal_cuidado;

-- Weight and weeks at birth, only where some rule asks: the weight measured by the day after, and the
-- weeks since the FUR of the mother's pregnancy. Unknown is a child of term and usual weight.
CREATE TEMP TABLE cal_nacimiento ON COMMIT DROP AS
SELECT s.n,
    coalesce((SELECT min(a.peso) * 1000 FROM captacion_atencion a
              WHERE a.persona_id = s.persona_id AND a.peso IS NOT NULL
                AND a.atendida_el BETWEEN s.cero AND s.cero + 1), 3000) AS gramos,
    coalesce((SELECT min(s.cero - g.fur) / 7 FROM captacion_gestante g
              WHERE g.persona_id = s.madre_id
                AND s.cero BETWEEN g.fur + %(dias_gestacion_minima)s::integer
                               AND g.fpp + %(dias_tras_fpp)s::integer), 39) AS semanas
FROM cal_sujeto s
WHERE s.sujeto = 'nino' AND EXISTS (SELECT FROM cal_regla WHERE filtra);
ANALYZE cal_nacimiento;

-- One row a rule and person, filled turn by turn. `ultimo`: the last care taken by the chain so far.
CREATE TEMP TABLE cal_fila (
    n integer, regla integer, cadena integer, nivel integer, desde date, hasta date, dado_el date,
    ultimo date, vigente boolean, situacion text
) ON COMMIT DROP;
