-- Who looked at whom is append-only; only the term of the parameter, never under a year, lets go.

CREATE FUNCTION lectura_no_se_altera() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.leido_en < now() - make_interval(days => greatest(
        365, (SELECT valor FROM juntos_parametro WHERE clave = 'lecturas_dias')
    )) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'El registro de lecturas no se modifica ni se borra (%)', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER lectura_solo_agrega
    BEFORE UPDATE OR DELETE ON juntos_lectura
    FOR EACH ROW EXECUTE FUNCTION lectura_no_se_altera();
