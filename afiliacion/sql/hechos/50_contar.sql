DELETE FROM afiliacion_cuentamensual c
USING hecho_tocado t
WHERE c.mes = t.mes AND c.distrito_id IS NOT DISTINCT FROM t.distrito_id;

INSERT INTO afiliacion_cuentamensual
    (mes, detalle, distrito_id, unidad_id, nivel, lengua, fuente, {cuentas})
SELECT mes, GROUPING(nivel) = 0, distrito_id, unidad_id, coalesce(nivel, ''), coalesce(lengua, ''),
    coalesce(fuente, ''), {sumas}
FROM (
    SELECT h.*, t.mes
    FROM ({hechos}) h
    JOIN hecho_tocado t ON t.distrito_id = h.distrito_id AND t.mes = date_trunc('month', h.evento_el)::date
    UNION ALL
    SELECT h.*, t.mes
    FROM ({hechos} AND h.distrito_id IS NULL) h
    JOIN hecho_tocado t ON t.distrito_id IS NULL AND t.mes = date_trunc('month', h.evento_el)::date
) AS h
GROUP BY GROUPING SETS ((mes, distrito_id, unidad_id), (mes, distrito_id, unidad_id, nivel, lengua, fuente));
