-- One sha256 of everything that decides an amount, told without ids.
WITH partes AS (
    SELECT 1 AS parte, string_agg(t, E'\n' ORDER BY t COLLATE "C") AS texto FROM (
        SELECT concat_ws('|', clave, distrito, es_usuario, suspendido, suspensiones, base, tpi, ajuste) AS t
        FROM liq_linea
    ) l
    UNION ALL
    SELECT 2, string_agg(t, E'\n' ORDER BY t COLLATE "C") FROM (
        SELECT concat_ws('|', h.clave, v.mes, v.resultado, v.tpi) AS t
        FROM liq_verificacion v
        JOIN liq_hogar h ON h.hogar = v.hogar
        WHERE v.liquidacion = %(liquidacion)s
    ) v
    UNION ALL
    SELECT 3, string_agg(t, E'\n' ORDER BY t COLLATE "C") FROM (
        SELECT concat_ws('|', h.clave, i.mes, c.tipo, c.evento_el, n.codigo, n.version, r.item_id,
            r.dosis, r.alternativa, i.resultado, i.desde, i.hasta, i.exigible_el, i.dado_el) AS t
        FROM liq_item i
        JOIN liq_hogar h ON h.hogar = i.hogar
        JOIN captacion_captacion c ON c.id = i.captacion
        LEFT JOIN afiliacion_regla r ON r.id = i.regla
        LEFT JOIN afiliacion_norma n ON n.id = r.norma_id
        WHERE i.liquidacion = %(liquidacion)s
    ) i
    UNION ALL
    SELECT 4, string_agg(t, E'\n' ORDER BY t COLLATE "C") FROM (
        SELECT concat_ws('|', h.clave, a.concepto, l.periodo, a.mes, a.monto, a.antes, a.ahora) AS t
        FROM liq_ajustado a
        JOIN liq_hogar h ON h.hogar = a.hogar
        JOIN afiliacion_liquidacion l ON l.id = a.de
    ) a
)
SELECT encode(sha256(convert_to(
    string_agg(encode(sha256(convert_to(coalesce(texto, ''), 'UTF8')), 'hex'), '' ORDER BY parte),
    'UTF8')), 'hex')
FROM partes;
