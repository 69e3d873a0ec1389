-- Where the stored calendar of these people says something else: `ya` tells the row, and the columns of
-- `r` what it is now (nothing: it is not asked any more).
CREATE TEMP TABLE cal_diferencia ON COMMIT DROP AS
SELECT c.id AS ya, c.persona_id, c.gestante_id, c.regla_id, c.situacion AS antes, c.desde AS desde_antes,
    r.regla_id AS sigue, r.desde, r.hasta, r.exigible_el, r.situacion, r.cuidado_id, r.dado_el
FROM afiliacion_corresponsabilidad c
LEFT JOIN cal_resultado r
    ON r.persona_id = c.persona_id AND r.regla_id = c.regla_id
   AND coalesce(r.gestante_id, 0) = coalesce(c.gestante_id, 0)
WHERE c.persona_id = ANY(%(personas)s)
  AND (r.regla_id IS NULL
       OR (c.desde, c.hasta, c.exigible_el, c.situacion, c.cuidado_id, c.dado_el)
          IS DISTINCT FROM (r.desde, r.hasta, r.exigible_el, r.situacion, r.cuidado_id, r.dado_el));
