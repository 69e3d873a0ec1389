-- Why the rows of a load that is stopped were rejected, the commonest reason first.
SELECT motivo, count(*) AS filas
FROM (
    SELECT malo AS motivo FROM crudo WHERE malo IS NOT NULL
    UNION ALL
    SELECT unnest(errores) FROM staging WHERE errores <> '{}'
) AS visto
GROUP BY motivo
ORDER BY filas DESC, motivo;
