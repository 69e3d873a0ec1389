-- The tables of people, households, links and sources in which a person changes something (ADR 43).

SELECT historia_seguir(tabla::regclass) FROM unnest(ARRAY[
    'captacion_carga', 'captacion_persona', 'captacion_telefono', 'captacion_reciennacido',
    'captacion_gestante', 'captacion_hogar', 'captacion_miembro',
    'captacion_clasificacionsocioeconomica', 'captacion_pesoscruce',
    'captacion_documentoobservado', 'captacion_vinculo', 'captacion_captacion',
    'captacion_hogarduplicado', 'captacion_duplicado', 'captacion_documentoalias',
    'captacion_perfilpropio', 'captacion_puntoderecojo', 'captacion_aplazocruce',
    'captacion_lotededecisiones'
]) AS tabla;
SELECT historia_seguir('captacion_claveapi', '{huella}', '{ultimo_uso, gastado_hasta}');
