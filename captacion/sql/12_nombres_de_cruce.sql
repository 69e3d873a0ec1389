-- How names, places and documents are compared when they are not equal. Called once a record.
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

-- A name letter by letter: upper case, without accents or marks, Ñ kept.
CREATE OR REPLACE FUNCTION letra_por_letra(texto text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
DECLARE
    t text := texto;
BEGIN
    -- Nearly every name comes as it should, and most others without a letter outside ASCII.
    IF t ~ E'[^A-Z0-9 \x1f]|^ |  | $' THEN
        t := translate(t, E'ñÑ-./,_|\t\n\r\'´`’"', '~~         ');
        IF octet_length(t) > length(t) THEN
            t := clave_nombre(t);
        ELSE
            t := replace(upper(t), '  ', ' ');
            IF strpos(t, '  ') > 0 THEN
                t := regexp_replace(t, ' +', ' ', 'g');
            END IF;
            t := btrim(t);
        END IF;
        RETURN replace(t, '~', 'Ñ');
    END IF;
    RETURN t;
END
$$;

-- A name as it sounds in the Andes, word by word: two spellings of one sound are equal. Ñ is a
-- letter of its own. Particles (DE, DEL, LA, LAS, LOS, Y) say nothing; NULL when nothing else is
-- left. Chains of replace(): measured, a translate() or a regular expression costs ten of them.
CREATE OR REPLACE FUNCTION fonetica(texto text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
DECLARE
    t text := letra_por_letra(texto);
BEGIN
    -- Two blanks between words: each has its own to mark where it starts and ends.
    t := ' ' || replace(t, ' ', '  ') || ' ';
    t := replace(replace(replace(replace(replace(replace(
        t, ' DE ', ''), ' DEL ', ''), ' LA ', ''), ' LAS ', ''), ' LOS ', ''), ' Y ', '');
    -- XIMENA is JIMENA, XIOMARA is SIOMARA, ALEXIS is ALESIS.
    IF strpos(t, 'X') > 0 THEN
        t := replace(replace(replace(t, ' XIO', ' SIO'), ' X', ' J'), 'X', 'S');
    END IF;
    -- CH becomes 4, out of the way of C and of H. HUAMAN, GUAMAN and UAMAN are WAMAN.
    IF strpos(t, 'H') > 0 THEN
        t := replace(replace(replace(t, 'CCH', '4'), 'CH', '4'), 'SH', 'S');
        t := replace(replace(replace(replace(replace(
            t, 'PH', 'F'), 'HUA', 'WA'), 'HUE', 'WE'), 'HUI', 'WI'), 'H', '');
    END IF;
    IF strpos(t, ' U') > 0 THEN
        t := replace(replace(replace(t, ' UA', ' WA'), ' UE', ' WE'), ' UI', ' WI');
    END IF;
    IF strpos(t, 'G') > 0 THEN
        t := replace(replace(replace(t, 'GE', 'JE'), 'GI', 'JI'), 'GY', 'JI');
        t := replace(replace(replace(t, 'GUA', 'WA'), 'GUE', 'GE'), 'GUI', 'GI');
    END IF;
    -- CC is the K of Quechua also before E and I.
    IF strpos(t, 'C') > 0 THEN
        t := replace(replace(replace(replace(replace(
            t, 'CC', 'K'), 'CE', 'SE'), 'CI', 'SI'), 'CY', 'SI'), 'C', 'K');
    END IF;
    IF strpos(t, 'Q') > 0 THEN
        t := replace(replace(replace(t, 'QUE', 'KE'), 'QUI', 'KI'), 'Q', 'K');
    END IF;
    t := replace(replace(t, 'V', 'B'), 'Z', 'S');
    -- LL is Y before a vowel only: SULLCA is SULCA.
    IF strpos(t, 'LL') > 0 THEN
        t := replace(replace(replace(replace(replace(replace(
            t, 'LLL', 'LL'), 'LLA', 'YA'), 'LLE', 'YE'), 'LLI', 'YI'), 'LLO', 'YO'), 'LLU', 'YU');
    END IF;
    -- Doubled letters are one.
    t := replace(replace(replace(replace(replace(replace(replace(
        t, 'AA', 'A'), 'EE', 'E'), 'II', 'I'), 'OO', 'O'), 'UU', 'U'), 'YY', 'Y'), 'RRR', 'RR');
    t := replace(replace(replace(replace(replace(replace(replace(replace(
        t, 'KK', 'K'), 'LL', 'L'), 'MM', 'M'), 'NN', 'N'), 'RR', 'R'), 'SS', 'S'), 'TT', 'T'),
        'PP', 'P');
    t := replace(replace(replace(replace(replace(replace(replace(replace(
        t, 'BB', 'B'), 'DD', 'D'), 'FF', 'F'), 'GG', 'G'), 'JJ', 'J'), 'WW', 'W'), 'ÑÑ', 'Ñ'),
        '44', '4');
    -- JANCCO and HANCCO start alike.
    t := replace(replace(replace(replace(t, ' J', ' '), 'Y', 'I'), '  ', ' '), '  ', ' ');
    RETURN nullif(btrim(t), '');
END
$$;

-- Whether a name says who it is: RN, NN and particles alone do not. `sonado` is its fonetica(); the
-- regular expression runs only on what may be one of them.
CREATE OR REPLACE FUNCTION dice_nombre(nombre text, sonado text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(sonado, '') <> ''
        AND NOT ((length(sonado) <= 3 OR sonado LIKE 'S%' OR sonado LIKE 'RESI%')
                 AND es_nombre_provisional(nombre))
$$;

-- What the keys are made of, as it sounds: the words of both surnames in one order, each surname,
-- the given names, the first and the first two. NULL for what is not told; a file that tells both
-- surnames in one cell may give them as `paterno`.
CREATE OR REPLACE FUNCTION nombre_sonado(
    paterno text, materno text, nombres text,
    OUT apellidos text, OUT uno text, OUT otro text,
    OUT dados text, OUT primero text, OUT primeros text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    partes text[] := string_to_array(
        fonetica(concat(paterno, E' \x1f ', materno, E' \x1f ', nombres)), E'\x1f');
    palabras text[];
BEGIN
    uno := btrim(partes[1]);
    IF NOT dice_nombre(paterno, uno) THEN
        uno := NULL;
    END IF;
    otro := btrim(partes[2]);
    IF NOT dice_nombre(materno, otro) THEN
        otro := NULL;
    END IF;
    palabras := string_to_array(nullif(concat_ws(' ', uno, otro), ''), ' ');
    IF uno IS NULL OR otro IS NULL THEN
        uno := palabras[1];
        otro := CASE WHEN cardinality(palabras) > 1 THEN palabras[cardinality(palabras)] END;
    END IF;
    -- In a branch of its own: with a subquery an assignment is a statement, and costs seven times.
    IF cardinality(palabras) > 2 THEN
        apellidos := array_to_string(ARRAY(
            SELECT p FROM unnest(palabras) AS p ORDER BY p COLLATE "C"), ' ');
    ELSIF otro < uno COLLATE "C" THEN
        apellidos := otro || ' ' || uno;
    ELSE
        apellidos := coalesce(uno || ' ' || otro, uno);
    END IF;
    dados := btrim(partes[3]);
    IF dice_nombre(nombres, dados) THEN
        primero := split_part(dados, ' ', 1);
        primeros := btrim(primero || ' ' || split_part(dados, ' ', 2));
    ELSE
        dados := NULL;
    END IF;
END
$$;

-- The key by which a person without her document is found: both surnames in any order and the first
-- given name; with one surname, that one and the first two given names. NULL unless both are told.
CREATE OR REPLACE FUNCTION llave_nombre(paterno text, materno text, nombres text) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    s record := nombre_sonado(paterno, materno, nombres);
BEGIN
    RETURN hashtextextended(
        s.apellidos || '|' || CASE WHEN s.otro IS NULL THEN s.primeros ELSE s.primero END, 0);
END
$$;

-- Who of these surnames lives in a populated place (its code of ten digits).
CREATE OR REPLACE FUNCTION llave_lugar(centro_poblado_codigo text, paterno text, materno text)
RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF coalesce(centro_poblado_codigo, '') = '' THEN
        RETURN NULL;
    END IF;
    RETURN hashtextextended(
        centro_poblado_codigo || '|' || (nombre_sonado(paterno, materno, '')).apellidos, 0);
END
$$;

-- How many slips of a hand lie between two documents: 0 none; 1 a digit wrong, lost or added, or two
-- neighbours swapped; 2 two of these; 3 more. A lost digit counts once also where the reader took it
-- for a lost zero and wrote it back. NULL when one is missing.
CREATE OR REPLACE FUNCTION ediciones_documento(a text, b text) RETURNS smallint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
DECLARE
    distancia int;
    en_su_sitio int := 0;
    i int := 1;
BEGIN
    IF a = '' OR b = '' THEN
        RETURN NULL;
    END IF;
    distancia := levenshtein_less_equal(a, b, 4);
    IF distancia < 2 THEN
        RETURN distancia;
    ELSIF distancia > 4 THEN
        RETURN 3;
    END IF;
    IF left(a, 1) = '0' THEN
        distancia := least(distancia, greatest(1, levenshtein_less_equal(substr(a, 2), b, 2)));
    END IF;
    IF left(b, 1) = '0' THEN
        distancia := least(distancia, greatest(1, levenshtein_less_equal(a, substr(b, 2), 2)));
    END IF;
    -- Each digit in its place, two neighbours swapped as one slip.
    IF length(a) = length(b) THEN
        WHILE i <= length(a) LOOP
            IF substr(a, i, 1) <> substr(b, i, 1) THEN
                en_su_sitio := en_su_sitio + 1;
                IF i < length(a) AND substr(a, i, 2) = reverse(substr(b, i, 2)) THEN
                    i := i + 1;
                END IF;
            END IF;
            i := i + 1;
        END LOOP;
        distancia := least(distancia, en_su_sitio);
    END IF;
    RETURN least(distancia, 3);
END
$$;

-- Whether one of these documents is one slip away from `documento`.
CREATE OR REPLACE FUNCTION cerca_de_alguno(documento text, documentos text[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    otro text;
BEGIN
    FOREACH otro IN ARRAY documentos LOOP
        IF levenshtein_less_equal(documento, otro, 2) <= 2
           AND ediciones_documento(documento, otro) = 1 THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END
$$;
