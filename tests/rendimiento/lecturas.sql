-- A week of 1,500 people in 30 units who open 60 households a day each, by seconds.
INSERT INTO juntos_unidadterritorial (codigo, nombre)
SELECT 'L' || n, 'UT de lecturas ' || n FROM generate_series(1, 30) AS n;

INSERT INTO juntos_usuario (
    username, password, is_superuser, first_name, last_name, email, is_staff, is_active,
    date_joined, rol, lenguas, unidad_territorial_id
)
SELECT 'lectora' || n, '', false, 'Lectora', 'Número ' || n, '', false, true, now(), 'gestora', '', u.id
FROM generate_series(1, %(personas)s) AS n
JOIN juntos_unidadterritorial u ON u.codigo = 'L' || (n %% 30 + 1);

INSERT INTO juntos_lectura (que, hogar_id, objeto_id, leido_en, leido_por_id)
SELECT 'hogar', u.id * 500 + n %% 400, u.id * 500 + n %% 400,
       %(lunes)s::timestamptz + n * interval '23 minutes' + u.id * interval '1 second', u.id
FROM juntos_usuario u, generate_series(1, %(cada_una)s) AS n
WHERE u.username LIKE 'lectora%%'
ORDER BY n, u.id;
