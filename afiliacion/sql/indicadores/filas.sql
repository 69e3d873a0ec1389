-- The rows behind a number, a page of them and how many there are.
WITH hecho AS NOT MATERIALIZED ({hechos})
SELECT captacion_id, distrito_id, evento_el, registrada_el, dias, contactada_el, afiliada_el,
    count(*) OVER ()::int
FROM (
    SELECT DISTINCT ON ({unico}) *
    FROM hecho
    WHERE {columna} AND {dia} BETWEEN %(desde)s::date AND %(hasta)s::date
    ORDER BY {unico}, registrada_el
) AS h
ORDER BY evento_el, captacion_id
LIMIT %(tope)s OFFSET %(salto)s
