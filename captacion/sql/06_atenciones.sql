-- A measure of a file: a decimal point or comma, up to 999.999. Zero is what HIS writes when nothing
-- was measured.
CREATE OR REPLACE FUNCTION medida_o_nulo(texto text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN texto ~ '^\d{1,3}([.,]\d{1,3})?$' THEN nullif(replace(texto, ',', '.')::numeric, 0) END
$$;

-- The number of a document as people are told by it, or null when it is none: CE, PASS and DIE are
-- letters and digits.
CREATE OR REPLACE FUNCTION documento_o_nulo(tipo text, numero text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN tipo = 'DNI' THEN dni_o_nulo(numero)
        WHEN tipo = 'CNV' THEN cnv_o_nulo(numero)
        WHEN tipo IN ('CE', 'PASS', 'DIE') AND numero ~ '^[0-9A-Za-z-]{4,18}$' AND NOT es_relleno(numero)
            THEN upper(numero)
    END
$$;
