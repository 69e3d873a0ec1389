-- What the Padrón tells of each child: its mother, its head of family, where it lives.

-- A mother told by name alone is the mother that this child has, or a new person.
UPDATE staging s SET madre_id = rn.madre_id
FROM captacion_reciennacido rn
WHERE rn.persona_id = s.persona_id AND s.errores = '{}' AND s.madre_id IS NULL;

CREATE UNLOGGED TABLE madre_sin_documento AS
SELECT s.n, nextval('captacion_persona_id_seq') AS id
FROM staging s JOIN menor m USING (n)
WHERE s.errores = '{}' AND s.madre_id IS NULL
  AND (m.madre_ap_paterno <> '' OR m.madre_nombres <> '');

INSERT INTO captacion_persona (id, ap_paterno, ap_materno, nombres, sexo, lengua, carga_id, fila)
SELECT s.id, m.madre_ap_paterno, m.madre_ap_materno, m.madre_nombres, 'F', m.lengua, %(carga)s, n
FROM madre_sin_documento s JOIN menor m USING (n);

UPDATE staging s SET madre_id = m.id FROM madre_sin_documento m WHERE m.n = s.n;

CREATE UNLOGGED TABLE celular_nuevo AS
SELECT DISTINCT coalesce(s.madre_id, s.persona_id) AS persona_id, m.celular
FROM staging s JOIN menor m USING (n)
WHERE s.errores = '{}' AND m.celular IS NOT NULL AND NOT EXISTS (
    SELECT FROM captacion_telefono t
    WHERE t.persona_id = coalesce(s.madre_id, s.persona_id) AND t.numero = m.celular);

INSERT INTO captacion_telefono (persona_id, numero, fuente, visto_el)
SELECT persona_id, celular, %(fuente)s, %(hoy)s::date FROM celular_nuevo;

CREATE UNLOGGED TABLE nacido AS
SELECT s.persona_id, s.madre_id, rn.id AS ya,
     btrim(m.madre_ap_paterno || ' ' || m.madre_ap_materno) AS madre_apellidos, m.madre_nombres,
     m.codigo_padron, m.lengua, m.jefe_dni, m.jefe_nombre, m.eess_nacimiento, m.seguro, m.programas,
     m.distrito_id, m.centro_poblado, m.centro_poblado_codigo, m.direccion, m.referencia, m.eess,
     e.codigo AS establecimiento_id, m.creado_el, s.n
FROM staging s JOIN menor m USING (n)
LEFT JOIN juntos_establecimiento e ON e.codigo = m.eess
LEFT JOIN captacion_reciennacido rn ON rn.persona_id = s.persona_id
WHERE s.errores = '{}';

INSERT INTO captacion_reciennacido
    (persona_id, madre_id, madre_apellidos, madre_nombres, codigo_padron, lengua, jefe_documento,
     jefe_nombre, establecimiento_nacimiento, seguro, programas, distrito_id, centro_poblado,
     centro_poblado_codigo, direccion, referencia, establecimiento_codigo, establecimiento_id,
     en_fuente_el, fuente, carga_id, fila)
SELECT persona_id, madre_id, madre_apellidos, madre_nombres, codigo_padron, lengua, jefe_dni,
     jefe_nombre, eess_nacimiento, seguro, programas, distrito_id, centro_poblado,
     centro_poblado_codigo, direccion, referencia, eess, establecimiento_id, creado_el, %(fuente)s,
     %(carga)s, n
FROM nacido WHERE ya IS NULL;

UPDATE captacion_reciennacido rn SET
    madre_id = m.madre_id, madre_apellidos = m.madre_apellidos, madre_nombres = m.madre_nombres,
    codigo_padron = coalesce(m.codigo_padron, rn.codigo_padron),
    lengua = coalesce(nullif(m.lengua, ''), rn.lengua), jefe_documento = m.jefe_dni,
    jefe_nombre = m.jefe_nombre, establecimiento_nacimiento = m.eess_nacimiento,
    seguro = m.seguro, programas = m.programas, distrito_id = m.distrito_id,
    centro_poblado = m.centro_poblado, centro_poblado_codigo = m.centro_poblado_codigo,
    direccion = m.direccion, referencia = m.referencia, establecimiento_codigo = m.eess,
    establecimiento_id = m.establecimiento_id,
    en_fuente_el = coalesce(rn.en_fuente_el, m.creado_el), carga_id = %(carga)s, fila = m.n
FROM nacido m WHERE rn.id = m.ya;

ANALYZE captacion_persona (id, dni);
ANALYZE captacion_reciennacido (id, persona_id, madre_id, jefe_documento);

-- A code that was another child's says nothing of where this one lives.
INSERT INTO por_enlazar (persona_id, fila, duda)
SELECT persona_id, n, nullif(duda, 'codigo_reasignado') FROM staging WHERE errores = '{}';
