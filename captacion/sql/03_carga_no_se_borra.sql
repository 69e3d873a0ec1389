-- A Carga stays for good: what came in is told by it.

CREATE OR REPLACE FUNCTION carga_no_se_borra() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Una carga no se borra'
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER carga_no_se_borra
    BEFORE DELETE ON captacion_carga
    FOR EACH ROW EXECUTE FUNCTION carga_no_se_borra();
