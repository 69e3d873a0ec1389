-- The number of the transfers in force on a day; null when there is none.
CREATE FUNCTION transferencia(la_clave text, dia date) RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT valor FROM afiliacion_parametrotransferencia
    WHERE clave = la_clave AND desde <= dia AND (hasta IS NULL OR hasta >= dia)
);
