-- How many captures each figure counts, by each group of several dimensions at once (`cual` says of
-- which): births and pregnancies by the day of the event, households by the day on which they were
-- affiliated. Before `cubierto`, the months as they were added up.
WITH hecho AS NOT MATERIALIZED ({hechos})
SELECT cual, {columnas}, sum(nacidos)::int, sum(captados)::int, sum(captados_8d)::int,
    sum(captados_mismo_dia)::int, sum(nacidos_abiertos)::int, sum(gestantes)::int,
    sum(gestantes_oportunas)::int, sum(gestantes_abiertas)::int,
    sum(hogares_nuevos)::int, sum(hogares_temprano)::int
FROM (
    SELECT GROUPING({grupos}) AS cual, {grupos_nombrados},
        sum(nacidos) AS nacidos, sum(captados) AS captados,
        sum(captados_8d) AS captados_8d, sum(captados_mismo_dia) AS captados_mismo_dia,
        0 AS nacidos_abiertos, sum(gestantes) AS gestantes,
        sum(gestantes_oportunas) AS gestantes_oportunas, 0 AS gestantes_abiertas,
        0 AS hogares_nuevos, 0 AS hogares_temprano
    FROM ({sumados}) AS h
    WHERE true{filtros}
    GROUP BY GROUPING SETS ({conjuntos})
    UNION ALL
    SELECT GROUPING({grupos}), {grupos}, count(*) FILTER (WHERE nacidos),
        count(*) FILTER (WHERE captados), count(*) FILTER (WHERE captados_8d),
        count(*) FILTER (WHERE captados_mismo_dia), count(*) FILTER (WHERE nacidos_abiertos),
        count(*) FILTER (WHERE gestantes), count(*) FILTER (WHERE gestantes_oportunas), 0, 0, 0
    FROM (SELECT *, evento_el AS dia FROM hecho) AS h
    WHERE dia >= greatest(%(desde)s::date, %(cubierto)s::date) AND dia <= %(hasta)s::date
    GROUP BY GROUPING SETS ({conjuntos})
    UNION ALL
    SELECT GROUPING({grupos}), {grupos}, 0, 0, 0, 0, 0, 0, 0, count(*), 0, 0
    FROM (SELECT *, evento_el AS dia FROM hecho WHERE gestantes_abiertas) AS h
    WHERE dia BETWEEN greatest(%(desde)s::date, %(corte)s::date - %(dias_primer_trimestre)s::integer)
        AND %(hasta)s::date
    GROUP BY GROUPING SETS ({conjuntos})
    UNION ALL
    SELECT GROUPING({grupos}), {grupos}, 0, 0, 0, 0, 0, 0, 0, 0, count(DISTINCT hogar_id),
        count(DISTINCT hogar_id) FILTER (WHERE afiliadas_temprano)
    FROM (SELECT *, afiliada_el AS dia FROM hecho WHERE afiliadas) AS h
    WHERE dia BETWEEN %(desde)s::date AND %(hasta)s::date
    GROUP BY GROUPING SETS ({conjuntos})
) AS partes
GROUP BY cual, {columnas}
ORDER BY {columnas}
