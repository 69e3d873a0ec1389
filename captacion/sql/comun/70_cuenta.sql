-- The ledger of this load.
SELECT
    (SELECT count(*) FROM fila) + (SELECT count(*) FROM crudo WHERE malo IS NOT NULL) AS leidas,
    (SELECT count(*) FROM fila) - (SELECT count(*) FROM pendiente) AS sin_cambio,
    (SELECT count(*) FROM crudo WHERE malo IS NOT NULL) + count(*) FILTER (WHERE errores <> '{}')
        AS rechazadas,
    count(*) FILTER (WHERE errores = '{}' AND duda IS NOT NULL) AS en_revision,
    count(*) FILTER (WHERE errores = '{}' AND duda IS NULL AND registro_id IS NULL) AS nuevas,
    count(*) FILTER (WHERE errores = '{}' AND duda IS NULL AND registro_id IS NOT NULL)
        AS actualizadas,
    count(*) FILTER (WHERE errores = '{}' AND avisos <> '{}') AS avisos,
    (SELECT count(*) FROM captacion_captacion WHERE carga_id = %(carga)s) AS captaciones
FROM staging;
