DROP TRIGGER contacto_lleva_su_turno ON afiliacion_contacto;
DROP FUNCTION contacto_lleva_su_turno();
DROP FUNCTION contacto_turno(date, text, text);
DROP FUNCTION resultado_sin_respuesta(text);
