-- What closed bimesters would pay today, less what they paid and what was adjusted since.

CREATE TEMP TABLE liq_ajuste ON COMMIT DROP AS
SELECT v.hogar, 'tpi' AS concepto, v.liquidacion AS de, v.mes,
    v.tpi - coalesce(f.tpi, 0) - coalesce(a.monto, 0) AS monto,
    coalesce(f.resultado, '') AS antes, v.resultado AS ahora, ''::text AS detalle
FROM liq_verificacion v
JOIN liq_mes m ON m.liquidacion = v.liquidacion AND m.mes = v.mes AND NOT m.propia
JOIN afiliacion_pago p ON p.liquidacion_id = v.liquidacion AND p.hogar_id = v.hogar
LEFT JOIN afiliacion_verificacion f
    ON f.liquidacion_id = v.liquidacion AND f.hogar_id = v.hogar AND f.mes = v.mes
LEFT JOIN (
    SELECT hogar_id, de_id, mes, sum(monto) AS monto FROM afiliacion_ajuste
    WHERE concepto = 'tpi' AND liquidacion_id <> %(liquidacion)s
    GROUP BY hogar_id, de_id, mes
) a ON a.hogar_id = v.hogar AND a.de_id = v.liquidacion AND a.mes = v.mes
WHERE v.tpi <> coalesce(f.tpi, 0) + coalesce(a.monto, 0);

INSERT INTO liq_ajuste
SELECT x.hogar, 'base', x.liquidacion, x.inicio, x.ahora - p.base - coalesce(a.monto, 0),
    CASE WHEN p.suspendido THEN 'suspendido' ELSE 'pagado' END,
    CASE WHEN x.falta THEN 'suspendido' ELSE 'pagado' END, ''
FROM (
    SELECT v.hogar, v.liquidacion, m.inicio, bool_or(v.resultado IN ('no_cumple', 'fuera_de_plazo')) AS falta,
        CASE WHEN m.base_exige AND bool_or(v.resultado IN ('no_cumple', 'fuera_de_plazo'))
            THEN 0 ELSE m.base END AS ahora
    FROM liq_verificacion v
    JOIN liq_mes m ON m.liquidacion = v.liquidacion AND m.mes = v.mes AND NOT m.propia
    GROUP BY v.hogar, v.liquidacion, m.inicio, m.base, m.base_exige
) x
JOIN afiliacion_pago p ON p.liquidacion_id = x.liquidacion AND p.hogar_id = x.hogar AND p.es_usuario
LEFT JOIN (
    SELECT hogar_id, de_id, sum(monto) AS monto FROM afiliacion_ajuste
    WHERE concepto = 'base' AND liquidacion_id <> %(liquidacion)s
    GROUP BY hogar_id, de_id
) a ON a.hogar_id = x.hogar AND a.de_id = x.liquidacion
WHERE x.ahora <> p.base + coalesce(a.monto, 0);

-- Which items changed since: the cause.
UPDATE liq_ajuste a
SET detalle = x.detalle
FROM (
    SELECT a.hogar, a.concepto, a.de, a.mes, string_agg(
        DISTINCT to_char(i.mes, 'MM/YYYY') || ', ' || c.corto
            || CASE WHEN r.dosis > 1 THEN ' ' || r.dosis ELSE '' END || ': '
            || replace(coalesce(e.resultado, 'sin evaluar'), '_', ' ') || ' → '
            || replace(i.resultado, '_', ' '), '; ') AS detalle
    FROM liq_ajuste a
    JOIN liq_item i ON i.liquidacion = a.de AND i.hogar = a.hogar
        AND (a.concepto = 'base' OR i.mes = a.mes)
    JOIN afiliacion_regla r ON r.id = i.regla
    JOIN afiliacion_itemcuidado c ON c.codigo = r.item_id
    LEFT JOIN afiliacion_evidencia e ON e.liquidacion_id = a.de AND e.hogar_id = a.hogar
        AND e.mes = i.mes AND e.captacion_id = i.captacion AND e.regla_id = i.regla
    WHERE i.resultado IS DISTINCT FROM e.resultado
    GROUP BY a.hogar, a.concepto, a.de, a.mes
) x
WHERE x.hogar = a.hogar AND x.concepto = a.concepto AND x.de = a.de AND x.mes = a.mes;

-- What the bank could not pay, or could not be told whom to pay, comes once more.
INSERT INTO liq_ajuste
SELECT p.hogar_id, 'acumulado', p.liquidacion_id, l.desde, p.total,
    coalesce(r.resultado, 'sin_titular'), 'por_pagar', coalesce(c.nombre, '')
FROM (
    SELECT pago_id AS id FROM afiliacion_resultadopago WHERE resultado <> 'pagada'
    UNION
    SELECT p.id FROM afiliacion_pago p
    JOIN afiliacion_liquidacion l ON l.id = p.liquidacion_id
        AND l.estado IN ('exportada', 'con_resultados')
    WHERE p.titular_id IS NULL
) x
JOIN afiliacion_pago p ON p.id = x.id AND p.total > 0
JOIN afiliacion_liquidacion l ON l.id = p.liquidacion_id
JOIN liq_mes m ON m.propia AND m.mes = m.inicio AND l.desde < m.inicio
LEFT JOIN afiliacion_resultadopago r ON r.pago_id = p.id
LEFT JOIN afiliacion_causarechazo c ON c.codigo = r.causa_id
WHERE NOT EXISTS (
    SELECT FROM afiliacion_ajuste a
    WHERE a.concepto = 'acumulado' AND a.hogar_id = p.hogar_id AND a.de_id = p.liquidacion_id
      AND a.liquidacion_id <> %(liquidacion)s
);
ANALYZE liq_ajuste;

INSERT INTO liq_hogar
SELECT h.id, h.origen || ':' || h.codigo, h.distrito_id, false
FROM captacion_hogar h
WHERE h.id IN (SELECT hogar FROM liq_ajuste)
  AND NOT EXISTS (SELECT FROM liq_hogar x WHERE x.hogar = h.id);
