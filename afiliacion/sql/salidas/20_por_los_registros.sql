-- What the registers say of user households. One that was decided for the same stay is not proposed
-- again for the same cause.
WITH halladas AS (
    SELECT h.id AS hogar, 'fuera_de_ambito' AS causa, 'Distrito ' || d.nombre AS detalle,
        %(hoy)s::date AS sale_el
    FROM captacion_hogar h
    JOIN juntos_distrito d ON d.ubigeo = h.distrito_id AND NOT d.intervenido
    WHERE h.es_usuario AND %(exigir_ambito)s = 1
    UNION ALL
    SELECT h.id, 'cse_vencida', 'Venció el ' || to_char(max(c.hasta), 'DD/MM/YYYY'), max(c.hasta)
    FROM captacion_hogar h
    JOIN captacion_clasificacionsocioeconomica c ON c.hogar_id = h.id
    WHERE h.es_usuario
    GROUP BY h.id
    HAVING max(coalesce(c.hasta, 'infinity'::date)) < %(hoy)s
    UNION ALL
    SELECT h.id, 'duplicado', 'Su código es también el ' || o.codigo, %(hoy)s
    FROM captacion_hogar h
    JOIN captacion_hogar o ON o.id = h.unido_a_id
    WHERE h.es_usuario
    UNION ALL
    SELECT h.id, 'cumple_edad', 'Nadie más tiene la edad', max(c.ultimo_el)
    FROM captacion_hogar h
    JOIN (
        SELECT c.hogar_id, coalesce(
            g.fpp + transferencia('dias_tras_fpp', %(hoy)s)::int,
            (c.evento_el + make_interval(
                months => transferencia('meses_tpi', %(hoy)s)::int))::date) AS ultimo_el
        FROM captacion_captacion c
        LEFT JOIN captacion_gestante g ON g.id = c.gestante_id
    ) c ON c.hogar_id = h.id
    WHERE h.es_usuario AND h.en_tpi
    GROUP BY h.id
    HAVING max(c.ultimo_el) < %(hoy)s
), nuevas AS (
    INSERT INTO afiliacion_salidapropuesta
        (hogar_id, causa_id, detalle, entrada_el, sale_el, estado, propuesta_en, propuesta_por_id,
         motivo_descarte)
    SELECT x.hogar, x.causa, x.detalle, h.usuario_desde, greatest(x.sale_el, h.usuario_desde),
        'propuesta', clock_timestamp(), %(sistema)s, ''
    FROM halladas x
    JOIN captacion_hogar h ON h.id = x.hogar
    JOIN afiliacion_causasalida c ON c.codigo = x.causa AND c.activo
    WHERE NOT EXISTS (
        SELECT FROM afiliacion_salidapropuesta s
        WHERE s.hogar_id = x.hogar AND s.causa_id = x.causa
          AND s.entrada_el IS NOT DISTINCT FROM h.usuario_desde)
    ORDER BY x.hogar, x.causa
    ON CONFLICT (hogar_id, causa_id) WHERE estado = 'propuesta' DO NOTHING
    RETURNING id
), contadas AS (
    INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
    SELECT 'afiliacion.salidapropuesta', id, '', 'propuesta', '', clock_timestamp(), %(sistema)s
    FROM nuevas
    RETURNING id
)
SELECT count(*) FROM contadas;
