-- The chain over the events. What a seal says of an event does not hang on the session that asks:
-- instants are seconds since 1970, texts are quoted by JSON, so no two events read the same.

CREATE FUNCTION huella_de_evento(e juntos_evento) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(json_build_array(
        e.id, e.modelo, e.objeto_id, e.de, e.a, e.motivo,
        extract(epoch FROM e.ocurrido_en), e.ocurrido_por_id
    )::text, 'UTF8'))
$$;

CREATE FUNCTION hash_de_sello(anterior text, numero integer, momento timestamptz, huellas bytea)
RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(
        convert_to(concat_ws('|', anterior, numero, extract(epoch FROM momento), ''), 'UTF8')
        || huellas
    ), 'hex')
$$;

CREATE TRIGGER sello_solo_agrega
    BEFORE UPDATE OR DELETE ON juntos_sello
    FOR EACH ROW EXECUTE FUNCTION bitacora_no_se_altera();
