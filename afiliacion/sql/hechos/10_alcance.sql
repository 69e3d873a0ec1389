-- Of which captures something may have changed: those that these loads tell of, and those that a
-- decision or a step touched since `desde`. What neither says (a payment of the bank) comes with the
-- night's turn of everybody.
CREATE TEMP TABLE hecho_alcance ON COMMIT DROP AS
WITH reciente AS (
    SELECT modelo, objeto_id FROM juntos_evento WHERE ocurrido_en >= %(desde)s
), contacto AS (
    SELECT objeto_id AS id FROM reciente WHERE modelo = 'afiliacion.contacto'
    UNION
    SELECT s.contacto_id FROM reciente r
    JOIN afiliacion_solicitud s ON s.id = r.objeto_id AND r.modelo = 'afiliacion.solicitud'
    UNION
    SELECT contacto_id FROM afiliacion_visita WHERE registrada_en >= %(desde)s
), persona AS (
    SELECT persona_id AS id FROM captacion_cambiodato WHERE carga_id = ANY(%(cargas)s)
    UNION
    SELECT persona_id FROM captacion_vinculo WHERE carga_id = ANY(%(cargas)s)
    UNION
    SELECT v.persona_id FROM reciente r
    JOIN captacion_vinculo v ON v.id = r.objeto_id AND r.modelo = 'captacion.vinculo'
)
SELECT id FROM captacion_captacion WHERE carga_id = ANY(%(cargas)s)
UNION
SELECT c.id FROM captacion_captacion c JOIN persona p ON p.id = c.persona_id
UNION
SELECT k.captacion_id FROM afiliacion_caso k JOIN contacto c ON c.id = k.contacto_id
UNION
SELECT objeto_id FROM reciente WHERE modelo = 'captacion.captacion';

CREATE UNIQUE INDEX ON hecho_alcance (id);
ANALYZE hecho_alcance;
