-- One sha256 of everything that decides an amount, told without ids: each line by its own, so that
-- what is put in order is small.
WITH partes AS (
    SELECT 1 AS parte, sha256(string_agg(h, ''::bytea ORDER BY h)) AS suma FROM (
        SELECT sha256(convert_to(concat_ws('|', clave, distrito, es_usuario, suspendido,
            suspensiones, base, tpi, ajuste), 'UTF8')) AS h
        FROM liq_linea
    ) l
    UNION ALL
    SELECT 2, sha256(string_agg(h, ''::bytea ORDER BY h)) FROM (
        SELECT sha256(convert_to(concat_ws('|', h.clave, v.mes, v.resultado, v.tpi), 'UTF8')) AS h
        FROM liq_verificacion v
        JOIN liq_hogar h ON h.hogar = v.hogar
        WHERE v.liquidacion = %(liquidacion)s
    ) v
    UNION ALL
    SELECT 3, sha256(string_agg(h, ''::bytea ORDER BY h)) FROM (
        SELECT sha256(convert_to(concat_ws('|', h.clave, i.mes, i.tipo, i.evento_el, r.dicha,
            i.resultado, i.desde, i.hasta, i.exigible_el, i.dado_el), 'UTF8')) AS h
        FROM liq_item i
        JOIN liq_hogar h ON h.hogar = i.hogar
        LEFT JOIN (
            SELECT r.id, concat_ws(' ', n.codigo, n.version, r.item_id, r.dosis, r.alternativa) AS dicha
            FROM afiliacion_regla r
            JOIN afiliacion_norma n ON n.id = r.norma_id
        ) r ON r.id = i.regla
        WHERE i.liquidacion = %(liquidacion)s
    ) i
    UNION ALL
    SELECT 4, sha256(string_agg(h, ''::bytea ORDER BY h)) FROM (
        SELECT sha256(convert_to(concat_ws('|', h.clave, a.concepto, l.periodo, a.mes, a.monto,
            a.antes, a.ahora), 'UTF8')) AS h
        FROM liq_ajustado a
        JOIN liq_hogar h ON h.hogar = a.hogar
        JOIN afiliacion_liquidacion l ON l.id = a.de
    ) a
)
SELECT encode(sha256(string_agg(coalesce(suma, ''::bytea), ' '::bytea ORDER BY parte)), 'hex')
FROM partes;
