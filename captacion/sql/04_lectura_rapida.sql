-- The same readings as before, each with a short way for the cell that comes as it should: an
-- expression that the planner inlines. Only what is odd reaches the long way.

-- A name: upper case, single blanks, at most `largo` characters.
CREATE OR REPLACE FUNCTION nombre_con_blancos(texto text, largo int) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT left(btrim(regexp_replace(upper(texto), '\s+', ' ', 'g')), largo)
$$;

CREATE OR REPLACE FUNCTION nombre_limpio(texto text, largo int) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN texto IS NULL THEN ''
        WHEN strpos(texto, '  ') > 0 OR strpos(texto, E'\t') > 0 OR strpos(texto, E'\n') > 0
             OR strpos(texto, E'\r') > 0 OR starts_with(texto, ' ') OR right(texto, 1) = ' '
            THEN nombre_con_blancos(texto, largo)
        ELSE left(upper(texto), largo)
    END
$$;

CREATE OR REPLACE FUNCTION son_digitos(texto text, largo int) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT length(texto) = largo AND translate(texto, '0123456789', '') = ''
$$;

-- Seven digits get their zero back; a ninth check character is dropped here and checked apart. lpad
-- alone would truncate a longer number into a valid-looking one.
CREATE OR REPLACE FUNCTION dni_raro(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN es_relleno(texto) THEN NULL
        WHEN texto ~ '^\d{7}$' THEN '0' || texto
        WHEN texto ~ '^\d{8}-?[0-9A-K]$' THEN left(texto, 8)
    END
$$;

CREATE OR REPLACE FUNCTION dni_o_nulo(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN son_digitos(texto, 8) AND NOT es_relleno(texto) THEN texto
                WHEN texto IS NOT NULL THEN dni_raro(texto) END
$$;

CREATE OR REPLACE FUNCTION celular_raro(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT nullif(substring(regexp_replace(texto, '\D', '', 'g') FROM '^(?:00)?(?:51)?(9\d{8})$'),
                  '999999999')
$$;

CREATE OR REPLACE FUNCTION celular_o_nulo(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN son_digitos(texto, 9) AND starts_with(texto, '9') AND texto <> '999999999'
                    THEN texto
                WHEN texto IS NOT NULL THEN celular_raro(texto) END
$$;

CREATE OR REPLACE FUNCTION establecimiento_raro(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN texto ~ '^\d{1,8}$' AND texto !~ '^0+$' THEN lpad(texto, 8, '0')
        WHEN texto ~ '^0\d{8}$' THEN right(texto, 8)
    END
$$;

CREATE OR REPLACE FUNCTION codigo_establecimiento(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN son_digitos(texto, 8) AND texto <> '00000000' THEN texto
                WHEN texto IS NOT NULL THEN establecimiento_raro(texto) END
$$;

CREATE OR REPLACE FUNCTION es_nombre_provisional(texto text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN texto IS NULL THEN true
        WHEN left(texto, 1) NOT IN ('R', 'N', 'S', 'X', 'r', 'n', 's', 'x', ' ', '.', '/', '-') THEN false
        ELSE translate(upper(texto), ' ./-', '') ~ '^(RN|NN|X+|SN|SR|SD|RECIENNACID[OA])$'
    END
$$;

-- A day that every month has is a date without asking; the others are checked one by one.
CREATE OR REPLACE FUNCTION leer_fecha(texto text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN texto ~ '^(0[1-9]|1\d|2[0-8])/(0[1-9]|1[0-2])/(19|20|21)\d\d$'
            THEN make_date(right(texto, 4)::int, substr(texto, 4, 2)::int, left(texto, 2)::int)
        WHEN texto IS NOT NULL THEN fecha_o_nulo(texto)
    END
$$;
