-- The log of events is append-only: whoever asks, UPDATE and DELETE are refused.

CREATE OR REPLACE FUNCTION bitacora_no_se_altera() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'La bitácora no se modifica ni se borra (%)', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER evento_solo_agrega
    BEFORE UPDATE OR DELETE ON juntos_evento
    FOR EACH ROW EXECUTE FUNCTION bitacora_no_se_altera();
