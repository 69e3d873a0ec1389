-- One more care of each of these people, told today.
INSERT INTO afiliacion_cuidado
    (persona_id, item_id, dado_el, conocido_el, dado, origen, registrado_por_id, evidencia, anulado_motivo)
SELECT p, 'cred', current_date, current_date, true, 'visita', (SELECT min(id) FROM juntos_usuario), 'carne', ''
FROM unnest(%(personas)s) p
ON CONFLICT DO NOTHING;
