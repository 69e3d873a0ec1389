-- The people of this turn, each as what is owed care: a child from its birth, a pregnancy from its FUR
-- to the birth, the loss, or some days after the FPP. A child that died is owed nothing from then on.
CREATE TEMP TABLE cal_sujeto ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY persona_id, gestante_id)::integer AS n, s.*
FROM (
    SELECT rn.persona_id, NULL::bigint AS gestante_id, 'nino' AS sujeto, p.fecha_nacimiento AS cero,
        coalesce(fin.fecha, 'infinity') AS fin, rn.madre_id
    FROM captacion_reciennacido rn
    JOIN captacion_persona p ON p.id = rn.persona_id
    LEFT JOIN (
        SELECT c.recien_nacido_id, v.fecha
        FROM afiliacion_caso k
        JOIN afiliacion_visita v ON v.id = k.cerrado_por_visita_id
        JOIN captacion_captacion c ON c.id = k.captacion_id
        WHERE %(corte)s::date IS NULL OR v.fecha <= %(corte)s::date
    ) fin ON fin.recien_nacido_id = rn.id
    WHERE rn.persona_id = ANY(%(personas)s) AND p.fecha_nacimiento IS NOT NULL
    UNION ALL
    SELECT g.persona_id, g.id, 'gestante', g.fur,
        coalesce(least(nacio.el, fin.fecha), g.fpp + %(dias_tras_fpp)s::integer), NULL
    FROM captacion_gestante g
    LEFT JOIN LATERAL (
        SELECT min(p.fecha_nacimiento) AS el
        FROM captacion_reciennacido rn
        JOIN captacion_persona p ON p.id = rn.persona_id
        WHERE rn.madre_id = g.persona_id
          AND p.fecha_nacimiento BETWEEN g.fur + %(dias_gestacion_minima)s::integer
                                     AND g.fpp + %(dias_tras_fpp)s::integer
          AND (%(corte)s::date IS NULL OR p.fecha_nacimiento <= %(corte)s::date)
    ) nacio ON true
    LEFT JOIN (
        SELECT c.gestante_id, v.fecha
        FROM afiliacion_caso k
        JOIN afiliacion_visita v ON v.id = k.cerrado_por_visita_id
        JOIN captacion_captacion c ON c.id = k.captacion_id
        WHERE %(corte)s::date IS NULL OR v.fecha <= %(corte)s::date
    ) fin ON fin.gestante_id = g.id
    WHERE g.persona_id = ANY(%(personas)s)
) s;
ANALYZE cal_sujeto;
