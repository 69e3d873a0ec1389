-- The captures that the figures of a month count, as they were known at the cut-off: those whose
-- event is in it, and those whose household was affiliated in it.
INSERT INTO afiliacion_hechopublicado (informe_id, captacion_id, tipo, hogar_id, en_hogar_usuario,
    distrito_id, unidad_id, evento_el, registrada_el, limite_el, afiliada_el, {cuentas},
    afiliadas, afiliadas_temprano, {tramos})
WITH hecho AS ({hechos})
SELECT %(informe)s, captacion_id, tipo, hogar_id, en_hogar_usuario, distrito_id, unidad_id,
    evento_el, registrada_el, limite_el,
    CASE WHEN afiliada_el <= %(corte)s::date THEN afiliada_el END,
    {cuentas_del_mes}, entra, entra AND afiliadas_temprano, {tramos_del_mes}
FROM (
    SELECT *, evento_el BETWEEN %(desde)s::date AND %(hasta)s::date AS es_del_mes,
        afiliadas AND afiliada_el BETWEEN %(desde)s::date AND %(hasta)s::date AS entra
    FROM hecho
    WHERE evento_el BETWEEN %(desde)s::date AND %(hasta)s::date
       OR afiliada_el BETWEEN %(desde)s::date AND %(hasta)s::date
) AS h
WHERE es_del_mes OR entra
ORDER BY captacion_id
