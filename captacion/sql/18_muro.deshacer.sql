ALTER FUNCTION sin_referencias() SECURITY INVOKER RESET search_path;
SELECT muro_derribar('captacion_fusionmovida', 'captacion_cambiodato', 'captacion_registrofuente',
    'captacion_filaobservada', 'captacion_encuentrodehogares', 'captacion_hogarduplicado',
    'captacion_duplicado', 'captacion_clasificacionsocioeconomica', 'captacion_miembro',
    'captacion_gestante', 'captacion_reciennacido', 'captacion_documentoalias', 'captacion_vinculo',
    'captacion_atencion', 'captacion_telefono', 'captacion_persona', 'captacion_captacion',
    'captacion_hogar');
DROP FUNCTION personas_con_nombre(text[]), persona_al_alcance(bigint), hogar_al_alcance(bigint);
