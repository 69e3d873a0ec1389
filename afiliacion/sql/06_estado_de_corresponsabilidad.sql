-- The one definition of the state of an item of care as of a day (DOMAIN §6). Until its window ends
-- it may still be given; afterwards, nothing recorded is never non-compliance.
CREATE FUNCTION corresponsabilidad_estado(situacion text, hasta date, corte date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN situacion = 'en_ventana' THEN 'cumple'
    WHEN situacion IN ('no_aplica', 'exonerado') THEN situacion
    WHEN corte <= hasta THEN 'pendiente_en_plazo'
    WHEN situacion = 'fuera' THEN 'fuera_de_plazo'
    WHEN situacion = 'no_dado' THEN 'no_cumple'
    ELSE 'sin_dato'
END;
