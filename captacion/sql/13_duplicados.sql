-- As 05_sin_referencias: what refers to people without a foreign key is guarded from their side.
CREATE TRIGGER persona_con_duplicados BEFORE DELETE ON captacion_persona
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id',
        'captacion_duplicado', 'persona_id', 'captacion_duplicado', 'otra_id',
        'captacion_documentoalias', 'persona_id');

CREATE TRIGGER hogar_con_encuentros BEFORE DELETE ON captacion_hogar
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id',
        'captacion_encuentrodehogares', 'juntos_id', 'captacion_encuentrodehogares', 'pgh_id');

-- Two different DNI of eight digits that one slip of the hand tells apart: one digit, or two
-- neighbours swapped.
CREATE OR REPLACE FUNCTION dni_casi_igual(a text, b text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT a <> b AND a IN (
        overlay(b PLACING substr(a, 1, 1) FROM 1), overlay(b PLACING substr(a, 2, 1) FROM 2),
        overlay(b PLACING substr(a, 3, 1) FROM 3), overlay(b PLACING substr(a, 4, 1) FROM 4),
        overlay(b PLACING substr(a, 5, 1) FROM 5), overlay(b PLACING substr(a, 6, 1) FROM 6),
        overlay(b PLACING substr(a, 7, 1) FROM 7), overlay(b PLACING substr(a, 8, 1) FROM 8),
        overlay(b PLACING reverse(substr(b, 1, 2)) FROM 1),
        overlay(b PLACING reverse(substr(b, 2, 2)) FROM 2),
        overlay(b PLACING reverse(substr(b, 3, 2)) FROM 3),
        overlay(b PLACING reverse(substr(b, 4, 2)) FROM 4),
        overlay(b PLACING reverse(substr(b, 5, 2)) FROM 5),
        overlay(b PLACING reverse(substr(b, 6, 2)) FROM 6),
        overlay(b PLACING reverse(substr(b, 7, 2)) FROM 7))
$$;

-- The same, forwards: every DNI that one slip makes of this one.
CREATE OR REPLACE FUNCTION dni_parecidos(dni text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 79 AS $$
    SELECT overlay(dni PLACING digito::text FROM lugar)
    FROM generate_series(1, 8) AS lugar, generate_series(0, 9) AS digito
    WHERE substr(dni, lugar, 1) <> digito::text
    UNION
    SELECT overlay(dni PLACING reverse(substr(dni, lugar, 2)) FROM lugar)
    FROM generate_series(1, 7) AS lugar
    WHERE substr(dni, lugar, 1) <> substr(dni, lugar + 1, 1)
$$;
