-- Who is entitled in each month: captured in time and not set aside, from the month of
-- registration (or of the household's entry) to that of the first birthday, or of the end of the
-- pregnancy: the birth, the loss, or some days after the FPP when nobody tells.

CREATE TEMP TABLE liq_captacion ON COMMIT DROP AS
SELECT c.id AS captacion, c.tipo, c.persona_id AS persona, c.gestante_id AS gestante,
    c.hogar_id AS hogar, c.registrada_el, date_trunc('month', c.registrada_el)::date AS mes_registro, c.evento_el,
    g.fpp, least(b.nacio_el, v.fecha, s.sale_el) AS termino_el
FROM afiliacion_inclusiontpi i
JOIN captacion_captacion c ON c.id = i.captacion_id
LEFT JOIN captacion_gestante g ON g.id = c.gestante_id
LEFT JOIN (
    SELECT g.id AS gestante, min(p.fecha_nacimiento) AS nacio_el
    FROM captacion_gestante g
    JOIN captacion_reciennacido r ON r.madre_id = g.persona_id
    JOIN captacion_persona p ON p.id = r.persona_id
    JOIN (SELECT DISTINCT dias_gestacion_minima, dias_tras_fpp FROM liq_mes WHERE propia) m
        ON p.fecha_nacimiento BETWEEN g.fur + m.dias_gestacion_minima AND g.fpp + m.dias_tras_fpp
    WHERE r.en_fuente_el IS NULL OR r.en_fuente_el <= %(corte)s
    GROUP BY g.id
) b ON b.gestante = c.gestante_id
LEFT JOIN afiliacion_caso k ON k.captacion_id = c.id
LEFT JOIN afiliacion_visita v ON v.id = k.cerrado_por_visita_id AND v.fecha <= %(corte)s
-- The household left the early-childhood transfer: whoever it had then, not who comes later.
LEFT JOIN LATERAL (
    SELECT min(s.sale_el) AS sale_el
    FROM afiliacion_salidapropuesta s
    JOIN afiliacion_causasalida x ON x.codigo = s.causa_id AND x.alcance = 'tpi'
    WHERE s.hogar_id = c.hogar_id AND s.estado = 'aceptada' AND s.sale_el >= c.registrada_el
) s ON true
WHERE i.estado <> 'no_incluida' AND c.oportuna AND c.registrada_el <= %(corte)s;
ANALYZE liq_captacion;

-- In a closed month each stays with the household that was judged with it: a child that moved is
-- never paid for in two.
CREATE TEMP TABLE liq_miembro ON COMMIT DROP AS
SELECT m.liquidacion, m.mes, m.fin, coalesce(f.hogar_id, c.hogar) AS hogar, c.captacion, c.tipo,
    c.evento_el, c.persona, c.gestante
FROM liq_captacion c
JOIN liq_mes m ON m.mes >= c.mes_registro AND m.mes <= least(c.termino_el, CASE
    WHEN c.gestante IS NULL THEN (c.evento_el + make_interval(months => m.meses_tpi))::date
    ELSE c.fpp + m.dias_tras_fpp
END)
LEFT JOIN (
    SELECT DISTINCT e.liquidacion_id, e.mes, e.captacion_id, e.hogar_id
    FROM afiliacion_evidencia e
    WHERE e.liquidacion_id IN (SELECT liquidacion FROM liq_mes WHERE NOT propia)
) f ON f.liquidacion_id = m.liquidacion AND f.mes = m.mes AND f.captacion_id = c.captacion
WHERE EXISTS (
    SELECT FROM liq_estancia e
    WHERE e.hogar = coalesce(f.hogar_id, c.hogar) AND m.mes BETWEEN e.mes_desde AND e.mes_hasta
);
ANALYZE liq_miembro;
