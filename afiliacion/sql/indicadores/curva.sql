-- How many of the births of the period were captured at each age in days.
WITH hecho AS NOT MATERIALIZED ({hechos})
SELECT dias, count(*)::int
FROM hecho
WHERE nacidos AND evento_el BETWEEN %(desde)s::date AND %(hasta)s::date
GROUP BY dias
ORDER BY dias
