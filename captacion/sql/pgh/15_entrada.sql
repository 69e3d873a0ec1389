-- The PGH as a register of households: it knows no users and no phones.
CREATE VIEW miembro_entrada AS
SELECT n, codigo_hogar, tipo_documento, documento, ap_paterno, ap_materno, nombres, sexo,
    fecha_nacimiento, ubigeo, centro_poblado, centro_poblado_codigo, direccion,
    NULL::text AS celular, parentesco, NULL::text AS es_titular, nivel_crudo AS nivel_, nivel,
    cse_desde, cse_hasta, NULL::boolean AS es_usuario, NULL::boolean AS tpi
FROM entrada;
