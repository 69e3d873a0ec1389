-- What people corrected of themselves stands over what a file says again; phones that somebody had
-- taken away do not come back. Few rows, whatever the file brought.
UPDATE captacion_persona p SET
    ap_paterno = coalesce(r.ap_paterno, p.ap_paterno),
    ap_materno = coalesce(r.ap_materno, p.ap_materno),
    nombres = coalesce(r.nombres, p.nombres),
    sexo = coalesce(r.sexo, p.sexo),
    lengua = coalesce(r.lengua, p.lengua)
FROM (
    SELECT persona_id,
        max(valor) FILTER (WHERE campo = 'ap_paterno') AS ap_paterno,
        max(valor) FILTER (WHERE campo = 'ap_materno') AS ap_materno,
        max(valor) FILTER (WHERE campo = 'nombres') AS nombres,
        max(valor) FILTER (WHERE campo = 'sexo') AS sexo,
        max(valor) FILTER (WHERE campo = 'lengua') AS lengua
    FROM captacion_rectificacion WHERE reemplazada_en IS NULL GROUP BY persona_id
) AS r
WHERE p.id = r.persona_id
  AND (p.ap_paterno, p.ap_materno, p.nombres, p.sexo, p.lengua) IS DISTINCT FROM
      (coalesce(r.ap_paterno, p.ap_paterno), coalesce(r.ap_materno, p.ap_materno),
       coalesce(r.nombres, p.nombres), coalesce(r.sexo, p.sexo), coalesce(r.lengua, p.lengua));

DELETE FROM captacion_telefono t
USING captacion_restriccion r
WHERE r.persona_id = t.persona_id AND r.tipo = 'sin_telefonos' AND r.levantada_en IS NULL
  AND t.fuente = %(fuente)s;
