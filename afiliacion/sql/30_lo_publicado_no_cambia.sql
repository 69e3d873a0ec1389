-- The last line behind the actions: an approved report and the captures that it counted do not
-- change, and a target is ended or annulled, never rewritten.

CREATE FUNCTION informe_fijo() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.estado = 'aprobado' THEN
        RAISE EXCEPTION 'El informe % está aprobado: no cambia', OLD.periodo
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER informe_fijo BEFORE UPDATE OR DELETE ON afiliacion_informemensual
    FOR EACH ROW EXECUTE FUNCTION informe_fijo();

CREATE FUNCTION hechos_publicados_fijos() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    tocado text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        SELECT min(i.periodo) INTO tocado FROM afiliacion_informemensual i
        WHERE i.estado = 'aprobado' AND i.id IN (SELECT informe_id FROM viejos);
    END IF;
    IF TG_OP <> 'DELETE' AND tocado IS NULL THEN
        SELECT min(i.periodo) INTO tocado FROM afiliacion_informemensual i
        WHERE i.estado = 'aprobado' AND i.id IN (SELECT informe_id FROM nuevos);
    END IF;
    IF tocado IS NOT NULL THEN
        RAISE EXCEPTION 'El informe % está aprobado: lo que contó no cambia', tocado
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER hecho_publicado_fijo_al_insertar AFTER INSERT ON afiliacion_hechopublicado
    REFERENCING NEW TABLE AS nuevos FOR EACH STATEMENT EXECUTE FUNCTION hechos_publicados_fijos();
CREATE TRIGGER hecho_publicado_fijo_al_borrar AFTER DELETE ON afiliacion_hechopublicado
    REFERENCING OLD TABLE AS viejos FOR EACH STATEMENT EXECUTE FUNCTION hechos_publicados_fijos();
CREATE TRIGGER hecho_publicado_fijo_al_cambiar AFTER UPDATE ON afiliacion_hechopublicado
    REFERENCING OLD TABLE AS viejos NEW TABLE AS nuevos
    FOR EACH STATEMENT EXECUTE FUNCTION hechos_publicados_fijos();

CREATE FUNCTION meta_no_se_reescribe() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.anulada_en IS NOT NULL
        OR (NEW.indicador, NEW.unidad_id, NEW.desde, NEW.valor, NEW.fijada_en, NEW.fijada_por_id)
        IS DISTINCT FROM
           (OLD.indicador, OLD.unidad_id, OLD.desde, OLD.valor, OLD.fijada_en, OLD.fijada_por_id)
    THEN
        RAISE EXCEPTION 'La meta % no se reescribe: se termina o se anula', OLD.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER meta_no_se_reescribe BEFORE UPDATE OR DELETE ON afiliacion_metaindicador
    FOR EACH ROW EXECUTE FUNCTION meta_no_se_reescribe();

-- Its rows carry no foreign key: a report is not removed before them.
CREATE TRIGGER informe_vacio_al_borrar BEFORE DELETE ON afiliacion_informemensual
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id', 'afiliacion_hechopublicado', 'informe_id');
