-- Where in the ledger each record of this batch went, by the same words as comun/70_cuenta.
UPDATE captacion_eventorecibido e SET
    carga_id = %(carga)s, numero = l.n,
    resultado = CASE
        WHEN c.malo IS NOT NULL OR s.errores <> '{}' THEN 'rechazada'
        WHEN s.n IS NULL THEN 'sin_cambio'
        WHEN s.duda IS NOT NULL THEN 'en_revision'
        WHEN s.registro_id IS NULL THEN 'nueva'
        ELSE 'actualizada' END
FROM unnest(%(eventos)s::bigint[], %(numeros)s::int[]) AS l (id, n)
JOIN crudo c ON c.n = l.n
LEFT JOIN staging s ON s.n = l.n
WHERE e.id = l.id;
