SELECT muro_derribar('afiliacion_adjunto', 'afiliacion_registrodecampo',
    'afiliacion_corresponsabilidad', 'afiliacion_cuidado', 'afiliacion_salidapropuesta',
    'afiliacion_evidencia', 'afiliacion_verificacion', 'afiliacion_ajuste',
    'afiliacion_inclusiontpi', 'afiliacion_resultadopago', 'afiliacion_seguimiento',
    'afiliacion_derivacion', 'afiliacion_alerta', 'afiliacion_afiliacion', 'afiliacion_acuerdo',
    'afiliacion_requisito', 'afiliacion_contactoreasignado', 'afiliacion_solicitud',
    'afiliacion_mensaje', 'afiliacion_parada', 'afiliacion_visita', 'afiliacion_caso',
    'afiliacion_hechopublicado', 'afiliacion_hechocaptacion', 'afiliacion_pago',
    'afiliacion_entrega', 'afiliacion_contacto');
