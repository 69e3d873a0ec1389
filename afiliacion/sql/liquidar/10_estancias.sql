-- The stays of each household in the programme: the one it is in, and those that ended.

CREATE TEMP TABLE liq_estancia ON COMMIT DROP AS
SELECT hogar, desde, hasta, date_trunc('month', desde)::date AS mes_desde,
    date_trunc('month', hasta)::date AS mes_hasta
FROM (
    SELECT h.id AS hogar, coalesce(h.usuario_desde, '-infinity'::date) AS desde,
        'infinity'::date AS hasta
    FROM captacion_hogar h
    WHERE h.es_usuario AND h.unido_a_id IS NULL
    UNION ALL
    SELECT s.hogar_id, coalesce(s.entrada_el, '-infinity'::date), s.sale_el
    FROM afiliacion_salidapropuesta s
    JOIN afiliacion_causasalida c ON c.codigo = s.causa_id AND c.alcance = 'hogar'
    WHERE s.estado = 'aceptada'
) e
WHERE desde <= %(corte)s;
ANALYZE liq_estancia;

-- The households of this bimester; the base is for those that are users on its last day.
CREATE TEMP TABLE liq_hogar ON COMMIT DROP AS
SELECT h.id AS hogar, h.origen || ':' || h.codigo AS clave, h.distrito_id AS distrito,
    x.es_usuario
FROM (
    SELECT e.hogar, bool_or(e.hasta >= m.fin_bimestre) AS es_usuario
    FROM liq_estancia e
    JOIN (SELECT DISTINCT inicio, fin_bimestre FROM liq_mes WHERE propia) m
        ON e.desde <= m.fin_bimestre AND e.hasta >= m.inicio
    GROUP BY e.hogar
) x
JOIN captacion_hogar h ON h.id = x.hogar;
ANALYZE liq_hogar;
