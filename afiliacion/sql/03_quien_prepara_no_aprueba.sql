-- The last line behind the actions: who prepared any part of a request does not resolve it, only a
-- supervisor of its Unidad Territorial does, and an affiliation comes from an approved request only.

CREATE OR REPLACE FUNCTION solicitud_resuelve_su_unidad() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.resuelta_por_id IS NULL OR (
        TG_OP = 'UPDATE' AND NEW.resuelta_por_id IS NOT DISTINCT FROM OLD.resuelta_por_id)
    THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (
        SELECT FROM juntos_usuario u
        WHERE u.id = NEW.resuelta_por_id
          AND u.is_active AND u.rol = 'supervisora'
          AND u.unidad_territorial_id = NEW.unidad_territorial_id)
    THEN
        RAISE EXCEPTION 'Solo resuelve una supervisora de la unidad territorial de la solicitud'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM afiliacion_acuerdo a
        WHERE a.solicitud_id = NEW.id AND a.subido_por_id = NEW.resuelta_por_id)
    THEN
        RAISE EXCEPTION 'Quien adjuntó el acuerdo no resuelve la solicitud'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION afiliacion_de_solicitud_aprobada() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM afiliacion_solicitud s
        JOIN afiliacion_contacto c ON c.id = s.contacto_id
        WHERE s.id = NEW.solicitud_id
          AND s.estado = 'aprobada'
          AND s.resuelta_por_id = NEW.aprobada_por_id
          AND s.preparada_por_id = NEW.preparada_por_id
          AND c.hogar_id = NEW.hogar_id)
    THEN
        RAISE EXCEPTION 'La afiliación no corresponde a una solicitud aprobada de su hogar'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER afiliacion_de_solicitud_aprobada
    BEFORE INSERT OR UPDATE ON afiliacion_afiliacion
    FOR EACH ROW EXECUTE FUNCTION afiliacion_de_solicitud_aprobada();
