-- The days of each link of the chain, of the captures whose event is in the period.
WITH hecho AS NOT MATERIALIZED ({hechos})
SELECT {grupo} AS grupo, {tramos}
FROM (SELECT *, evento_el AS dia FROM hecho) AS h
WHERE dia BETWEEN %(desde)s::date AND %(hasta)s::date
GROUP BY 1
ORDER BY 1 NULLS LAST
