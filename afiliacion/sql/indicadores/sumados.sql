-- The months that were added up and answer (`cubierto`); what they do not tell is nothing there.
SELECT c.*, c.mes AS dia, '' AS centro_poblado_codigo, '' AS establecimiento_codigo, NULL::bigint AS gestora_id
FROM afiliacion_cuentamensual c
WHERE c.detalle = %(detalle)s AND c.mes >= %(desde)s::date AND c.mes < %(cubierto)s::date
