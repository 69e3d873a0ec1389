CREATE TEMP TABLE hecho_alcance ON COMMIT DROP AS
SELECT id FROM captacion_captacion
UNION
SELECT captacion_id FROM afiliacion_hechocaptacion WHERE hasta IS NULL;

CREATE UNIQUE INDEX ON hecho_alcance (id);
ANALYZE hecho_alcance;
