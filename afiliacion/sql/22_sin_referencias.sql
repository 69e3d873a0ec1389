-- As captacion/sql/05_sin_referencias: what is computed by the million carries no foreign key, and the
-- other side stands guard. Rules stand guard themselves: those of an approved norm are not removed.
CREATE TRIGGER persona_con_cuidados BEFORE DELETE ON captacion_persona
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id',
        'afiliacion_cuidado', 'persona_id', 'afiliacion_corresponsabilidad', 'persona_id',
        'afiliacion_recalculo', 'persona_id', 'afiliacion_cambiodeitem', 'persona_id',
        'afiliacion_pago', 'titular_id', 'afiliacion_evidencia', 'persona_id');

CREATE TRIGGER atencion_con_cuidados BEFORE DELETE ON captacion_atencion
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id', 'afiliacion_cuidado', 'atencion_id');

CREATE TRIGGER hogar_con_pagos BEFORE DELETE ON captacion_hogar
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id',
        'afiliacion_pago', 'hogar_id', 'afiliacion_ajuste', 'hogar_id',
        'afiliacion_verificacion', 'hogar_id', 'afiliacion_evidencia', 'hogar_id');

CREATE TRIGGER distrito_con_pagos BEFORE DELETE ON juntos_distrito
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('ubigeo', 'afiliacion_pago', 'distrito_id');

CREATE TRIGGER cuidado_con_evidencia BEFORE DELETE ON afiliacion_cuidado
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id', 'afiliacion_evidencia', 'cuidado_id');

CREATE TRIGGER liquidacion_con_lineas BEFORE DELETE ON afiliacion_liquidacion
    FOR EACH ROW EXECUTE FUNCTION sin_referencias('id',
        'afiliacion_pago', 'liquidacion_id', 'afiliacion_verificacion', 'liquidacion_id',
        'afiliacion_evidencia', 'liquidacion_id');
