-- FUR, or FPP - 280 days, or the day of care less the completed weeks (DOMAIN §5).
CREATE UNLOGGED TABLE staging AS
SELECT t.*,
    array_remove(ARRAY[
        CASE WHEN num_nonnulls(dni, otro_documento) = 0 THEN 'sin_documento' END,
        CASE WHEN fur IS NULL THEN 'sin_fecha_gestacion'
             WHEN fur > %(hoy)s THEN 'fur_futura'
             WHEN coalesce(atencion_el, %(hoy)s::date) - fur > %(dias_fur_maximo)s THEN 'fur_antigua' END
    ], NULL) AS errores,
    array_remove(ARRAY[
        CASE WHEN celular_ IS NULL THEN 'celular_falta'
             WHEN celular IS NULL THEN 'celular_invalido' END,
        CASE WHEN ubigeo IS NULL THEN 'ubigeo_falta'
             WHEN distrito_id IS NULL THEN 'ubigeo_desconocido' END,
        CASE WHEN distrito_id IS NOT NULL AND centro_poblado_codigo <> ''
                  AND left(centro_poblado_codigo, 6) <> ubigeo THEN 'centro_poblado_distrito' END,
        CASE WHEN abs(fpp_dicha - (fur_dicha + 280)) > %(tolerancia_fpp)s THEN 'fpp_fur' END,
        CASE WHEN documento_ ~ '^\d{7}$' AND dni IS NOT NULL THEN 'dni_siete' END,
        CASE WHEN nacimiento_ IS NOT NULL AND (nacimiento IS NULL OR nacimiento > %(hoy)s)
                 THEN 'fecha_ignorada' END
    ], NULL) AS avisos,
    coalesce('DNI:' || dni, otro_documento) AS identidad,
    NULL::text AS duda, true AS gestacion, NULL::bigint AS gestante_id
FROM (
    SELECT f.*,
        coalesce(fur_dicha, fpp_dicha - 280, atencion_el - semanas * 7) AS fur,
        coalesce(fpp_dicha, fur_dicha + 280, atencion_el - semanas * 7 + 280) AS fpp,
        CASE WHEN fur_dicha IS NOT NULL THEN 'fur' WHEN fpp_dicha IS NOT NULL THEN 'fpp'
             ELSE 'edad_gestacional' END AS origen_fur
    FROM (
        SELECT e.n, e.clave, e.huella, e.registro_id, e.persona_id, NULL::bigint AS hogar_id,
            e.documento AS documento_,
            CASE WHEN coalesce(e.tipo_documento, 'DNI') = 'DNI' THEN dni_o_nulo(e.documento) END AS dni,
            CASE WHEN e.tipo_documento <> 'DNI' AND e.documento ~ '^[0-9A-Za-z-]{4,18}$'
                      AND NOT es_relleno(e.documento)
                 THEN e.tipo_documento || ':' || upper(e.documento) END AS otro_documento,
            nombre_limpio(e.ap_paterno, 60) AS ap_paterno,
            nombre_limpio(e.ap_materno, 60) AS ap_materno,
            nombre_limpio(e.nombres, 80) AS nombres,
            e.fecha_nacimiento AS nacimiento_, leer_fecha(e.fecha_nacimiento) AS nacimiento,
            e.celular AS celular_, celular_o_nulo(e.celular) AS celular,
            left(coalesce(e.direccion, ''), 200) AS direccion,
            left(coalesce(e.referencia, ''), 200) AS referencia,
            e.ubigeo, d.ubigeo AS distrito_id,
            left(coalesce(e.centro_poblado_codigo, ''), 10) AS centro_poblado_codigo,
            coalesce(codigo_establecimiento(e.eess), '') AS eess,
            leer_fecha(e.fur) AS fur_dicha, leer_fecha(e.fpp) AS fpp_dicha,
            leer_fecha(e.atencion_el) AS atencion_el,
            CASE WHEN e.edad_gestacional ~ '^\d{1,2}$' AND e.edad_gestacional::int <= 45
                 THEN e.edad_gestacional::int END AS semanas,
            coalesce(e.lengua, '') AS lengua
        FROM (
            SELECT p.clave, p.registro_id, p.persona_id, p.hogar_id, e.*
            FROM pendiente p JOIN entrada e USING (n)
            OFFSET '0'
        ) AS e
        LEFT JOIN juntos_distrito d
            ON CASE WHEN %(reniec)s THEN d.ubigeo_reniec ELSE d.ubigeo END = e.ubigeo
        OFFSET '0'
    ) AS f
    OFFSET '0'
) AS t;

CREATE UNIQUE INDEX ON staging (n);
