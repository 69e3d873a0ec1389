-- Whoever lost her household and found no sure one goes to her mother's provisional household.

DELETE FROM suelta s
USING captacion_vinculo v
WHERE v.persona_id = s.persona_id AND v.estado IN ('automatico', 'confirmado');

INSERT INTO captacion_hogar
    (origen, codigo, distrito_id, centro_poblado, centro_poblado_codigo, direccion, es_usuario,
     en_tpi, carga_id, fila)
SELECT DISTINCT ON (s.madre_id) 'provisional', 'PV-' || s.madre_id, rn.distrito_id, rn.centro_poblado,
    rn.centro_poblado_codigo, rn.direccion, false, false, %(carga)s, s.fila
FROM suelta s JOIN captacion_reciennacido rn USING (persona_id)
ORDER BY s.madre_id, s.fila
ON CONFLICT (origen, codigo) DO NOTHING;

INSERT INTO captacion_miembro (hogar_id, persona_id, parentesco, es_titular, carga_id, fila)
SELECT DISTINCT ON (h.id) h.id, s.madre_id, '', false, %(carga)s, s.fila
FROM suelta s JOIN captacion_hogar h ON h.origen = 'provisional' AND h.codigo = 'PV-' || s.madre_id
ORDER BY h.id, s.fila
ON CONFLICT (hogar_id, persona_id) DO NOTHING;

INSERT INTO captacion_vinculo (persona_id, hogar_id, regla, estado, duda, orden, carga_id, fila)
SELECT s.persona_id, h.id, 'provisional', 'automatico', '', 1, %(carga)s, s.fila
FROM suelta s JOIN captacion_hogar h ON h.origen = 'provisional' AND h.codigo = 'PV-' || s.madre_id
ON CONFLICT (persona_id, hogar_id) WHERE estado <> 'reemplazado' DO NOTHING;
