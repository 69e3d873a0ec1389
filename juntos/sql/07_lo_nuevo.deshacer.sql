GRANT INSERT, UPDATE, DELETE ON juntos_cambio TO juntos_web;
SELECT muro_derribar('juntos_cambio');
DROP FUNCTION cambio_al_alcance(text, text);
DROP TRIGGER historia ON socialaccount_socialaccount;
DROP TRIGGER historia ON juntos_invitacion;
