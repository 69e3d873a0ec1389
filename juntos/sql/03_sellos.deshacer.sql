DROP TRIGGER sello_solo_agrega ON juntos_sello;
DROP FUNCTION hash_de_sello(text, integer, timestamptz, bytea);
DROP FUNCTION huella_de_evento(juntos_evento);
