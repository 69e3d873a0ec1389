-- The DNI that a child receives may already stand in a register of households, as a member that no
-- birth was known of. The same birth date and name: it is the same child, and the register's word
-- of it becomes hers. Anything else waits for a person, as any document of somebody else does.

CREATE UNLOGGED TABLE misma AS
SELECT DISTINCT ON (q.id) c.n, c.persona_id, q.id AS otra_id
FROM conocida c
JOIN captacion_persona p ON p.id = c.persona_id AND p.dni IS NULL
JOIN captacion_persona q
    ON q.dni = c.dni AND q.id <> p.id AND q.fecha_nacimiento = c.nacimiento
WHERE nombres_concuerdan(
      clave_nombre(q.ap_paterno || ' ' || q.ap_materno), clave_nombre(q.nombres),
      c.apellidos, clave_nombre(c.nombres))
  AND NOT EXISTS (SELECT FROM reasignado WHERE reasignado.n = c.n)
  AND NOT EXISTS (SELECT FROM captacion_reciennacido WHERE persona_id = q.id OR madre_id = q.id)
  AND NOT EXISTS (SELECT FROM captacion_gestante WHERE persona_id = q.id)
  AND NOT EXISTS (SELECT FROM captacion_vinculo WHERE persona_id = q.id)
ORDER BY q.id, c.n;

ANALYZE misma;

-- A household where a link of ours had put her: the register says it now.
DELETE FROM captacion_miembro nuestra
USING misma x JOIN captacion_miembro suya ON suya.persona_id = x.otra_id
WHERE nuestra.persona_id = x.persona_id AND nuestra.hogar_id = suya.hogar_id;

UPDATE captacion_miembro m SET persona_id = x.persona_id FROM misma x WHERE m.persona_id = x.otra_id;
UPDATE captacion_registrofuente r SET persona_id = x.persona_id FROM misma x WHERE r.persona_id = x.otra_id;
UPDATE captacion_atencion a SET persona_id = x.persona_id FROM misma x WHERE a.persona_id = x.otra_id;
UPDATE captacion_cambiodato d SET persona_id = x.persona_id FROM misma x WHERE d.persona_id = x.otra_id;

INSERT INTO captacion_telefono (persona_id, numero, fuente, visto_el)
SELECT x.persona_id, t.numero, t.fuente, t.visto_el
FROM misma x JOIN captacion_telefono t ON t.persona_id = x.otra_id
ON CONFLICT (persona_id, numero) DO NOTHING;

-- The emptied record stays, without a document: nothing that may point to it breaks.
UPDATE captacion_persona q SET dni = NULL FROM misma x WHERE q.id = x.otra_id;
