-- What this file changed of the children that the source already told: their values before
-- (`antes`, kept by 32_antes) beside those that stand now.
CREATE UNLOGGED TABLE cambio AS
SELECT a.n, a.persona_id, v.campo, coalesce(v.antes, '') AS antes, coalesce(v.despues, '') AS despues
FROM antes a
JOIN captacion_persona p ON p.id = a.persona_id
JOIN captacion_reciennacido rn ON rn.persona_id = a.persona_id
LEFT JOIN captacion_persona m ON m.id = rn.madre_id
CROSS JOIN LATERAL (VALUES
    ('codigo_padron', a.codigo_padron, rn.codigo_padron),
    ('dni', a.dni, p.dni),
    -- a CUI that the DNI now answers for has not changed
    ('cui', a.cui, CASE WHEN p.cui IS NULL AND a.cui = p.dni THEN a.cui ELSE p.cui END),
    ('cnv', a.cnv, p.cnv),
    ('ap_paterno', a.ap_paterno, p.ap_paterno),
    ('ap_materno', a.ap_materno, p.ap_materno),
    ('nombres', a.nombres, p.nombres),
    ('sexo', a.sexo, p.sexo),
    ('fecha_nacimiento', to_char(a.fecha_nacimiento, 'YYYY-MM-DD'), to_char(p.fecha_nacimiento, 'YYYY-MM-DD')),
    ('ubigeo', a.distrito_id, rn.distrito_id),
    ('centro_poblado', a.centro_poblado, rn.centro_poblado),
    ('direccion', a.direccion, rn.direccion),
    ('referencia', a.referencia, rn.referencia),
    ('eess', a.establecimiento_codigo, rn.establecimiento_codigo),
    ('seguro', a.seguro, rn.seguro),
    ('programas', a.programas, rn.programas),
    ('madre_documento', a.madre_dni, m.dni),
    ('madre_nombres', btrim(a.madre_apellidos || ' ' || a.madre_nombres),
        btrim(rn.madre_apellidos || ' ' || rn.madre_nombres)),
    ('jefe_documento', a.jefe_documento, rn.jefe_documento),
    ('celular', a.celular_antes, a.celular)
) AS v(campo, antes, despues)
WHERE coalesce(v.antes, '') <> coalesce(v.despues, '');

INSERT INTO captacion_cambiodato (carga_id, fila, persona_id, campo, antes, despues)
SELECT %(carga)s, n, persona_id, campo, antes, despues FROM cambio ORDER BY n, campo;

-- The code that this child had now comes with another one.
INSERT INTO captacion_cambiodato (carga_id, fila, persona_id, campo, antes, despues)
SELECT %(carga)s, n, persona_id, 'codigo_padron', codigo_padron, '' FROM reasignado
WHERE codigo_padron IS NOT NULL;

-- A number that the source tells again after another one is its latest.
UPDATE captacion_telefono t SET visto_el = %(hoy)s::date, fuente = %(fuente)s
FROM cambio c JOIN captacion_reciennacido rn USING (persona_id)
WHERE c.campo = 'celular' AND t.persona_id = coalesce(rn.madre_id, rn.persona_id) AND t.numero = c.despues
  AND (t.visto_el < %(hoy)s::date OR t.fuente <> %(fuente)s);
