-- A corrected mother takes the ground from a link that stood on the former one. What the system
-- linked it unlinks; what a person confirmed stays, and that person's doubt is raised.

CREATE UNLOGGED TABLE otra_madre AS
SELECT a.n, a.persona_id, rn.madre_id, v.id AS vinculo_id, v.estado, v.regla
FROM antes a
JOIN captacion_reciennacido rn ON rn.persona_id = a.persona_id
JOIN captacion_vinculo v ON v.persona_id = a.persona_id AND v.estado IN ('automatico', 'confirmado')
WHERE a.madre_id <> rn.madre_id
  AND NOT EXISTS (
      SELECT FROM captacion_miembro m
      WHERE m.hogar_id = v.hogar_id AND m.persona_id = rn.madre_id AND m.vinculo_id IS NULL);

-- An affiliated household was approved by people: its captures stay in it.
INSERT INTO suelta (persona_id, madre_id, fila)
SELECT o.persona_id, o.madre_id, o.n
FROM otra_madre o
WHERE o.estado = 'automatico' AND o.regla SIMILAR TO '(madre|parecido|encuentro|provisional)%%'
  AND NOT EXISTS (
      SELECT FROM captacion_captacion c
      WHERE c.persona_id = o.persona_id AND c.afiliada_el IS NOT NULL);

DELETE FROM captacion_miembro m
USING otra_madre o JOIN suelta USING (persona_id)
WHERE m.vinculo_id = o.vinculo_id;

WITH movido AS (
    UPDATE captacion_vinculo v SET estado = 'reemplazado'
    FROM otra_madre o JOIN suelta USING (persona_id)
    WHERE v.id = o.vinculo_id AND v.estado = 'automatico'
    RETURNING v.id
)
INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
SELECT 'captacion.vinculo', id, 'automatico', 'reemplazado', 'El Padrón corrigió quién es la madre',
    now(), %(sistema)s
FROM movido;

-- Against a decision of a person: the new mother's households wait beside the one confirmed.
INSERT INTO captacion_vinculo (persona_id, hogar_id, regla, estado, duda, orden, carga_id, fila)
SELECT o.persona_id, h.id, 'madre_' || h.origen, 'por_revisar', 'decision_discutida',
    row_number() OVER (PARTITION BY o.persona_id ORDER BY h.origen, h.id), %(carga)s, o.n
FROM otra_madre o
JOIN captacion_miembro m ON m.persona_id = o.madre_id AND m.vinculo_id IS NULL
JOIN captacion_hogar h ON h.id = m.hogar_id AND h.origen IN ('juntos', 'pgh')
WHERE o.estado = 'confirmado'
ON CONFLICT (persona_id, hogar_id) WHERE estado <> 'reemplazado' DO NOTHING;

UPDATE staging s SET
    avisos = avisos || ARRAY['decision_discutida'],
    duda = CASE WHEN EXISTS (
        SELECT FROM captacion_vinculo v
        WHERE v.persona_id = o.persona_id AND v.estado = 'por_revisar' AND v.duda = 'decision_discutida')
        THEN coalesce(duda, 'decision_discutida') ELSE duda END
FROM otra_madre o
WHERE o.n = s.n AND o.estado = 'confirmado';
