-- Proposed once; set aside, only the next settlement proposes it again.
WITH nuevas AS (
    INSERT INTO afiliacion_salidapropuesta
        (hogar_id, causa_id, detalle, entrada_el, sale_el, estado, propuesta_en, propuesta_por_id,
         motivo_descarte)
    SELECT p.hogar_id, 'tres_suspensiones', p.suspensiones || ' bimestres seguidos sin pago, hasta el '
        || l.periodo, h.usuario_desde, greatest(%(sale_el)s::date, h.usuario_desde), 'propuesta',
        clock_timestamp(), %(sistema)s, ''
    FROM afiliacion_pago p
    JOIN afiliacion_liquidacion l ON l.id = p.liquidacion_id
    JOIN captacion_hogar h ON h.id = p.hogar_id AND h.es_usuario
    JOIN afiliacion_causasalida c ON c.codigo = 'tres_suspensiones' AND c.activo
    WHERE p.liquidacion_id = %(liquidacion)s AND p.suspensiones >= %(limite)s
    ORDER BY p.hogar_id
    ON CONFLICT (hogar_id, causa_id) WHERE estado = 'propuesta' DO NOTHING
    RETURNING id
), contadas AS (
    INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
    SELECT 'afiliacion.salidapropuesta', id, '', 'propuesta', '', clock_timestamp(), %(sistema)s
    FROM nuevas
    RETURNING id
)
SELECT count(*) FROM contadas;
