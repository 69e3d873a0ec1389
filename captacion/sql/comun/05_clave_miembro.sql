-- Rows of a register of households: household, document of the member, what is said of both.
CREATE UNLOGGED TABLE fila AS
SELECT n, huella,
    left(coalesce(codigo_hogar, 'FILA:' || n) || '|' || coalesce(documento, 'FILA:' || n), 80) AS clave
FROM entrada;
