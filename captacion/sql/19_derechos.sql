-- What a person obtained over her own data: its history, and the wall of the person herself.
SELECT historia_seguir(tabla::regclass), muro_alzar(tabla::regclass, 'persona_al_alcance(persona_id)')
FROM unnest(ARRAY['captacion_rectificacion', 'captacion_restriccion']) AS tabla;
