-- The last line behind the actions: the lines of an approved settlement do not change, and a closed
-- one keeps its figures and never goes back. By statement: a million lines are checked as one.

CREATE FUNCTION lineas_fijas() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    fijas CONSTANT text[] := ARRAY['aprobada', 'congelada', 'exportada', 'con_resultados'];
    tocada bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        SELECT min(l.id) INTO tocada FROM afiliacion_liquidacion l
        WHERE l.estado = ANY (fijas) AND l.id IN (SELECT liquidacion_id FROM viejas);
    END IF;
    IF TG_OP <> 'DELETE' AND tocada IS NULL THEN
        SELECT min(l.id) INTO tocada FROM afiliacion_liquidacion l
        WHERE l.estado = ANY (fijas) AND l.id IN (SELECT liquidacion_id FROM nuevas);
    END IF;
    IF tocada IS NOT NULL THEN
        RAISE EXCEPTION 'La liquidación % está aprobada: sus líneas no cambian', tocada
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

DO $$
DECLARE
    tabla text;
BEGIN
    FOREACH tabla IN ARRAY ARRAY['pago', 'verificacion', 'evidencia', 'ajuste'] LOOP
        EXECUTE format('CREATE TRIGGER %1$s_fijo_al_insertar AFTER INSERT ON afiliacion_%1$s
            REFERENCING NEW TABLE AS nuevas FOR EACH STATEMENT EXECUTE FUNCTION lineas_fijas()', tabla);
        EXECUTE format('CREATE TRIGGER %1$s_fijo_al_borrar AFTER DELETE ON afiliacion_%1$s
            REFERENCING OLD TABLE AS viejas FOR EACH STATEMENT EXECUTE FUNCTION lineas_fijas()', tabla);
        EXECUTE format('CREATE TRIGGER %1$s_fijo_al_cambiar AFTER UPDATE ON afiliacion_%1$s
            REFERENCING OLD TABLE AS viejas NEW TABLE AS nuevas
            FOR EACH STATEMENT EXECUTE FUNCTION lineas_fijas()', tabla);
    END LOOP;
END
$$;

CREATE FUNCTION liquidacion_no_retrocede() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    cerradas CONSTANT text[] := ARRAY['congelada', 'exportada', 'con_resultados'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.estado NOT IN ('borrador', 'calculada') THEN
            RAISE EXCEPTION 'La liquidación % ya fue revisada: no se borra', OLD.id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.estado = ANY (cerradas) AND (
        array_position(cerradas, NEW.estado::text) IS NULL
        OR array_position(cerradas, NEW.estado::text) < array_position(cerradas, OLD.estado::text)
        OR (NEW.periodo, NEW.corte, NEW.huella, NEW.hogares, NEW.suspendidos, NEW.base, NEW.tpi,
            NEW.ajuste, NEW.calculada_en, NEW.calculada_por_id, NEW.revisada_en,
            NEW.revisada_por_id, NEW.aprobada_en, NEW.aprobada_por_id, NEW.congelada_en,
            NEW.congelada_por_id)
        IS DISTINCT FROM
           (OLD.periodo, OLD.corte, OLD.huella, OLD.hogares, OLD.suspendidos, OLD.base, OLD.tpi,
            OLD.ajuste, OLD.calculada_en, OLD.calculada_por_id, OLD.revisada_en,
            OLD.revisada_por_id, OLD.aprobada_en, OLD.aprobada_por_id, OLD.congelada_en,
            OLD.congelada_por_id))
    THEN
        RAISE EXCEPTION 'La liquidación % está cerrada: no cambia', OLD.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER liquidacion_no_retrocede BEFORE UPDATE OR DELETE ON afiliacion_liquidacion
    FOR EACH ROW EXECUTE FUNCTION liquidacion_no_retrocede();
