-- A made-up cohort: so many of a kind, captured at an age, spread over the days of a year. Negative keys are
-- nobody's, and the populated place keeps them apart from everybody.
INSERT INTO afiliacion_hechocaptacion
    (captacion_id, desde, tipo, hogar_id, en_hogar_usuario, cuenta, evento_el, en_fuente_el, registrada_el,
     enlazada_el, limite_el, centro_poblado_codigo, establecimiento_codigo, nivel, lengua, fuente)
SELECT -(%(desde_clave)s::bigint + n), el + %(dias)s::integer, %(tipo)s, -1, true, true, el, el, el + %(dias)s::integer,
    el + %(dias)s::integer, el + %(limite)s::integer, %(lugar)s, '', '', '', %(fuente)s
FROM generate_series(1, %(cuantos)s::integer) AS n
CROSS JOIN LATERAL (SELECT make_date(%(anio)s, 1, 1) + n %% 365 AS el) AS f
