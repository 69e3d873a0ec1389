-- The key of an item. Without its number it is told by its code, and its lab by its value: two items of
-- one visit stay two.
CREATE UNLOGGED TABLE fila AS
SELECT n, huella, left(coalesce(id_cita, 'FILA:' || n)
    || '|' || coalesce(correlativo_item, 'I:' || codigo, '')
    || '|' || coalesce(correlativo_lab, 'L:' || valor, ''), 80) AS clave
FROM entrada;
