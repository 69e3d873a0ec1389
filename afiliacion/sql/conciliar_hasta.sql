-- The last of the `cuantos` households from `desde` on that have a capture or a contact.
SELECT max(hogar_id)
FROM (
    SELECT hogar_id
    FROM (
        (SELECT DISTINCT hogar_id FROM captacion_captacion WHERE hogar_id >= %(desde)s
         ORDER BY hogar_id LIMIT %(cuantos)s)
        UNION
        (SELECT DISTINCT hogar_id FROM afiliacion_contacto WHERE hogar_id >= %(desde)s
         ORDER BY hogar_id LIMIT %(cuantos)s)
    ) unos_y_otros
    ORDER BY hogar_id
    LIMIT %(cuantos)s
) parte;
