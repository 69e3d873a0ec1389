-- From the event to the first transfer: how many captures of the period took each step by `corte`.
WITH hecho AS ({hechos})
SELECT {pasos}
FROM hecho
WHERE evento_el BETWEEN %(desde)s::date AND %(hasta)s::date
