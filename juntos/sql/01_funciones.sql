-- Functions that every load and every list rely on. All IMMUTABLE: usable in indexes and generated columns.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Upper case, no accents, single spaces: sorts and searches names the same on every PostgreSQL
-- (the embedded one has no ICU, and unaccent() is only STABLE).
CREATE OR REPLACE FUNCTION clave_nombre(nombre text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
    SELECT btrim(regexp_replace(upper(translate(nombre,
        'áéíóúàèìòùäëïöüâêîôûãõñçÁÉÍÓÚÀÈÌÒÙÄËÏÖÜÂÊÎÔÛÃÕÑÇ',
        'aeiouaeiouaeiouaeiouaoncAEIOUAEIOUAEIOUAEIOUAONC')), '\s+', ' ', 'g'))
$$;

-- A date of a file, or NULL: to_date('') gives a date and an impossible day aborts the load, so both
-- are checked here. Reads dd/mm/yyyy, dd-mm-yyyy, yyyy-mm-dd and yyyymmdd; a time after it is ignored.
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
