-- A mother is her DNI, or another one that a merge found to be hers. This source only fills what the
-- mother's own registers leave blank.
CREATE UNLOGGED TABLE madre_nueva AS
SELECT DISTINCT ON (madre_dni)
    madre_dni, madre_ap_paterno, madre_ap_materno, madre_nombres, lengua, n
FROM menor m
WHERE errores = '{}' AND madre_dni IS NOT NULL
  AND NOT EXISTS (SELECT FROM captacion_persona p WHERE p.dni = m.madre_dni)
  AND NOT EXISTS (SELECT FROM captacion_documentoalias a WHERE a.documento = 'DNI:' || m.madre_dni)
ORDER BY madre_dni, n DESC;

INSERT INTO captacion_persona
    (dni, ap_paterno, ap_materno, nombres, sexo, lengua, carga_id, fila)
SELECT madre_dni, madre_ap_paterno, madre_ap_materno, madre_nombres, 'F', lengua, %(carga)s, n
FROM madre_nueva;

UPDATE captacion_persona p SET
    ap_paterno = coalesce(nullif(p.ap_paterno, ''), m.madre_ap_paterno),
    ap_materno = CASE WHEN p.ap_paterno = '' THEN m.madre_ap_materno ELSE p.ap_materno END,
    nombres = coalesce(nullif(p.nombres, ''), m.madre_nombres),
    sexo = coalesce(nullif(p.sexo, ''), 'F')
FROM menor m
WHERE p.dni = m.madre_dni AND m.errores = '{}'
  AND (p.ap_paterno = '' OR p.nombres = '' OR p.sexo = '');

ANALYZE captacion_persona (id, dni);
