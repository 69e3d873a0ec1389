-- The key of a FUA: its three numbers.
CREATE TEMP TABLE fila ON COMMIT DROP AS
SELECT n, huella, left(coalesce(disa || '|' || lote || '|' || numero, 'FILA:' || n), 80) AS clave
FROM entrada;
