-- The one definition of what each figure counts (DOMAIN §8), as booleans and days of each capture that
-- was known at the end of `corte`. A child not yet 30 days old on that day belongs to the open cohort.
SELECT h.*,
    f.hija AND NOT f.abierta AS nacidos,
    f.hija AND NOT f.abierta AND f.a_tiempo AS captados,
    f.hija AND NOT f.abierta AND f.a_tiempo AND f.dias <= %(dias_primeros_ocho)s AS captados_8d,
    f.hija AND NOT f.abierta AND f.dias = 0 AS captados_mismo_dia,
    f.hija AND f.abierta AS nacidos_abiertos,
    true AS casos,
    f.usuaria OR f.contactada_el IS NOT NULL AS alcanzados,
    f.usuaria AS usuarios,
    f.usuaria AND h.pagada_el <= %(corte)s::date IS TRUE AS pagados,
    h.tipo = 'gestante' AS gestantes,
    h.tipo = 'gestante' AND f.a_tiempo AS gestantes_oportunas,
    h.tipo = 'gestante' AND h.limite_el >= %(corte)s::date AS gestantes_abiertas,
    f.nueva AS afiliadas,
    f.nueva AND f.afiliada_el - h.evento_el
        <= CASE h.tipo WHEN 'gestante' THEN 280 ELSE %(dias_captacion_recien_nacido)s END
        AS afiliadas_temprano,
    f.dias,
    CASE WHEN h.tipo = 'recien_nacido' THEN h.en_fuente_el - h.evento_el END AS evento_fuente,
    h.registrada_el - h.en_fuente_el AS fuente_registro,
    h.enlazada_el - h.registrada_el AS registro_enlace,
    f.contactada_el - h.registrada_el AS registro_contacto,
    f.enviada_el - f.contactada_el AS contacto_envio,
    f.afiliada_el - f.enviada_el AS envio_afiliacion,
    f.afiliada_el - f.contactada_el AS contacto_afiliacion
FROM afiliacion_hechocaptacion h
CROSS JOIN LATERAL (
    SELECT h.tipo = 'recien_nacido' AND h.en_hogar_usuario AS hija,
        h.registrada_el <= h.limite_el AS a_tiempo,
        h.registrada_el - h.evento_el AS dias,
        h.evento_el + %(dias_captacion_recien_nacido)s::integer >= %(corte)s::date AS abierta,
        CASE WHEN h.contactada_el <= %(corte)s::date THEN h.contactada_el END AS contactada_el,
        CASE WHEN h.enviada_el <= %(corte)s::date THEN h.enviada_el END AS enviada_el,
        CASE WHEN h.afiliada_el <= %(corte)s::date THEN h.afiliada_el END AS afiliada_el,
        h.en_hogar_usuario OR h.afiliada_el <= %(corte)s::date IS TRUE AS usuaria,
        NOT h.en_hogar_usuario AND h.afiliada_el IS NOT NULL AND h.afiliada_el <= %(corte)s::date
            AS nueva
) AS f
WHERE h.cuenta AND h.desde <= %(corte)s::date AND (h.hasta IS NULL OR h.hasta > %(corte)s::date)
