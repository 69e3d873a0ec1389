-- Whom a load tells of: children, pregnancies, who was cared for, and the mothers of the children,
-- whose pregnancies end with them.
SELECT persona_id FROM captacion_reciennacido WHERE carga_id = %(carga)s
UNION
SELECT madre_id FROM captacion_reciennacido WHERE carga_id = %(carga)s AND madre_id IS NOT NULL
UNION
SELECT persona_id FROM captacion_gestante WHERE carga_id = %(carga)s
UNION
SELECT persona_id FROM captacion_atencion WHERE carga_id = %(carga)s AND persona_id IS NOT NULL
ORDER BY 1
