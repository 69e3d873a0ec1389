-- Rows whose ubigeo, read by the declared system, is not of the place that they name; and of them,
-- those whose ubigeo is of that place in the other system. A code that is none's is no evidence.
SELECT coalesce(sum(filas), 0)::int AS comparadas,
    coalesce(sum(filas) FILTER (WHERE NOT suyo AND (existe OR del_otro)), 0)::int AS discordes,
    coalesce(sum(filas) FILTER (WHERE NOT suyo AND del_otro), 0)::int AS del_otro
FROM (
    SELECT filas, d.ubigeo IS NOT NULL AS existe,
        d.ubigeo IS NOT NULL
            AND lugares_concuerdan(lugar.departamento, clave_nombre(d.departamento))
            AND lugares_concuerdan(lugar.provincia, clave_nombre(d.provincia))
            AND lugares_concuerdan(lugar.distrito, clave_nombre(d.nombre)) AS suyo,
        o.ubigeo IS NOT NULL
            AND lugares_concuerdan(lugar.departamento, clave_nombre(o.departamento))
            AND lugares_concuerdan(lugar.provincia, clave_nombre(o.provincia))
            AND lugares_concuerdan(lugar.distrito, clave_nombre(o.nombre)) AS del_otro
    FROM (
        SELECT ubigeo, clave_nombre(departamento) AS departamento,
            clave_nombre(provincia) AS provincia, clave_nombre(distrito) AS distrito, filas
        FROM (
            SELECT ubigeo, departamento, provincia, distrito, count(*) AS filas
            FROM entrada
            WHERE ubigeo IS NOT NULL AND departamento IS NOT NULL
            GROUP BY ubigeo, departamento, provincia, distrito
        ) AS crudo_por_lugar
    ) AS lugar
    LEFT JOIN juntos_distrito d
        ON CASE WHEN %(reniec)s THEN d.ubigeo_reniec ELSE d.ubigeo END = lugar.ubigeo
    LEFT JOIN juntos_distrito o
        ON CASE WHEN %(reniec)s THEN o.ubigeo ELSE o.ubigeo_reniec END = lugar.ubigeo
) AS juzgado;
