-- clave_nombre() again, as plpgsql: a generated column cannot inline a SQL function, and the regular
-- expression runs only where there are blanks to collapse. The same result.
CREATE OR REPLACE FUNCTION clave_nombre(nombre text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
DECLARE
    t text := upper(translate(nombre,
        'áéíóúàèìòùäëïöüâêîôûãõñçÁÉÍÓÚÀÈÌÒÙÄËÏÖÜÂÊÎÔÛÃÕÑÇ' || E'\t\n\r',
        'aeiouaeiouaeiouaeiouaoncAEIOUAEIOUAEIOUAEIOUAONC   '));
BEGIN
    IF t LIKE '%  %' THEN
        t := regexp_replace(t, ' +', ' ', 'g');
    END IF;
    RETURN btrim(t);
END
$$;

CREATE OR REPLACE FUNCTION nombre_limpio(texto text, largo int) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    t text := upper(translate(texto, E'\t\n\r', '   '));
BEGIN
    IF t LIKE '%  %' THEN
        t := regexp_replace(t, ' +', ' ', 'g');
    END IF;
    RETURN coalesce(left(btrim(t), largo), '');
END
$$;

-- Two first names that one child may have had: equal, or one of them no name yet.
CREATE OR REPLACE FUNCTION mismo_nombre_o_provisional(a text, b text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT a = b OR es_nombre_provisional(a) OR es_nombre_provisional(b)
        OR clave_nombre(a) = clave_nombre(b)
$$;

-- Room on each page for the updates of the next load: they then touch no index.
ALTER TABLE captacion_persona SET (fillfactor = 85);
ALTER TABLE captacion_registrofuente SET (fillfactor = 85);
