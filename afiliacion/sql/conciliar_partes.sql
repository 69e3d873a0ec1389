-- The country's households with a capture or a contact, in parts of %(hogares)s: the first and the
-- last of each.
SELECT min(hogar_id), max(hogar_id)
FROM (
    SELECT hogar_id, (row_number() OVER (ORDER BY hogar_id) - 1) / %(hogares)s AS parte
    FROM (
        SELECT hogar_id FROM captacion_captacion
        UNION
        SELECT hogar_id FROM afiliacion_contacto
    ) todos
) numerados
GROUP BY parte
ORDER BY parte;
