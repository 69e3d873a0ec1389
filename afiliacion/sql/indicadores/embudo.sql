-- From the event to the first transfer: how many captures of the period took each step by `corte`.
WITH hecho AS NOT MATERIALIZED ({hechos})
SELECT {totales}
FROM (
    SELECT {sumas}
    FROM ({sumados}) AS h
    WHERE true{filtros}
    UNION ALL
    SELECT {pasos}
    FROM hecho
    WHERE evento_el >= greatest(%(desde)s::date, %(cubierto)s::date) AND evento_el <= %(hasta)s::date
) AS partes
