-- Which people and households a request may touch (docs/adr/0042). A household and a person have no
-- territory of their own alone: what is asked goes beyond its row, so the two questions are answered
-- by functions of the owner, which tell yes or no and nothing else. They are the last thing asked of
-- a row: those with a district say so at once.

-- In the districts, or with somebody captured there, or the other half of a question that was put to
-- who works there: a doubtful link, two households that may be one, two registers that disagree.
CREATE FUNCTION hogar_al_alcance(este bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000 SET search_path = public, pg_temp AS $$
DECLARE
    suyos text[] := muro_distritos();
BEGIN
    RETURN EXISTS (SELECT FROM captacion_hogar h WHERE h.id = este AND h.distrito_id = ANY (suyos))
        OR EXISTS (SELECT FROM captacion_captacion c
                   WHERE c.hogar_id = este AND c.distrito_id = ANY (suyos))
        OR EXISTS (SELECT FROM captacion_vinculo v JOIN captacion_captacion c USING (persona_id)
                   WHERE v.hogar_id = este AND c.distrito_id = ANY (suyos))
        OR EXISTS (SELECT FROM captacion_encuentrodehogares e
                   JOIN captacion_hogar h
                     ON h.id = CASE WHEN e.juntos_id = este THEN e.pgh_id ELSE e.juntos_id END
                   WHERE (e.juntos_id = este OR e.pgh_id = este) AND h.distrito_id = ANY (suyos))
        OR EXISTS (SELECT FROM captacion_hogarduplicado d
                   JOIN captacion_hogar h
                     ON h.id = CASE WHEN d.hogar_id = este THEN d.otro_id ELSE d.hogar_id END
                   WHERE (d.hogar_id = este OR d.otro_id = este)
                     AND (h.distrito_id = ANY (suyos)
                          OR EXISTS (SELECT FROM captacion_captacion c
                                     WHERE c.hogar_id = h.id AND c.distrito_id = ANY (suyos))));
END
$$;

-- Captured in the districts, the mother of who was, of a household at reach; or the other half of a
-- pair that may be one person.
CREATE FUNCTION persona_al_alcance(esta bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000 SET search_path = public, pg_temp AS $$
DECLARE
    suyos text[] := muro_distritos();
BEGIN
    RETURN EXISTS (SELECT FROM captacion_captacion c
                   WHERE c.persona_id = esta AND c.distrito_id = ANY (suyos))
        OR EXISTS (SELECT FROM captacion_reciennacido r
                   JOIN captacion_captacion c ON c.recien_nacido_id = r.id
                   WHERE r.madre_id = esta AND c.distrito_id = ANY (suyos))
        OR EXISTS (SELECT FROM captacion_miembro m
                   WHERE m.persona_id = esta AND hogar_al_alcance(m.hogar_id))
        OR EXISTS (SELECT FROM captacion_duplicado d
                   LEFT JOIN captacion_reciennacido r
                     ON r.madre_id = CASE WHEN d.persona_id = esta THEN d.otra_id ELSE d.persona_id END
                   JOIN captacion_captacion c
                     ON c.persona_id = CASE WHEN d.persona_id = esta THEN d.otra_id ELSE d.persona_id END
                     OR c.recien_nacido_id = r.id
                   WHERE (d.persona_id = esta OR d.otra_id = esta) AND c.distrito_id = ANY (suyos));
END
$$;

-- Who bears all these words, by the index of names. A policy is asked before any operator that might
-- leak, LIKE among them, so behind the wall that index would be out of use: ids alone come out, of
-- those captured in the districts, their mothers and the members of the households there.
CREATE FUNCTION personas_con_nombre(palabras text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 ROWS 1000 SET search_path = public, pg_temp AS $$
DECLARE
    suyas text := '';
BEGIN
    IF current_setting('role') <> 'none' AND NOT muro_pais() THEN
        suyas := ' AND p.id IN (
            SELECT persona_id FROM captacion_captacion WHERE distrito_id = ANY ($1)
            UNION ALL
            SELECT r.madre_id FROM captacion_reciennacido r
            JOIN captacion_captacion c ON c.recien_nacido_id = r.id WHERE c.distrito_id = ANY ($1)
            UNION ALL
            SELECT m.persona_id FROM captacion_miembro m
            JOIN captacion_hogar h ON h.id = m.hogar_id WHERE h.distrito_id = ANY ($1)
            UNION ALL
            SELECT m.persona_id FROM captacion_miembro m
            JOIN captacion_captacion c ON c.hogar_id = m.hogar_id WHERE c.distrito_id = ANY ($1)
        )';
    END IF;
    RETURN QUERY EXECUTE (
        SELECT 'SELECT p.id FROM captacion_persona p WHERE ' || string_agg(
            format('p.clave_nombre LIKE %L',
                   '%' || regexp_replace(clave_nombre(palabra), '([\\%_])', '\\\1', 'g') || '%'),
            ' AND ')
        FROM unnest(palabras) AS palabra
    ) || suyas USING muro_distritos();
END
$$;

SELECT muro_alzar('captacion_hogar',
    'distrito_id IN (SELECT unnest(muro_distritos())) OR hogar_al_alcance(id)');
SELECT muro_alzar('captacion_captacion',
    'distrito_id IN (SELECT unnest(muro_distritos())) OR hogar_al_alcance(hogar_id)
     OR persona_al_alcance(persona_id)');
SELECT muro_alzar('captacion_persona', 'persona_al_alcance(id)');
SELECT muro_alzar(tabla::regclass, 'persona_al_alcance(persona_id)')
FROM unnest(ARRAY['captacion_telefono', 'captacion_atencion', 'captacion_vinculo',
                  'captacion_documentoalias']) tabla;
SELECT muro_alzar(tabla::regclass,
    'distrito_id IN (SELECT unnest(muro_distritos())) OR persona_al_alcance(persona_id)')
FROM unnest(ARRAY['captacion_reciennacido', 'captacion_gestante']) tabla;
SELECT muro_alzar(tabla::regclass, 'hogar_al_alcance(hogar_id)')
FROM unnest(ARRAY['captacion_miembro', 'captacion_clasificacionsocioeconomica']) tabla;
SELECT muro_alzar('captacion_duplicado',
    'persona_al_alcance(persona_id) OR persona_al_alcance(otra_id)');
SELECT muro_alzar('captacion_hogarduplicado',
    'hogar_al_alcance(hogar_id) OR hogar_al_alcance(otro_id)');
SELECT muro_alzar('captacion_encuentrodehogares',
    'hogar_al_alcance(juntos_id) OR hogar_al_alcance(pgh_id)');
SELECT muro_alzar('captacion_fusionmovida',
    'EXISTS (SELECT FROM captacion_duplicado d WHERE d.id = duplicado_id)
     OR EXISTS (SELECT FROM captacion_hogarduplicado d WHERE d.id = hogar_duplicado_id)');
-- What a file said, row by row: of who brings files in, and of whose people it tells.
SELECT muro_alzar('captacion_filaobservada', 'false');
SELECT muro_alzar('captacion_registrofuente',
    'persona_al_alcance(persona_id) OR hogar_al_alcance(hogar_id)');
SELECT muro_alzar('captacion_cambiodato',
    'persona_al_alcance(persona_id)');
-- Whether a row is still spoken of is asked of every territory.
ALTER FUNCTION sin_referencias() SECURITY DEFINER SET search_path = public, pg_temp;
