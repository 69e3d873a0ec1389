-- Every reason on every row; none stops the load.
CREATE TEMP TABLE staging ON COMMIT DROP AS
SELECT t.*,
    array_remove(ARRAY[
        CASE WHEN num_nonnulls(dni, cui, cnv, codigo_padron, madre_dni) = 0 THEN 'sin_identidad' END,
        CASE WHEN nacimiento_ IS NULL THEN 'nacimiento_falta'
             WHEN nacimiento IS NULL THEN 'nacimiento_imposible'
             WHEN nacimiento > %(hoy)s THEN 'nacimiento_futuro'
             WHEN nacimiento <= %(hoy)s::date - make_interval(years => %(anios_padron)s)
                 THEN 'edad_padron' END
    ], NULL) AS errores,
    array_remove(ARRAY[
        CASE WHEN celular_ IS NULL THEN 'celular_falta'
             WHEN celular IS NULL THEN 'celular_invalido' END,
        CASE WHEN es_nombre_provisional(nombres) THEN 'nombre_provisional' END,
        CASE WHEN ubigeo IS NULL THEN 'ubigeo_falta'
             WHEN distrito_id IS NULL THEN 'ubigeo_desconocido' END,
        CASE WHEN distrito_id IS NOT NULL AND centro_poblado_codigo <> ''
                  AND left(centro_poblado_codigo, 6) <> ubigeo THEN 'centro_poblado_distrito' END,
        CASE WHEN ap_materno <> '' AND madre_ap_paterno <> '' AND ap_materno <> madre_ap_paterno
                  AND clave_nombre(ap_materno) <> clave_nombre(madre_ap_paterno)
                 THEN 'apellido_distinto' END,
        CASE WHEN cnv IS NOT NULL AND length(cnv) <> 10 THEN 'cnv_largo' END,
        CASE WHEN es_relleno(dni_) OR es_relleno(cui_) OR es_relleno(cnv_) OR es_relleno(madre_)
                 THEN 'documento_relleno' END,
        CASE WHEN (dni IS NULL AND NOT es_relleno(dni_)) OR (cui IS NULL AND NOT es_relleno(cui_))
                  OR (cnv IS NULL AND NOT es_relleno(cnv_))
                  OR (madre_dni IS NULL AND NOT es_relleno(madre_)) THEN 'documento_ilegible' END,
        CASE WHEN dni_ ~ '^\d{7}$' OR madre_ ~ '^\d{7}$' OR cui_ ~ '^\d{7}$' THEN 'dni_siete' END
    ], NULL) AS avisos,
    NULL::text AS duda, NULL::bigint AS madre_id, false AS persona_nueva
FROM (
    SELECT p.n, p.clave, p.huella, p.registro_id, p.persona_id, NULL::bigint AS hogar_id,
        left(e.codigo_padron, 20) AS codigo_padron,
        e.dni AS dni_, dni_o_nulo(e.dni) AS dni,
        e.cui AS cui_, dni_o_nulo(e.cui) AS cui,
        e.cnv AS cnv_, cnv_o_nulo(e.cnv) AS cnv,
        nombre_limpio(e.ap_paterno, 60) AS ap_paterno,
        nombre_limpio(e.ap_materno, 60) AS ap_materno,
        nombre_limpio(e.nombres, 80) AS nombres,
        coalesce(e.sexo, '') AS sexo,
        e.fecha_nacimiento AS nacimiento_, fecha_o_nulo(e.fecha_nacimiento) AS nacimiento,
        e.ubigeo, d.ubigeo AS distrito_id,
        left(coalesce(e.centro_poblado_codigo, ''), 10) AS centro_poblado_codigo,
        left(coalesce(e.centro_poblado, ''), 120) AS centro_poblado,
        left(coalesce(e.direccion, ''), 200) AS direccion,
        left(coalesce(e.referencia, ''), 200) AS referencia,
        coalesce(codigo_establecimiento(e.eess_adscripcion), codigo_establecimiento(e.eess),
                 codigo_establecimiento(e.eess_nacimiento), '') AS eess,
        coalesce(codigo_establecimiento(e.eess_nacimiento), '') AS eess_nacimiento,
        left(coalesce(e.seguro, ''), 20) AS seguro,
        left(coalesce(e.programas, ''), 40) AS programas,
        e.madre_documento AS madre_, dni_o_nulo(e.madre_documento) AS madre_dni,
        nombre_limpio(e.madre_ap_paterno, 60) AS madre_ap_paterno,
        nombre_limpio(e.madre_ap_materno, 60) AS madre_ap_materno,
        nombre_limpio(e.madre_nombres, 80) AS madre_nombres,
        e.celular AS celular_, celular_o_nulo(e.celular) AS celular,
        coalesce(e.lengua, '') AS lengua,
        coalesce(dni_o_nulo(e.jefe_documento), '') AS jefe_dni,
        left(btrim(concat_ws(' ', e.jefe_ap_paterno, e.jefe_ap_materno, e.jefe_nombres)), 160)
            AS jefe_nombre,
        fecha_o_nulo(e.creado_el) AS creado_el
    FROM pendiente p
    JOIN (SELECT * FROM entrada OFFSET 0) AS e USING (n)
    LEFT JOIN juntos_distrito d
        ON CASE WHEN %(reniec)s THEN d.ubigeo_reniec ELSE d.ubigeo END = e.ubigeo
    OFFSET 0 -- each cell is read once: without it the functions would be repeated at every use
) AS t;

CREATE UNIQUE INDEX ON staging (n);
