-- Accounts by invitation and by the ministry's own: what a person changes in them has its history.
SELECT historia_seguir('juntos_invitacion');
SELECT historia_seguir('socialaccount_socialaccount', '{}', '{extra_data,last_login}');

-- A change holds what a row said: who may not see the row today does not see it there either. A row
-- that is gone is headquarters'. As who asks (SECURITY INVOKER), so each table's own wall answers.
CREATE FUNCTION cambio_al_alcance(tabla text, objeto text) RETURNS boolean
LANGUAGE plpgsql STABLE COST 1000 AS $$
DECLARE
    llave name;
    tipo text;
    esta boolean;
BEGIN
    SELECT a.attname, format_type(a.atttypid, a.atttypmod) INTO STRICT llave, tipo
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = format('public.%I', tabla)::regclass AND i.indisprimary;
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I WHERE %I = %L::%s)', tabla, llave, objeto, tipo)
    INTO esta;
    RETURN esta;
END
$$;
SELECT muro_alzar('juntos_cambio', 'cambio_al_alcance(tabla, objeto)');
REVOKE INSERT, UPDATE, DELETE ON juntos_cambio FROM juntos_web;
