-- As 05_sin_referencias: what linkage writes by the million carries no foreign key.
CREATE TRIGGER persona_con_llaves BEFORE DELETE ON captacion_persona
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id', 'captacion_llavemiembro', 'persona_id');

CREATE TRIGGER hogar_con_llaves BEFORE DELETE ON captacion_hogar
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id', 'captacion_llavemiembro', 'hogar_id');

CREATE TRIGGER pesos_con_vinculos BEFORE DELETE ON captacion_pesoscruce
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id', 'captacion_vinculo', 'pesos_id');
