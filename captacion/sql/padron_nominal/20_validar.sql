-- Every reason on every row; none stops the load. A document typed as the child's that is its
-- mother's names no child.
CREATE UNLOGGED TABLE menor AS
SELECT n, clave, huella, registro_id, registrada_id, codigo_padron, dni_, cui_, cnv_, madre_,
    nullif(dni, madre_dni) AS dni,
    -- the DNI answers for a CUI that is the same number
    nullif(nullif(cui, dni), madre_dni) AS cui,
    cnv, ap_paterno, ap_materno, nombres, sexo, nacimiento, distrito_id, centro_poblado_codigo,
    centro_poblado, direccion, referencia, eess, eess_nacimiento, seguro, programas, madre_dni,
    madre_ap_paterno, madre_ap_materno, madre_nombres, celular, lengua, jefe_dni, jefe_nombre,
    creado_el,
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
             WHEN distrito_id IS NULL THEN 'ubigeo_desconocido'
             WHEN centro_poblado_codigo <> '' AND left(centro_poblado_codigo, 6) <> ubigeo
                 THEN 'centro_poblado_distrito' END,
        CASE WHEN ap_materno <> madre_ap_paterno AND ap_materno <> '' AND madre_ap_paterno <> ''
                  AND clave_nombre(ap_materno) <> clave_nombre(madre_ap_paterno)
                 THEN 'apellido_distinto' END,
        CASE WHEN length(cnv) <> 10 THEN 'cnv_largo' END,
        CASE WHEN (dni IS NULL AND es_relleno(dni_)) OR (cui IS NULL AND es_relleno(cui_))
                  OR (cnv IS NULL AND es_relleno(cnv_)) OR (madre_dni IS NULL AND es_relleno(madre_))
                 THEN 'documento_relleno' END,
        CASE WHEN (dni IS NULL AND NOT es_relleno(dni_)) OR (cui IS NULL AND NOT es_relleno(cui_))
                  OR (cnv IS NULL AND NOT es_relleno(cnv_))
                  OR (madre_dni IS NULL AND NOT es_relleno(madre_)) THEN 'documento_ilegible' END,
        CASE WHEN (dni <> dni_ AND dni_ ~ '^\d{7}$') OR (madre_dni <> madre_ AND madre_ ~ '^\d{7}$')
                  OR (cui <> cui_ AND cui_ ~ '^\d{7}$') THEN 'dni_siete' END,
        CASE WHEN dni = madre_dni THEN 'documento_de_otra_persona' END
    ], NULL) AS avisos
FROM (
    SELECT e.n, e.clave, e.huella, e.registro_id, e.registrada_id,
        left(e.codigo_padron, 20) AS codigo_padron,
        e.dni AS dni_, dni_o_nulo(e.dni) AS dni,
        e.cui AS cui_, dni_o_nulo(e.cui) AS cui,
        e.cnv AS cnv_, cnv_o_nulo(e.cnv) AS cnv,
        nombre_limpio(e.ap_paterno, 60) AS ap_paterno,
        nombre_limpio(e.ap_materno, 60) AS ap_materno,
        nombre_limpio(e.nombres, 80) AS nombres,
        coalesce(e.sexo, '') AS sexo,
        e.fecha_nacimiento AS nacimiento_, leer_fecha(e.fecha_nacimiento) AS nacimiento,
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
        leer_fecha(e.creado_el) AS creado_el
    FROM (
        SELECT p.clave, p.registro_id, p.persona_id AS registrada_id, e.*
        FROM pendiente p JOIN entrada e USING (n)
        -- Each cell is read once: without OFFSET the functions would be repeated at every use. The
        -- quotes make it a constant from the start: a cast one keeps the workers out.
        OFFSET '0'
    ) AS e
    LEFT JOIN juntos_distrito d
        ON CASE WHEN %(reniec)s THEN d.ubigeo_reniec ELSE d.ubigeo END = e.ubigeo
    OFFSET '0'
) AS t;

-- The same key twice among the good rows: the last wins, the earlier ones are reported.
UPDATE menor SET errores = ARRAY['clave_repetida']
FROM (
    SELECT n, row_number() OVER (PARTITION BY clave ORDER BY n DESC) AS lugar
    FROM menor WHERE errores = '{}' AND clave IN (SELECT clave FROM repetida)
) AS otra
WHERE menor.n = otra.n AND otra.lugar > 1;

ANALYZE menor (n, errores, dni, cui, cnv, madre_dni);

-- Until it is known who is who, a row is what its validation says: the circuit breaker asks here.
CREATE VIEW staging AS SELECT n, errores FROM menor;
