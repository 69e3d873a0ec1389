-- Of a seal whose events do not match: the first one that is missing or says something else.

SELECT esperado.id, e.id IS NULL AS falta
FROM (
    SELECT id, substring(
        huellas FROM (32 * row_number() OVER (ORDER BY id) - 31)::integer FOR 32
    ) AS huella
    FROM juntos_sello, unnest(tramos) AS tramo, generate_series(lower(tramo), upper(tramo) - 1) AS id
    WHERE numero = %(numero)s
) AS esperado
LEFT JOIN juntos_evento e ON e.id = esperado.id
WHERE e.id IS NULL OR huella_de_evento(e) <> esperado.huella
ORDER BY esperado.id
LIMIT 1
