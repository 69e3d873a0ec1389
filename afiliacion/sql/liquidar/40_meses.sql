-- Each household and month: the worst of what was due to its members, and S/ once.

CREATE TEMP TABLE liq_verificacion ON COMMIT DROP AS
SELECT x.liquidacion, x.hogar, x.mes, x.resultado, x.motivo,
    CASE WHEN x.resultado = 'cumple' THEN m.tpi ELSE 0 END AS tpi
FROM (
    SELECT i.liquidacion, i.hogar, i.mes,
        CASE
            WHEN bool_or(i.resultado = 'no_cumple') THEN 'no_cumple'
            WHEN bool_or(i.resultado = 'fuera_de_plazo') THEN 'fuera_de_plazo'
            WHEN bool_or(i.resultado = 'sin_dato') THEN 'sin_dato'
            ELSE 'cumple'
        END AS resultado,
        coalesce(
            string_agg(
                DISTINCT c.corto || CASE WHEN r.dosis > 1 THEN ' ' || r.dosis ELSE '' END || ': '
                    || CASE i.resultado
                        WHEN 'no_cumple' THEN 'no se dio'
                        WHEN 'fuera_de_plazo' THEN 'fuera de plazo'
                        ELSE 'sin dato'
                    END,
                '; '
            ) FILTER (WHERE i.resultado IN ('no_cumple', 'fuera_de_plazo', 'sin_dato')), ''
        ) AS motivo
    FROM liq_item i
    LEFT JOIN afiliacion_regla r ON r.id = i.regla
    LEFT JOIN afiliacion_itemcuidado c ON c.codigo = r.item_id
    GROUP BY i.liquidacion, i.hogar, i.mes
) x
JOIN liq_mes m ON m.liquidacion = x.liquidacion AND m.mes = x.mes;
ANALYZE liq_verificacion;
