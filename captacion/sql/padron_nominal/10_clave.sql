-- The key of a child: its padrón code, else DNI, CNV, CUI, else what its mother's document tells.
CREATE UNLOGGED TABLE fila AS
SELECT n, huella, left(coalesce(
    codigo_padron,
    'DNI:' || dni_o_nulo(dni),
    'CNV:' || cnv_o_nulo(cnv),
    'CUI:' || dni_o_nulo(cui),
    'MADRE:' || madre_documento || ':' || fecha_nacimiento || ':' || coalesce(sexo, '')
        || ':' || coalesce(clave_nombre(nombres), ''),
    'FILA:' || %(carga)s || ':' || n
), 80) AS clave
FROM entrada;
