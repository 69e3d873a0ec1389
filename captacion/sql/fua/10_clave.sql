-- The key of a FUA: its three numbers.
CREATE UNLOGGED TABLE fila AS
SELECT n, huella, left(coalesce(disa || '|' || lote || '|' || numero, 'FILA:' || n), 80) AS clave
FROM entrada;
