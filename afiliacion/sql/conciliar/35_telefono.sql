-- A contact that shows the number that its source had said shows the one that the source says now:
-- the queue dials it first. A number that a visit obtained, or confirmed since, stays.
WITH cambiados AS (
    SELECT DISTINCT ON (k.contacto_id) k.contacto_id, d.antes, d.despues
    FROM captacion_carga g
    JOIN captacion_cambiodato d ON d.carga_id = g.id AND d.campo = 'celular'
    JOIN captacion_captacion p ON p.persona_id = d.persona_id
    JOIN afiliacion_caso k ON k.captacion_id = p.id AND k.cerrado_por_visita_id IS NULL
    LEFT JOIN captacion_reciennacido n ON n.id = p.recien_nacido_id
    JOIN captacion_telefono nuevo
        ON nuevo.persona_id = coalesce(n.madre_id, p.persona_id) AND nuevo.numero = d.despues
    JOIN captacion_telefono viejo
        ON viejo.persona_id = nuevo.persona_id AND viejo.numero = d.antes
       AND viejo.fuente <> 'visita' AND viejo.visto_el < nuevo.visto_el
    -- Loads of a moment ago: an older change was brought when it came.
    WHERE (g.id = %(carga)s OR g.fin > clock_timestamp() - interval '2 days')
      AND p.hogar_id BETWEEN %(desde)s AND %(hasta)s
      AND (%(hogares)s::bigint[] IS NULL OR p.hogar_id = ANY(%(hogares)s))
    ORDER BY k.contacto_id, d.carga_id DESC, p.limite_el, p.id
)
UPDATE afiliacion_contacto c
SET telefono = d.despues
FROM cambiados d
WHERE c.id = d.contacto_id AND c.telefono = d.antes
  AND c.estado IN ('pendiente', 'en_gestion', 'derivada', 'en_solicitud');
