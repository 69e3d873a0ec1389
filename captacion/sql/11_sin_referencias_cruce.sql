-- As 05_sin_referencias: what linkage writes by the million carries no foreign key.
CREATE TRIGGER pesos_con_vinculos BEFORE DELETE ON captacion_pesoscruce
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id', 'captacion_vinculo', 'pesos_id');
