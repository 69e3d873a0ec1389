-- What a spreadsheet does to a cell, undone.

-- A list of codes with separators to spare: `0, 1, ` is 0,1.
CREATE OR REPLACE FUNCTION lista_limpia(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT nullif(btrim(regexp_replace(texto, '[\s,;]+', ',', 'g'), ','), '')
$$;

-- A code of so many digits that was taken for a number gets its zero back.
CREATE OR REPLACE FUNCTION con_su_cero(texto text, digitos int) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN length(texto) = digitos - 1 AND texto ~ '^\d+$' THEN '0' || texto ELSE texto END
$$;

-- Two names of one place, as clave_nombre() makes them; nothing speaks against a name not told.
CREATE OR REPLACE FUNCTION lugares_concuerdan(dicho text, sabido text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(dicho, '') = '' OR dicho = sabido OR position(sabido IN dicho) > 0
        OR position(dicho IN sabido) > 0 OR similarity(dicho, sabido) > 0.3
$$;

-- A date of a file, or NULL: to_date('') gives a date and an impossible day aborts the load, so both
-- are checked here. Reads dd/mm/yyyy, dd-mm-yyyy, yyyy-mm-dd and yyyymmdd, a time after it aside;
-- and the day's number of Excel, which a date cell without its format becomes (1954 to 2099).
CREATE OR REPLACE FUNCTION fecha_o_nulo(texto text) RETURNS date
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
DECLARE
    t text := split_part(btrim(texto), ' ', 1);
    d int; m int; a int;
BEGIN
    t := split_part(t, 'T', 1);
    IF t ~ '^\d{1,2}[/-]\d{1,2}[/-]\d{4}$' THEN
        t := translate(t, '-', '/');
        d := split_part(t, '/', 1); m := split_part(t, '/', 2); a := split_part(t, '/', 3);
    ELSIF t ~ '^\d{4}-\d{1,2}-\d{1,2}$' THEN
        a := split_part(t, '-', 1); m := split_part(t, '-', 2); d := split_part(t, '-', 3);
    ELSIF t ~ '^\d{8}$' THEN
        a := left(t, 4); m := substr(t, 5, 2); d := right(t, 2);
    ELSIF t ~ '^[2-6]\d{4}$|^7[0-2]\d{3}$' THEN
        RETURN date '1899-12-30' + t::int;
    ELSE
        RETURN NULL;
    END IF;
    IF a NOT BETWEEN 1900 AND 2199 OR m NOT BETWEEN 1 AND 12 OR d < 1
       OR d > extract(day FROM make_date(a, m, 1) + interval '1 month - 1 day') THEN
        RETURN NULL;
    END IF;
    RETURN make_date(a, m, d);
END
$$;
