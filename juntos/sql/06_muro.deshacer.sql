ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM juntos_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM juntos_web;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM juntos_web;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM juntos_web;
REVOKE ALL ON SCHEMA public FROM juntos_web;
-- The role stays: other databases of the server may use it.
DROP FUNCTION muro_permisos(), muro_derribar(regclass[]), muro_alzar(regclass, text), muro_unidad(),
    muro_usuario(), muro_distritos(), muro_pais(), muro_bajar(),
    muro_levantar(bigint, date);
