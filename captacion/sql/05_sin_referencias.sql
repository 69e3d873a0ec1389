-- What a load writes by the million carries no foreign key, which each row would check by itself:
-- the load has just joined what it refers to. The other side stands guard here: nobody removes a
-- row that is still spoken of. Arguments: the column referred to, then table and column of each
-- place that refers to it.
CREATE OR REPLACE FUNCTION sin_referencias() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    hay boolean;
BEGIN
    FOR i IN 1 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %I = ($1).%I)',
                       TG_ARGV[i], TG_ARGV[i + 1], TG_ARGV[0]) INTO hay USING OLD;
        IF hay THEN
            RAISE EXCEPTION 'Hay filas de % que se refieren a esta', TG_ARGV[i]
                USING ERRCODE = 'foreign_key_violation';
        END IF;
    END LOOP;
    RETURN OLD;
END
$$;

CREATE TRIGGER persona_con_referencias BEFORE DELETE ON captacion_persona
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id',
        'captacion_reciennacido', 'persona_id', 'captacion_reciennacido', 'madre_id',
        'captacion_gestante', 'persona_id', 'captacion_registrofuente', 'persona_id',
        'captacion_vinculo', 'persona_id', 'captacion_miembro', 'persona_id',
        'captacion_telefono', 'persona_id', 'captacion_captacion', 'persona_id');

CREATE TRIGGER hogar_con_referencias BEFORE DELETE ON captacion_hogar
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id',
        'captacion_registrofuente', 'hogar_id', 'captacion_vinculo', 'hogar_id',
        'captacion_miembro', 'hogar_id', 'captacion_clasificacionsocioeconomica', 'hogar_id',
        'captacion_captacion', 'hogar_id');

CREATE TRIGGER vinculo_con_referencias BEFORE DELETE ON captacion_vinculo
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id', 'captacion_miembro', 'vinculo_id');

CREATE TRIGGER recien_nacido_con_referencias BEFORE DELETE ON captacion_reciennacido
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id', 'captacion_captacion', 'recien_nacido_id');

CREATE TRIGGER gestante_con_referencias BEFORE DELETE ON captacion_gestante
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id', 'captacion_captacion', 'gestante_id');

CREATE TRIGGER distrito_con_referencias BEFORE DELETE ON juntos_distrito
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('ubigeo',
        'captacion_reciennacido', 'distrito_id', 'captacion_gestante', 'distrito_id',
        'captacion_hogar', 'distrito_id', 'captacion_captacion', 'distrito_id');

CREATE TRIGGER establecimiento_con_referencias BEFORE DELETE ON juntos_establecimiento
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('codigo',
        'captacion_reciennacido', 'establecimiento_id', 'captacion_gestante', 'establecimiento_id');
