-- Only a supervisor of the request's own Unidad Territorial resolves it (DESIGN: rule 3, the last line).

CREATE OR REPLACE FUNCTION solicitud_resuelve_su_unidad() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.resuelta_por_id IS NOT NULL
       AND NEW.resuelta_por_id IS DISTINCT FROM OLD.resuelta_por_id
       AND NOT EXISTS (
            SELECT FROM juntos_usuario u
            WHERE u.id = NEW.resuelta_por_id
              AND u.is_active AND u.rol = 'supervisora'
              AND u.unidad_territorial_id = NEW.unidad_territorial_id)
    THEN
        RAISE EXCEPTION 'Solo resuelve una supervisora de la unidad territorial de la solicitud'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER solicitud_resuelve_su_unidad
    BEFORE INSERT OR UPDATE ON afiliacion_solicitud
    FOR EACH ROW EXECUTE FUNCTION solicitud_resuelve_su_unidad();
