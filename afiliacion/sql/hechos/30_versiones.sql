-- A district keeps, for whom was seen before, the unit that it had then.
UPDATE hecho_ahora a SET unidad_id = h.unidad_id
FROM afiliacion_hechocaptacion h
WHERE h.captacion_id = a.captacion_id AND h.hasta IS NULL
  AND h.distrito_id IS NOT DISTINCT FROM a.distrito_id AND h.unidad_id IS NOT NULL
  AND h.unidad_id IS DISTINCT FROM a.unidad_id;

-- A step that came is added to what is known.
CREATE TEMP TABLE hecho_paso ON COMMIT DROP AS
SELECT h.id, h.evento_el, h.distrito_id, {pasos_ahora}
FROM hecho_ahora a
JOIN afiliacion_hechocaptacion h ON h.captacion_id = a.captacion_id AND h.hasta IS NULL
WHERE ({fijas_de_antes}) IS NOT DISTINCT FROM ({fijas_ahora})
  AND ({pasos_de_antes}) IS DISTINCT FROM ({pasos_ahora})
  AND {pasos_que_vienen};

UPDATE afiliacion_hechocaptacion h SET ({pasos}) = ROW({pasos_ahora})
FROM hecho_paso a
WHERE h.id = a.id;

-- What is not as it was known: corrected, or gone into another capture.
CREATE TEMP TABLE hecho_corregido ON COMMIT DROP AS
SELECT h.id, h.captacion_id, h.desde, h.evento_el, h.distrito_id
FROM hecho_alcance s
JOIN afiliacion_hechocaptacion h ON h.captacion_id = s.id AND h.hasta IS NULL
LEFT JOIN hecho_ahora a ON a.captacion_id = s.id
WHERE a.captacion_id IS NULL
   OR ({fijas_de_antes}, {pasos_de_antes}) IS DISTINCT FROM ({fijas_ahora}, {pasos_ahora});

-- Corrected on the day on which it was said: that day knew nothing else.
DELETE FROM afiliacion_hechocaptacion h
USING hecho_corregido c
WHERE h.id = c.id AND c.desde >= %(hoy)s::date;

UPDATE afiliacion_hechocaptacion h SET hasta = %(hoy)s::date
FROM hecho_corregido c
WHERE h.id = c.id AND c.desde < %(hoy)s::date;

-- Chosen before the first is written: the other way the statement walks over what it writes.
CREATE TEMP TABLE hecho_nuevo ON COMMIT DROP AS
SELECT a.*, c.id IS NOT NULL AS corregido,
    CASE WHEN c.id IS NOT NULL THEN greatest(c.desde, %(hoy)s::date)
         WHEN EXISTS (SELECT FROM afiliacion_hechocaptacion v WHERE v.captacion_id = a.captacion_id)
         THEN %(hoy)s::date
         ELSE a.registrada_el END AS desde
FROM hecho_ahora a
LEFT JOIN hecho_corregido c ON c.captacion_id = a.captacion_id
WHERE NOT EXISTS (
    SELECT FROM afiliacion_hechocaptacion v
    WHERE v.captacion_id = a.captacion_id AND v.hasta IS NULL);

INSERT INTO afiliacion_hechocaptacion (captacion_id, desde, {fijas}, {pasos})
SELECT captacion_id, desde, {fijas}, {pasos} FROM hecho_nuevo ORDER BY captacion_id;
