-- The rest of the wall (docs/adr/0042): a contact is of its district, and what hangs from it follows.

SELECT muro_alzar(tabla::regclass, 'distrito_id IN (SELECT unnest(muro_distritos()))')
FROM unnest(ARRAY['afiliacion_contacto', 'afiliacion_entrega', 'afiliacion_pago',
                  'afiliacion_hechocaptacion', 'afiliacion_hechopublicado']) tabla;

-- Each sees what its parent lets be seen.
SELECT muro_alzar(format('afiliacion_%s', tabla)::regclass,
    format('EXISTS (SELECT FROM afiliacion_%1$s padre WHERE padre.id = %1$s_id)', padre))
FROM (VALUES
    ('caso', 'contacto'), ('visita', 'contacto'), ('parada', 'contacto'), ('mensaje', 'contacto'),
    ('solicitud', 'contacto'), ('contactoreasignado', 'contacto'), ('requisito', 'solicitud'),
    ('acuerdo', 'solicitud'), ('afiliacion', 'solicitud'), ('alerta', 'visita'),
    ('derivacion', 'alerta'), ('seguimiento', 'derivacion'), ('resultadopago', 'pago')
) AS de (tabla, padre);

SELECT muro_alzar('afiliacion_inclusiontpi',
    'EXISTS (SELECT FROM captacion_captacion padre WHERE padre.id = captacion_id)');
SELECT muro_alzar(tabla::regclass,
    'EXISTS (SELECT FROM captacion_hogar padre WHERE padre.id = hogar_id)')
FROM unnest(ARRAY['afiliacion_ajuste', 'afiliacion_verificacion', 'afiliacion_evidencia',
                  'afiliacion_salidapropuesta']) tabla;
-- Read by the hundred thousand: who was captured here is asked of all at once, or of each, as it pays.
SELECT muro_alzar(tabla::regclass, format(
    'EXISTS (SELECT FROM captacion_captacion c
             WHERE c.persona_id = %s.persona_id AND c.distrito_id IN (SELECT unnest(muro_distritos())))
     OR persona_al_alcance(persona_id)', tabla))
FROM unnest(ARRAY['afiliacion_cuidado', 'afiliacion_corresponsabilidad']) tabla;

-- What was written on a phone is also its author's, and of the supervisor of the author.
SELECT muro_alzar('afiliacion_registrodecampo',
    'hecho_por_id = (SELECT muro_usuario())
     OR EXISTS (SELECT FROM afiliacion_contacto padre WHERE padre.id = contacto_id)
     OR EXISTS (SELECT FROM juntos_usuario u
                WHERE u.id = hecho_por_id AND u.unidad_territorial_id = (SELECT muro_unidad()))');
SELECT muro_alzar('afiliacion_adjunto',
    'subido_por_id = (SELECT muro_usuario())
     OR EXISTS (SELECT FROM afiliacion_registrodecampo padre WHERE padre.id = registro_id)
     OR EXISTS (SELECT FROM afiliacion_visita padre WHERE padre.id = visita_id)
     OR EXISTS (SELECT FROM afiliacion_solicitud padre WHERE padre.id = solicitud_id)
     OR EXISTS (SELECT FROM afiliacion_cuidado hijo WHERE hijo.foto_id = afiliacion_adjunto.id)');
