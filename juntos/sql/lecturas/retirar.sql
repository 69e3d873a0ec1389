-- What its term has passed: the parameter, never under a year (the trigger refuses the rest).

DELETE FROM juntos_lectura
WHERE leido_en < now() - make_interval(days => greatest(
    365, (SELECT valor FROM juntos_parametro WHERE clave = 'lecturas_dias')
))
