-- The key of a pregnancy: the woman's document, and its FUR or else its FPP.
CREATE UNLOGGED TABLE fila AS
SELECT n, huella, left(coalesce(documento, 'FILA:' || n) || '|' || coalesce(
    to_char(fecha_o_nulo(fur), 'YYYYMMDD'), to_char(fecha_o_nulo(fpp), 'YYYYMMDD'),
    'EG' || edad_gestacional || '-' || to_char(fecha_o_nulo(atencion_el), 'YYYYMMDD'), ''), 80) AS clave
FROM entrada;
