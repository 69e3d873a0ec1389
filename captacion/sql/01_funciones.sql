-- How a cell is read. All IMMUTABLE and, where the planner can, inlined: no loop touches a row.

-- '', blanks and the word NULL are null.
CREATE OR REPLACE FUNCTION nulo(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT nullif(nullif(nullif(btrim(texto), ''), 'NULL'), 'null')
$$;

-- One digit repeated: somebody filled a compulsory field.
CREATE OR REPLACE FUNCTION es_relleno(texto text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT texto <> '' AND btrim(texto, left(texto, 1)) = ''
$$;

-- DNI or CUI of 8 digits. Seven get their zero back; a ninth check character is dropped here and
-- checked apart. lpad alone would truncate a longer number into a valid-looking one.
CREATE OR REPLACE FUNCTION dni_o_nulo(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN es_relleno(texto) THEN NULL
        WHEN texto ~ '^\d{8}$' THEN texto
        WHEN texto ~ '^\d{7}$' THEN '0' || texto
        WHEN texto ~ '^\d{8}-?[0-9A-K]$' THEN left(texto, 8)
    END
$$;

CREATE OR REPLACE FUNCTION cnv_o_nulo(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN texto ~ '^\d{8,12}$' AND NOT es_relleno(texto) THEN texto END
$$;

-- A Peruvian mobile: nine digits that start with 9, without +51, 51 or 0051.
CREATE OR REPLACE FUNCTION celular_o_nulo(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT nullif(substring(regexp_replace(texto, '\D', '', 'g') FROM '^(?:00)?(?:51)?(9\d{8})$'),
                  '999999999')
$$;

CREATE OR REPLACE FUNCTION nombre_limpio(texto text, largo int) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT left(coalesce(regexp_replace(upper(texto), '\s+', ' ', 'g'), ''), largo)
$$;

-- RN, R N, NN, XX, SN, SR, SD: a child that has no name yet.
CREATE OR REPLACE FUNCTION es_nombre_provisional(texto text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(translate(upper(texto), ' ./-', '') ~ '^(RN|NN|X+|SN|SR|SD|RECIENNACID[OA])$', true)
$$;

CREATE OR REPLACE FUNCTION codigo_establecimiento(texto text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN texto ~ '^\d{1,8}$' AND texto !~ '^0+$' THEN lpad(texto, 8, '0')
        WHEN texto ~ '^0\d{8}$' THEN right(texto, 8)
    END
$$;

-- Two names of one document say nothing against each other: they share a surname and a first name,
-- or one of them is not told. Keys as clave_nombre() makes them.
CREATE OR REPLACE FUNCTION nombres_concuerdan(apellidos_a text, nombres_a text, apellidos_b text, nombres_b text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (coalesce(apellidos_a, '') = '' OR coalesce(apellidos_b, '') = ''
            OR string_to_array(apellidos_a, ' ') && string_to_array(apellidos_b, ' ')
            OR similarity(apellidos_a, apellidos_b) > 0.4)
       AND (coalesce(nombres_a, '') = '' OR coalesce(nombres_b, '') = ''
            OR string_to_array(nombres_a, ' ') && string_to_array(nombres_b, ' ')
            OR similarity(nombres_a, nombres_b) > 0.4)
$$;
