-- Captures whose birth or FUR this file corrected. Nobody is seen in a source before the event.
UPDATE captacion_captacion c SET en_fuente_el = c.evento_el
FROM captacion_cambiodato d
WHERE d.carga_id = %(carga)s AND d.campo IN ('fecha_nacimiento', 'fur')
  AND c.persona_id = d.persona_id AND c.en_fuente_el < c.evento_el;

-- Nor registered before it: that capture keeps its dates, and a person is told.
UPDATE staging s SET avisos = avisos || ARRAY['evento_tras_registro']
FROM captacion_cambiodato d
JOIN captacion_captacion c ON c.persona_id = d.persona_id
 AND c.tipo = CASE d.campo WHEN 'fur' THEN 'gestante' ELSE 'recien_nacido' END
WHERE d.carga_id = %(carga)s AND d.campo IN ('fecha_nacimiento', 'fur')
  AND d.despues::date > c.registrada_el AND s.n = d.fila;
