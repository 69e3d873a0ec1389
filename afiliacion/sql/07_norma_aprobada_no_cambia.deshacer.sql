DROP TRIGGER norma_aprobada_no_cambia ON afiliacion_norma;
DROP FUNCTION norma_aprobada_no_cambia();
DROP TRIGGER regla_de_borrador ON afiliacion_regla;
DROP FUNCTION regla_de_borrador();
