-- The line of each household: base, months, and the adjustments up to what there is to pay.

CREATE TEMP TABLE liq_linea ON COMMIT DROP AS
SELECT h.hogar, h.clave, h.distrito, h.es_usuario, x.suspendido, coalesce(v.motivo, '') AS motivo,
    CASE WHEN h.es_usuario AND NOT x.suspendido THEN m.base ELSE 0 END AS base,
    coalesce(v.tpi, 0) AS tpi, 0::numeric AS ajuste,
    CASE WHEN x.suspendido THEN 1 + coalesce(antes.suspensiones, 0) ELSE 0 END AS suspensiones
FROM liq_hogar h
CROSS JOIN (SELECT DISTINCT inicio, base, base_exige FROM liq_mes WHERE propia) m
LEFT JOIN (
    SELECT v.hogar, sum(v.tpi) AS tpi,
        bool_or(v.resultado IN ('no_cumple', 'fuera_de_plazo')) AS falta,
        string_agg(to_char(v.mes, 'MM/YYYY') || ', ' || v.motivo, '. ' ORDER BY v.mes)
            FILTER (WHERE v.motivo <> '') AS motivo
    FROM liq_verificacion v
    WHERE v.liquidacion = %(liquidacion)s
    GROUP BY v.hogar
) v ON v.hogar = h.hogar
CROSS JOIN LATERAL (
    SELECT h.es_usuario AND m.base_exige AND coalesce(v.falta, false) AS suspendido
) x
-- The bimester before, unless its base was given back by an adjustment since.
LEFT JOIN (
    SELECT p.hogar_id, p.suspensiones
    FROM afiliacion_pago p
    JOIN afiliacion_liquidacion l ON l.id = p.liquidacion_id
        AND l.estado IN ('congelada', 'exportada', 'con_resultados')
    JOIN liq_mes m ON m.propia AND m.mes = m.inicio AND l.desde = m.inicio - interval '2 months'
    WHERE p.suspendido
      AND NOT EXISTS (
        SELECT FROM liq_ajuste a
        WHERE a.hogar = p.hogar_id AND a.de = l.id AND a.concepto = 'base' AND a.monto > 0)
      AND NOT EXISTS (
        SELECT FROM afiliacion_ajuste a
        JOIN afiliacion_liquidacion de ON de.id = a.liquidacion_id AND de.desde < m.inicio
        WHERE a.hogar_id = p.hogar_id AND a.de_id = l.id AND a.concepto = 'base' AND a.monto > 0)
) antes ON antes.hogar_id = h.hogar;
CREATE INDEX ON liq_linea (hogar);
ANALYZE liq_linea;

-- What comes is taken before what goes, and nobody ends up owing.
CREATE TEMP TABLE liq_ajustado ON COMMIT DROP AS
SELECT hogar, concepto, de, mes, antes, ahora, detalle,
    greatest(suma, 0) - greatest(suma - monto, 0) AS monto
FROM (
    SELECT a.*, l.base + l.tpi + sum(a.monto) OVER (
        PARTITION BY a.hogar
        ORDER BY a.monto < 0, a.mes, a.concepto, a.de
    ) AS suma
    FROM liq_ajuste a
    JOIN liq_linea l ON l.hogar = a.hogar
) x
WHERE greatest(suma, 0) <> greatest(suma - monto, 0);

UPDATE liq_linea l SET ajuste = a.monto
FROM (SELECT hogar, sum(monto) AS monto FROM liq_ajustado GROUP BY hogar) a
WHERE a.hogar = l.hogar;
