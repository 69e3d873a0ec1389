-- What is known today of each capture of the scope.
SET LOCAL work_mem = '256MB';

CREATE TEMP TABLE hecho_ahora ON COMMIT DROP AS
WITH pagado AS (
    SELECT p.hogar_id, r.fecha
    FROM afiliacion_resultadopago r
    JOIN afiliacion_pago p ON p.id = r.pago_id
    WHERE r.resultado = 'pagada' AND p.tpi > 0
), visita AS (
    SELECT v.contacto_id, min(v.fecha) AS contactada_el
    FROM afiliacion_visita v
    JOIN afiliacion_resultado r ON r.codigo = v.resultado_id
    WHERE r.siguiente NOT IN ('reintento', 'presencial', 'mudanza', 'direccion')
    GROUP BY v.contacto_id
), envio AS (
    SELECT contacto_id, min((enviada_en AT TIME ZONE 'America/Lima')::date) AS enviada_el
    FROM afiliacion_solicitud
    WHERE enviada_en IS NOT NULL
    GROUP BY contacto_id
), decidido AS (
    SELECT persona_id, max((decidido_en AT TIME ZONE 'America/Lima')::date) AS el
    FROM captacion_vinculo
    WHERE estado = 'confirmado'
    GROUP BY persona_id
)
SELECT c.id AS captacion_id, c.tipo, c.hogar_id, c.en_hogar_usuario,
    NOT c.inicial OR c.oportuna AS cuenta, c.evento_el, c.en_fuente_el, c.registrada_el,
    greatest(c.registrada_el, d.el) AS enlazada_el, c.limite_el,
    v.contactada_el, e.enviada_el, c.afiliada_el,
    (SELECT min(fecha) FROM pagado p WHERE p.hogar_id = c.hogar_id AND p.fecha >= c.registrada_el)
        AS pagada_el,
    c.distrito_id, t.unidad_territorial_id AS unidad_id,
    coalesce(rn.centro_poblado_codigo, g.centro_poblado_codigo, '') AS centro_poblado_codigo,
    coalesce(rn.establecimiento_codigo, g.establecimiento_codigo, '') AS establecimiento_codigo,
    coalesce(o.asignada_a_id, (
        SELECT a.usuario_id FROM juntos_asignacion a
        WHERE a.distrito_id = c.distrito_id AND a.desde <= c.registrada_el
          AND (a.hasta IS NULL OR a.hasta >= c.registrada_el)
        ORDER BY a.desde DESC, a.id
        LIMIT 1)) AS gestora_id,
    coalesce(nullif(o.nivel, ''), (SELECT nivel FROM cse_vigente(c.hogar_id, c.registrada_el)), '')
        AS nivel,
    coalesce(nullif(m.lengua, ''), nullif(rn.lengua, ''), '') AS lengua,
    coalesce(rn.fuente, g.fuente) AS fuente
FROM hecho_alcance s
JOIN captacion_captacion c ON c.id = s.id
LEFT JOIN captacion_reciennacido rn ON rn.id = c.recien_nacido_id
LEFT JOIN captacion_gestante g ON g.id = c.gestante_id
LEFT JOIN captacion_persona m ON m.id = coalesce(rn.madre_id, c.persona_id)
LEFT JOIN juntos_distrito t ON t.ubigeo = c.distrito_id
LEFT JOIN afiliacion_caso k ON k.captacion_id = c.id
LEFT JOIN afiliacion_contacto o ON o.id = k.contacto_id
LEFT JOIN visita v ON v.contacto_id = k.contacto_id
LEFT JOIN envio e ON e.contacto_id = k.contacto_id
LEFT JOIN decidido d ON d.persona_id = c.persona_id;

CREATE UNIQUE INDEX ON hecho_ahora (captacion_id);
ANALYZE hecho_ahora;
