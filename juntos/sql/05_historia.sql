-- What a person changes, row by row, whatever the statement: the ORM, bulk SQL or a script (ADR 43).
-- `juntos.acto` says who acts, where and why, for one transaction; without it nothing is written.

-- Arguments: the key's column, the columns whose values are never kept, those that say nothing.
CREATE FUNCTION historia_anotar() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    acto jsonb := current_setting('juntos.acto')::jsonb;
    antes jsonb;
    despues jsonb;
    llave text;
    secreta text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        antes := to_jsonb(OLD) - TG_ARGV[2]::text[];
    END IF;
    IF TG_OP <> 'DELETE' THEN
        despues := to_jsonb(NEW) - TG_ARGV[2]::text[];
    END IF;
    llave := coalesce(despues, antes) ->> TG_ARGV[0];
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(de.key, de.value), jsonb_object_agg(de.key, despues -> de.key)
        INTO antes, despues
        FROM jsonb_each(antes) AS de
        WHERE de.value IS DISTINCT FROM despues -> de.key;
        IF antes IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    FOREACH secreta IN ARRAY TG_ARGV[1]::text[] LOOP
        IF antes ? secreta THEN
            antes := jsonb_set(antes, ARRAY[secreta], '"(no se guarda)"');
        END IF;
        IF despues ? secreta THEN
            despues := jsonb_set(despues, ARRAY[secreta], '"(no se guarda)"');
        END IF;
    END LOOP;
    INSERT INTO juntos_cambio (
        tabla, objeto, operacion, antes, despues,
        cambiado_en, cambiado_por_id, solicitud, vista, motivo
    ) VALUES (
        TG_TABLE_NAME, llave,
        CASE TG_OP WHEN 'INSERT' THEN 'creada' WHEN 'UPDATE' THEN 'cambiada' ELSE 'borrada' END,
        antes, despues,
        clock_timestamp(), (acto ->> 'usuario')::bigint,
        acto ->> 'solicitud', acto ->> 'vista', acto ->> 'motivo'
    );
    RETURN NULL;
END
$$;

CREATE FUNCTION historia_seguir(
    tabla regclass, secretas text[] DEFAULT '{}', omitidas text[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    llave name;
BEGIN
    SELECT c.attname INTO STRICT llave
    FROM pg_index i JOIN pg_attribute c ON c.attrelid = i.indrelid AND c.attnum = i.indkey[0]
    WHERE i.indrelid = tabla AND i.indisprimary;
    EXECUTE format(
        'CREATE TRIGGER historia AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW'
        ' WHEN (current_setting(''juntos.acto'', true) <> '''')'
        ' EXECUTE FUNCTION historia_anotar(%L, %L, %L)',
        tabla, llave, secretas, omitidas
    );
END
$$;

CREATE TRIGGER cambio_solo_agrega
    BEFORE UPDATE OR DELETE ON juntos_cambio
    FOR EACH ROW EXECUTE FUNCTION bitacora_no_se_altera();

SELECT historia_seguir(tabla::regclass) FROM unnest(ARRAY[
    'juntos_unidadterritorial', 'juntos_distrito', 'juntos_establecimiento', 'juntos_asignacion',
    'juntos_ausencia', 'juntos_parametro', 'juntos_alertadelectura', 'juntos_tareafallida',
    'juntos_usuario_groups', 'juntos_usuario_user_permissions', 'account_emailaddress'
]) AS tabla;
SELECT historia_seguir('juntos_usuario', '{password}', '{last_login}');
SELECT historia_seguir('mfa_authenticator', '{data}', '{last_used_at}');
