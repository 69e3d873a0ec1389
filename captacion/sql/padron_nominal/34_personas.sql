-- People as this file tells them: the new ones, and of the others what it corrects.
INSERT INTO captacion_persona
    (id, dni, cui, cnv, ap_paterno, ap_materno, nombres, sexo, fecha_nacimiento, lengua,
     carga_id, fila)
SELECT s.persona_id, m.dni, m.cui, m.cnv, m.ap_paterno, m.ap_materno, m.nombres, m.sexo,
    m.nacimiento, '', %(carga)s, n
FROM staging s JOIN menor m USING (n) WHERE s.persona_nueva;

CREATE UNLOGGED TABLE corregida AS
SELECT t.* FROM (
    SELECT p.id, m.n, coalesce(m.dni, p.dni) AS dni, coalesce(m.cnv, p.cnv) AS cnv,
        nullif(coalesce(m.cui, p.cui), coalesce(m.dni, p.dni)) AS cui,
        coalesce(nullif(m.ap_paterno, ''), p.ap_paterno) AS ap_paterno,
        coalesce(nullif(m.ap_materno, ''), p.ap_materno) AS ap_materno,
        CASE WHEN p.nombres <> '' AND es_nombre_provisional(m.nombres) THEN p.nombres
             ELSE m.nombres END AS nombres,
        coalesce(nullif(m.sexo, ''), p.sexo) AS sexo, m.nacimiento
    FROM staging s JOIN menor m USING (n) JOIN captacion_persona p ON p.id = s.persona_id
    WHERE s.errores = '{}' AND NOT s.persona_nueva
    OFFSET '0'
) AS t
JOIN captacion_persona p USING (id)
WHERE (p.dni, p.cui, p.cnv, p.ap_paterno, p.ap_materno, p.nombres, p.sexo, p.fecha_nacimiento)
    IS DISTINCT FROM
    (t.dni, t.cui, t.cnv, t.ap_paterno, t.ap_materno, t.nombres, t.sexo, t.nacimiento);

UPDATE captacion_persona p SET
    dni = t.dni, cui = t.cui, cnv = t.cnv, ap_paterno = t.ap_paterno, ap_materno = t.ap_materno,
    nombres = t.nombres, sexo = t.sexo, fecha_nacimiento = t.nacimiento,
    carga_id = %(carga)s, fila = t.n
FROM corregida t WHERE t.id = p.id;
