-- Care that nobody had told yet, a day apart at most.
INSERT INTO afiliacion_cuidado
    (persona_id, item_id, dado_el, dosis_dicha, conocido_el, dado, origen, atencion_id, anulado_motivo)
SELECT d.persona_id, d.item_id, d.dado_el, d.dosis, d.conocido_el, true, 'fuente', d.atencion_id, ''
FROM cal_dicho d
WHERE NOT EXISTS (
    SELECT FROM afiliacion_cuidado c
    WHERE c.persona_id = d.persona_id AND c.item_id = d.item_id AND c.dado AND c.anulado_en IS NULL
      AND c.dado_el BETWEEN d.primero - 1 AND d.ultimo + 1)
ORDER BY d.persona_id, d.dado_el;

-- The Padrón shows a DNI: it was issued by that day at the latest. Seen too late, it says nothing of
-- when it was issued, and a person asks.
INSERT INTO afiliacion_cuidado
    (persona_id, item_id, dado_el, conocido_el, dado, origen, anulado_motivo)
SELECT persona_id, item, visto_el, visto_el, true, 'padron', ''
FROM (
    SELECT s.persona_id, i.item_id AS item, i.hasta, s.cero, coalesce(
        (SELECT min(k.fecha_proceso) FROM captacion_cambiodato d JOIN captacion_carga k ON k.id = d.carga_id
         WHERE d.persona_id = s.persona_id AND d.campo = 'dni' AND d.antes = ''),
        (SELECT min(c.registrada_el) FROM captacion_captacion c
         WHERE c.persona_id = s.persona_id AND c.recien_nacido_id IS NOT NULL)) AS visto_el
    FROM cal_sujeto s
    JOIN captacion_persona p ON p.id = s.persona_id AND p.dni IS NOT NULL
    CROSS JOIN (
        SELECT r.item_id, max(r.hasta) AS hasta
        FROM afiliacion_regla r JOIN afiliacion_norma n ON n.id = r.norma_id AND n.estado = 'aprobada'
        WHERE r.item_id = 'dni' GROUP BY r.item_id
    ) i
    WHERE s.sujeto = 'nino' AND NOT EXISTS (
        SELECT FROM afiliacion_cuidado c
        WHERE c.persona_id = s.persona_id AND c.item_id = i.item_id AND c.origen = 'padron'
          AND c.anulado_en IS NULL)
) v
WHERE visto_el BETWEEN cero AND cero + hasta
ON CONFLICT DO NOTHING;
