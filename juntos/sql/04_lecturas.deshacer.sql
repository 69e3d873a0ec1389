DROP TRIGGER lectura_solo_agrega ON juntos_lectura;
DROP FUNCTION lectura_no_se_altera();
