-- The care known of these people, as of the cut-off: the days on which each item was given, in order,
-- and what a person confirmed that was not.
CREATE TEMP TABLE cal_cuidado ON COMMIT DROP AS
SELECT c.persona_id, c.item_id, c.dado_el, c.dado, c.dosis_dicha, c.id
FROM afiliacion_cuidado c
WHERE c.persona_id = ANY(%(personas)s)
  AND CASE WHEN %(corte)s::date IS NULL THEN c.anulado_en IS NULL
           ELSE c.dado_el <= %(corte)s::date AND c.conocido_el <= %(corte)s::date
                AND (c.anulado_en IS NULL
                     OR (c.anulado_en AT TIME ZONE 'America/Lima')::date > %(corte)s::date) END;

CREATE TEMP TABLE cal_dado ON COMMIT DROP AS
SELECT persona_id, item_id, array_agg(dado_el ORDER BY dado_el, id) AS fechas,
    array_agg(id ORDER BY dado_el, id) AS ids
FROM cal_cuidado WHERE dado GROUP BY persona_id, item_id;
ANALYZE cal_dado;

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

-- One row a rule and person, filled turn by turn. `ultimo`: the last care taken by the chain so far.
CREATE TEMP TABLE cal_fila (
    n integer, regla_id bigint, cadena integer, nivel smallint, norma_id bigint, grupo text,
    alternativa text, orden bigint, desde date, hasta date, exigible_el date, dado_el date,
    cuidado_id bigint, ultimo date, vigente boolean, situacion text
) ON COMMIT DROP;
