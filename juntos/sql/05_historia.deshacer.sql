DROP FUNCTION historia_seguir;
DROP FUNCTION historia_anotar CASCADE;
DROP TRIGGER cambio_solo_agrega ON juntos_cambio;
