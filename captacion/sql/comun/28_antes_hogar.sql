-- What a register of households said until now of the members that this file tells again.
CREATE UNLOGGED TABLE conocida AS
SELECT n, persona_id, hogar_id FROM staging
WHERE errores = '{}' AND registro_id IS NOT NULL AND hogar_id IS NOT NULL;

ANALYZE conocida;

CREATE UNLOGGED TABLE antes AS
SELECT c.n, c.persona_id, c.hogar_id, p.ap_paterno, p.ap_materno, p.nombres, p.sexo,
    p.fecha_nacimiento, h.distrito_id, h.centro_poblado, h.direccion, h.es_usuario, h.en_tpi,
    k.nivel, k.desde, k.hasta
FROM conocida c
JOIN captacion_persona p ON p.id = c.persona_id
JOIN captacion_hogar h ON h.id = c.hogar_id
LEFT JOIN LATERAL (
    SELECT nivel, desde, hasta FROM captacion_clasificacionsocioeconomica
    WHERE hogar_id = c.hogar_id AND fuente = %(fuente)s
    ORDER BY carga_id DESC, id DESC LIMIT 1
) AS k ON true;

ANALYZE antes;
