-- Make the moves decided, each with its event; a contact that somebody moved meanwhile is left alone.
-- A live request closes with its contact.

WITH movidos AS (
    UPDATE afiliacion_contacto c
    SET estado = m.a,
        version = c.version + 1,
        cerrado_en = CASE WHEN m.cierra THEN clock_timestamp() END,
        cerrado_por_id = CASE WHEN m.cierra THEN %(sistema)s::bigint END,
        motivo_cierre = CASE WHEN m.cierra THEN m.motivo ELSE '' END,
        reunida_con_id = m.reunida_con_id,
        reintento_el = CASE WHEN NOT m.cierra THEN c.reintento_el END
    FROM conciliar_movimientos m
    WHERE c.id = m.contacto_id AND c.estado = m.de
    RETURNING c.id, m.de, m.a, m.motivo, m.cierra
), anuladas AS (
    UPDATE afiliacion_solicitud s
    SET estado = 'anulada'
    FROM movidos m, afiliacion_solicitud antes
    WHERE m.cierra AND s.contacto_id = m.id AND antes.id = s.id AND s.estado = antes.estado
      AND s.estado IN ('borrador', 'observada', 'enviada')
    RETURNING s.id, antes.estado AS de, m.motivo
)
INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
SELECT 'afiliacion.contacto', id, de, a, motivo, clock_timestamp(), %(sistema)s FROM movidos
UNION ALL
SELECT 'afiliacion.solicitud', id, de, 'anulada', motivo, clock_timestamp(), %(sistema)s FROM anuladas;

-- What opened again is shown with its level of today.
UPDATE afiliacion_contacto c
SET nivel = coalesce((SELECT v.nivel FROM cse_vigente(c.hogar_id, %(hoy)s) v), '')
FROM conciliar_movimientos m
WHERE c.id = m.contacto_id AND m.a = 'pendiente' AND c.estado = m.a;
