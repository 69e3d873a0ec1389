-- Care given: one row by the key of its source, joined to whom its document names. A document that no
-- register knows stays with its care, which waits for the load that brings the person.
INSERT INTO captacion_atencion
    (fuente, clave, persona_id, tipo_documento, documento, atendida_el, establecimiento_codigo,
     establecimiento_id, codigo, tipo_diagnostico, valor, peso, talla, hemoglobina, fur, carga_id, fila)
SELECT %(fuente)s, s.clave,
    coalesce(s.persona_id, por_dni.id, por_cui.id, por_cnv.id, por_otro.id),
    s.tipo_documento, s.documento, s.atencion_el, s.eess, e.codigo, s.codigo, s.tipo_diagnostico,
    s.valor, s.peso, s.talla, s.hemoglobina, s.fur_dicha, %(carga)s, s.n
FROM staging s
LEFT JOIN juntos_establecimiento e ON e.codigo = s.eess
LEFT JOIN captacion_persona por_dni ON s.tipo_documento = 'DNI' AND por_dni.dni = s.documento
LEFT JOIN captacion_persona por_cui ON s.tipo_documento = 'DNI' AND por_cui.cui = s.documento
LEFT JOIN captacion_persona por_cnv ON s.tipo_documento = 'CNV' AND por_cnv.cnv = s.documento
LEFT JOIN captacion_persona por_otro
    ON s.tipo_documento NOT IN ('DNI', 'CNV')
   AND por_otro.otro_documento = s.tipo_documento || ':' || s.documento
WHERE s.errores = '{}' AND s.es_atencion
ON CONFLICT (fuente, clave) DO UPDATE SET
    persona_id = EXCLUDED.persona_id, tipo_documento = EXCLUDED.tipo_documento,
    documento = EXCLUDED.documento, atendida_el = EXCLUDED.atendida_el,
    establecimiento_codigo = EXCLUDED.establecimiento_codigo,
    establecimiento_id = EXCLUDED.establecimiento_id, codigo = EXCLUDED.codigo,
    tipo_diagnostico = EXCLUDED.tipo_diagnostico, valor = EXCLUDED.valor, peso = EXCLUDED.peso,
    talla = EXCLUDED.talla, hemoglobina = EXCLUDED.hemoglobina, fur = EXCLUDED.fur,
    carga_id = EXCLUDED.carga_id, fila = EXCLUDED.fila;

-- Documents that a merge found to be somebody's.
UPDATE captacion_atencion a SET persona_id = o.persona_id
FROM captacion_documentoalias o
WHERE a.persona_id IS NULL AND a.documento = split_part(o.documento, ':', 2)
  AND a.tipo_documento = split_part(o.documento, ':', 1);

ANALYZE captacion_atencion (persona_id, documento);
