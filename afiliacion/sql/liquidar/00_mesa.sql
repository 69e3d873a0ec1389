-- The months to judge: the two of this bimester, and those of the closed ones that late data may
-- still adjust. Each with what was in force for it.

SET LOCAL work_mem TO '192MB';

DROP VIEW IF EXISTS liq_corresponsabilidad;
DROP TABLE IF EXISTS liq_mes, liq_estancia, liq_hogar, liq_captacion, liq_miembro, liq_item,
    liq_verificacion, liq_linea, liq_ajuste, liq_ajustado;

CREATE TEMP TABLE liq_mes ON COMMIT DROP AS
SELECT l.id AS liquidacion, l.id = %(liquidacion)s AS propia, l.desde AS inicio,
    (l.desde + interval '2 months' - interval '1 day')::date AS fin_bimestre,
    m.mes::date AS mes, (m.mes + interval '1 month' - interval '1 day')::date AS fin,
    transferencia('tpi_mes', m.mes::date) AS tpi,
    transferencia('base_bimestre', l.desde) AS base,
    transferencia('base_exige_cumplir', l.desde) = 1 AS base_exige,
    transferencia('meses_tpi', l.desde)::int AS meses_tpi,
    transferencia('dias_tras_fpp', l.desde)::int AS dias_tras_fpp,
    transferencia('dias_gestacion_minima', l.desde)::int AS dias_gestacion_minima
FROM afiliacion_liquidacion esta
JOIN afiliacion_liquidacion l ON l.id = esta.id OR (
    l.estado IN ('congelada', 'exportada', 'con_resultados')
    AND l.desde < esta.desde
    AND l.desde >= esta.desde
        - make_interval(months => 2 * transferencia('bimestres_de_ajuste', esta.desde)::int))
CROSS JOIN LATERAL generate_series(l.desde, l.desde + interval '1 month', interval '1 month') m(mes)
WHERE esta.id = %(liquidacion)s;
ANALYZE liq_mes;
