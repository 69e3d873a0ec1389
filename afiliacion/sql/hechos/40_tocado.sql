-- Which month of which district is to be counted again: what it lost, what it gained, what took a step there,
-- and the months whose last child is thirty days old since the last turn.
CREATE TEMP TABLE hecho_tocado ON COMMIT DROP AS
SELECT DISTINCT date_trunc('month', evento_el)::date AS mes, distrito_id
FROM (
    SELECT evento_el, distrito_id FROM hecho_nuevo
    UNION ALL
    SELECT evento_el, distrito_id FROM hecho_paso
    UNION ALL
    SELECT evento_el, distrito_id FROM hecho_corregido
    UNION ALL
    SELECT evento_el, distrito_id FROM afiliacion_hechocaptacion
    WHERE hasta IS NULL
      AND evento_el >= coalesce(
          (SELECT max(mes) + interval '1 month' FROM afiliacion_cuentamensual)::date, '-infinity')
) AS t
WHERE date_trunc('month', evento_el) + interval '1 month' + interval '29 days' <= %(hoy)s::date;

ANALYZE hecho_tocado;
