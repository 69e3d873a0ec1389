-- What entered (+1) or left (-1) each count of a published report since then, each with one cause:
-- the first that holds, and every one of them decides by itself that the capture counts or not.
-- `corte` is the day as of which it is compared; `publicado_el` the report's own.
WITH publicado AS (
    SELECT * FROM afiliacion_hechopublicado WHERE informe_id = %(informe)s
), hecho AS ({hechos}), hoy AS (
    SELECT captacion_id, hogar_id, unidad_id, {cuentas_del_mes}, entra AS afiliadas,
        entra AND afiliadas_temprano AS afiliadas_temprano
    FROM (
        SELECT *, evento_el BETWEEN %(desde)s::date AND %(hasta)s::date AS es_del_mes,
            afiliadas AND afiliada_el BETWEEN %(desde)s::date AND %(hasta)s::date AS entra
        FROM hecho
        WHERE evento_el BETWEEN %(desde)s::date AND %(hasta)s::date
           OR afiliada_el BETWEEN %(desde)s::date AND %(hasta)s::date
    ) AS h
    WHERE es_del_mes OR entra
), antes_aqui AS (
    SELECT * FROM publicado WHERE %(unidad)s::bigint IS NULL OR unidad_id = %(unidad)s
), hoy_aqui AS (
    SELECT * FROM hoy WHERE %(unidad)s::bigint IS NULL OR unidad_id = %(unidad)s
), linea AS (
    SELECT captacion_id, que, ahora::int - antes::int AS signo
    FROM antes_aqui AS p
    FULL JOIN hoy_aqui AS h USING (captacion_id)
    CROSS JOIN LATERAL (VALUES {pares}) AS v (que, antes, ahora)
    WHERE antes <> ahora
    UNION ALL
    {de_hogares}
), antes AS (
    SELECT captacion_id, tipo, hogar_id, en_hogar_usuario, unidad_id, evento_el, registrada_el,
        limite_el, true AS cuenta
    FROM publicado
    WHERE captacion_id IN (SELECT captacion_id FROM linea)
    UNION ALL
    -- Known then, and of no figure of the month.
    SELECT captacion_id, tipo, hogar_id, en_hogar_usuario, unidad_id, evento_el, registrada_el,
        limite_el, cuenta
    FROM afiliacion_hechocaptacion
    WHERE captacion_id IN (SELECT captacion_id FROM linea)
      AND desde <= %(publicado_el)s::date AND (hasta IS NULL OR hasta > %(publicado_el)s::date)
      AND NOT (cuenta AND evento_el BETWEEN %(desde)s::date AND %(hasta)s::date)
      AND captacion_id NOT IN (SELECT captacion_id FROM publicado)
), motivo AS (
    SELECT l.que, l.signo, l.captacion_id,
        CASE
            WHEN a.captacion_id IS NULL AND EXISTS (
                SELECT FROM afiliacion_hechocaptacion v
                WHERE v.captacion_id = l.captacion_id AND v.hasta <= %(publicado_el)s::date
            ) THEN 'unida'
            WHEN a.captacion_id IS NULL THEN 'tardia'
            WHEN d.captacion_id IS NULL THEN 'unida'
            WHEN %(unidad)s::bigint IS NOT NULL AND a.unidad_id IS DISTINCT FROM d.unidad_id
                THEN 'territorio'
            WHEN d.tipo = 'recien_nacido' AND a.en_hogar_usuario <> d.en_hogar_usuario
                OR l.que LIKE 'hogares%%' AND (a.hogar_id, a.en_hogar_usuario)
                    IS DISTINCT FROM (d.hogar_id, d.en_hogar_usuario) THEN 'vinculo'
            WHEN l.que NOT LIKE 'hogares%%'
                AND a.evento_el BETWEEN %(desde)s::date AND %(hasta)s::date
                AND d.evento_el BETWEEN %(desde)s::date AND %(hasta)s::date
                AND a.evento_el + %(dias_captacion_recien_nacido)s::integer
                    >= %(publicado_el)s::date
                AND d.evento_el + %(dias_captacion_recien_nacido)s::integer < %(corte)s::date
                AND d.tipo = 'recien_nacido' THEN 'cohorte'
            WHEN (a.evento_el, a.registrada_el, a.limite_el, a.cuenta) IS DISTINCT FROM
                 (d.evento_el, d.registrada_el, d.limite_el, d.cuenta) THEN 'fechas'
            WHEN l.que LIKE 'hogares%%' THEN 'paso'
            ELSE 'definicion'
        END AS causa
    FROM linea l
    LEFT JOIN antes a USING (captacion_id)
    LEFT JOIN afiliacion_hechocaptacion d
        ON d.captacion_id = l.captacion_id AND d.hasta IS NULL
)
