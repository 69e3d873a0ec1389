-- Care given carries no foreign key either (05_sin_referencias).
CREATE TRIGGER persona_con_atenciones BEFORE DELETE ON captacion_persona
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id', 'captacion_atencion', 'persona_id');

CREATE TRIGGER establecimiento_con_atenciones BEFORE DELETE ON juntos_establecimiento
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('codigo', 'captacion_atencion', 'establecimiento_id');
