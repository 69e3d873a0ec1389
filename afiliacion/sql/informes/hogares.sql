SELECT coalesce(p.captacion_id, h.captacion_id), '{que}', CASE WHEN p.hogar_id IS NULL THEN 1 ELSE -1 END
    FROM (SELECT hogar_id, min(captacion_id) AS captacion_id FROM antes_aqui
          WHERE {columna} GROUP BY hogar_id) AS p
    FULL JOIN (SELECT hogar_id, min(captacion_id) AS captacion_id FROM hoy_aqui
               WHERE {columna} GROUP BY hogar_id) AS h USING (hogar_id)
    WHERE p.hogar_id IS NULL OR h.hogar_id IS NULL
