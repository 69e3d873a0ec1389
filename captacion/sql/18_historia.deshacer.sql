DO $$
DECLARE
    tabla regclass;
BEGIN
    FOR tabla IN
        SELECT tgrelid FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
        WHERE tgname = 'historia' AND relname LIKE 'captacion\_%'
    LOOP
        EXECUTE format('DROP TRIGGER historia ON %s', tabla);
    END LOOP;
END
$$;
