-- What was approved is never edited again: an approved norm is only retired (a new version takes its
-- place) or gets the last day that it did not have (another norm follows it), and its rules stay.
CREATE FUNCTION norma_aprobada_no_cambia() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    permitida afiliacion_norma;
BEGIN
    IF OLD.estado = 'borrador' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        permitida := OLD;
        IF OLD.estado = 'aprobada' AND NEW.estado = 'retirada' THEN
            permitida.estado := NEW.estado;
        END IF;
        IF OLD.estado = 'aprobada' AND OLD.vigente_hasta IS NULL THEN
            permitida.vigente_hasta := NEW.vigente_hasta;
        END IF;
        IF permitida IS NOT DISTINCT FROM NEW THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'Una norma aprobada no se modifica: se propone otra versión'
        USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER norma_aprobada_no_cambia
    BEFORE UPDATE OR DELETE ON afiliacion_norma
    FOR EACH ROW EXECUTE FUNCTION norma_aprobada_no_cambia();

CREATE FUNCTION regla_de_borrador() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM afiliacion_norma
        WHERE estado <> 'borrador'
          AND id IN (
              CASE WHEN TG_OP <> 'INSERT' THEN OLD.norma_id END,
              CASE WHEN TG_OP <> 'DELETE' THEN NEW.norma_id END))
    THEN
        RAISE EXCEPTION 'Las reglas de una norma aprobada no se modifican: se propone otra versión'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER regla_de_borrador
    BEFORE INSERT OR UPDATE OR DELETE ON afiliacion_regla
    FOR EACH ROW EXECUTE FUNCTION regla_de_borrador();
