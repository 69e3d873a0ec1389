-- What the source said until now of the children that are told again, for 36_cambios.
CREATE UNLOGGED TABLE antes AS
SELECT s.n, s.persona_id, p.dni, p.cui, p.cnv, rn.codigo_padron, p.ap_paterno, p.ap_materno, p.nombres,
    p.sexo, p.fecha_nacimiento, rn.madre_id, rn.madre_apellidos, rn.madre_nombres, m.dni AS madre_dni,
    rn.jefe_documento, rn.seguro, rn.programas, rn.distrito_id, rn.centro_poblado, rn.direccion,
    rn.referencia, rn.establecimiento_codigo, t.numero AS celular_antes,
    -- a number that a visit or another source had told is no news
    CASE WHEN EXISTS (
        SELECT FROM captacion_telefono o
        WHERE o.persona_id = coalesce(rn.madre_id, p.id) AND o.numero = f.celular
          AND (t.numero IS NULL OR o.fuente = 'visita'))
    THEN t.numero ELSE coalesce(f.celular, t.numero) END AS celular
FROM staging s
JOIN menor f USING (n)
JOIN captacion_persona p ON p.id = s.persona_id
JOIN captacion_reciennacido rn ON rn.persona_id = s.persona_id
LEFT JOIN captacion_persona m ON m.id = rn.madre_id
LEFT JOIN LATERAL (
    SELECT numero FROM captacion_telefono
    WHERE persona_id = coalesce(rn.madre_id, p.id) AND fuente = %(fuente)s
    ORDER BY visto_el DESC, id DESC LIMIT 1
) AS t ON true
WHERE s.errores = '{}' AND NOT s.persona_nueva;

ANALYZE antes;
