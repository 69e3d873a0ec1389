-- Care told of a person whom the register knows by other names: it stays, and the doubt is seen.
UPDATE staging s SET avisos = s.avisos || ARRAY['nombre_distinto']
FROM captacion_atencion a JOIN captacion_persona p ON p.id = a.persona_id
WHERE a.fuente = %(fuente)s AND a.clave = s.clave AND s.errores = '{}' AND NOT s.gestacion
  AND NOT nombres_concuerdan(
      clave_nombre(s.ap_paterno || ' ' || s.ap_materno), clave_nombre(s.nombres),
      clave_nombre(p.ap_paterno || ' ' || p.ap_materno), clave_nombre(p.nombres));
