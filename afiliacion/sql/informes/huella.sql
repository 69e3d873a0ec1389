-- The sha256 of every row that a report counted.
SELECT encode(sha256(convert_to(coalesce(string_agg(
    (captacion_id, tipo, hogar_id, en_hogar_usuario, distrito_id, unidad_id, evento_el,
     registrada_el, limite_el, afiliada_el, {columnas})::text,
    E'\n' ORDER BY captacion_id), ''), 'UTF8')), 'hex')
FROM afiliacion_hechopublicado
WHERE informe_id = %(informe)s
