-- Nine digits whose last one checks nothing are no DNI of the mother's: a foreigner's card, most times.
UPDATE menor SET
    madre_dni = NULL, avisos = avisos || ARRAY['documento_ilegible'],
    errores = CASE WHEN num_nonnulls(dni, cui, cnv, codigo_padron) = 0
                   THEN errores || ARRAY['sin_identidad'] ELSE errores END
WHERE n = ANY(%(filas)s);
