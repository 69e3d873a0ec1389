-- The one definition of priority that does not depend on who looks: the deadline, brought forward by
-- the days that poverty and an attempt that found nobody weigh (Parametro). As a date it does not age:
-- every contact comes a day nearer each day, so the order of the queue is an index and no night's
-- work (docs/adr/0024). Who speaks the household's language adds its days when she looks.

CREATE FUNCTION resultado_sin_respuesta(resultado text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
        SELECT FROM afiliacion_resultado r
        WHERE r.codigo = resultado AND r.siguiente IN ('reintento', 'presencial', 'direccion'))
$$;

CREATE FUNCTION contacto_turno(vence date, nivel text, resultado text) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT vence - coalesce(sum(p.valor), 0)::int
    FROM juntos_parametro p
    WHERE p.clave IN (
        CASE nivel WHEN 'pobre_extremo' THEN 'prioridad_pobre_extremo'
                   WHEN 'pobre' THEN 'prioridad_pobre' END,
        CASE WHEN resultado IS NOT NULL AND resultado_sin_respuesta(resultado)
             THEN 'prioridad_sin_respuesta' END)
$$;

CREATE FUNCTION contacto_lleva_su_turno() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.turno_el := contacto_turno(NEW.vence_el, NEW.nivel, NEW.ultimo_resultado_id);
    RETURN NEW;
END
$$;

CREATE TRIGGER contacto_lleva_su_turno
    BEFORE INSERT OR UPDATE OF vence_el, nivel, ultimo_resultado_id, turno_el ON afiliacion_contacto
    FOR EACH ROW EXECUTE FUNCTION contacto_lleva_su_turno();

UPDATE afiliacion_contacto SET turno_el = NULL;
