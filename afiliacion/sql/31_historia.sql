-- The tables of contacts, visits, requests, norms and money in which a person changes something
-- (ADR 43).

SELECT historia_seguir(tabla::regclass) FROM unnest(ARRAY[
    'afiliacion_caso', 'afiliacion_solicitud', 'afiliacion_requisito', 'afiliacion_acuerdo',
    'afiliacion_afiliacion', 'afiliacion_inclusiontpi',
    'afiliacion_resultado', 'afiliacion_visita', 'afiliacion_alerta', 'afiliacion_parada',
    'afiliacion_adjunto', 'afiliacion_itemcuidado', 'afiliacion_norma', 'afiliacion_regla',
    'afiliacion_codigodecuidado', 'afiliacion_cuidado', 'afiliacion_exoneracion',
    'afiliacion_motivoderivacion', 'afiliacion_derivacion', 'afiliacion_seguimiento',
    'afiliacion_entrega', 'afiliacion_incidencia', 'afiliacion_parametrotransferencia',
    'afiliacion_liquidacion', 'afiliacion_mensaje', 'afiliacion_metaindicador',
    'afiliacion_filtroguardado', 'afiliacion_reasignacion', 'afiliacion_salida',
    'afiliacion_formatobanco', 'afiliacion_causarechazo', 'afiliacion_archivoresultados',
    'afiliacion_suscripcion', 'afiliacion_causasalida', 'afiliacion_salidapropuesta',
    'afiliacion_verificacion', 'afiliacion_evidencia'
]) AS tabla;
SELECT historia_seguir('afiliacion_dispositivo', '{clave}', '{ultimo_contacto}');
SELECT historia_seguir('afiliacion_contacto', '{}', '{version}');
-- What a phone sent and what a report counted are kept whole where they are.
SELECT historia_seguir('afiliacion_registrodecampo', '{}', '{cuerpo}');
SELECT historia_seguir('afiliacion_informemensual', '{}', '{cifras}');
