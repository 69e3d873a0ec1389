-- The wall (docs/adr/0042). A web request runs as `juntos_web`, which owns nothing, and says at the
-- start of its transaction whose it is; the policies compare each row with that. Nothing said, no rows.
-- The owner (migrations, workers, commands, backups) has no wall.

-- Whose request this transaction is. The districts are those of DistritoQuerySet.visibles_para (a test
-- holds the two together). Administration reads every fact in /admin/, and brings files in. All of it
-- ends with the transaction, so a pool may share the connection.
CREATE FUNCTION muro_levantar(quien bigint, hoy date) RETURNS void
LANGUAGE sql AS $$
    SELECT set_config('juntos.usuario', coalesce(u.id::text, ''), true),
           set_config('juntos.unidad', CASE WHEN u.rol = 'supervisora'
                                            THEN u.unidad_territorial_id::text ELSE '' END, true),
           set_config('juntos.pais', CASE WHEN u.rol IN ('sede', 'administracion')
                                          THEN 'si' ELSE '' END, true),
           set_config('juntos.distritos', coalesce((
               SELECT string_agg(suyo, ',') FROM (
                   SELECT d.ubigeo FROM juntos_distrito d
                   WHERE u.rol = 'supervisora' AND d.unidad_territorial_id = u.unidad_territorial_id
                   UNION
                   SELECT a.distrito_id FROM juntos_asignacion a
                   WHERE u.rol = 'gestora' AND a.desde <= hoy AND (a.hasta IS NULL OR a.hasta >= hoy)
                     AND (a.usuario_id = u.id OR a.usuario_id IN (
                         SELECT x.usuario_id FROM juntos_ausencia x
                         WHERE x.cubre_id = u.id AND x.desde <= hoy AND x.hasta >= hoy
                     ))
               ) AS suyos (suyo)
           ), ''), true),
           set_config('role', 'juntos_web', true)
    FROM (SELECT) AS siempre LEFT JOIN juntos_usuario u ON u.id = quien AND u.is_active
$$;

-- Only where the transaction goes on afterwards.
CREATE FUNCTION muro_bajar() RETURNS void
LANGUAGE sql AS $$
    SELECT set_config('role', 'none', true), set_config('juntos.usuario', '', true),
           set_config('juntos.unidad', '', true), set_config('juntos.pais', '', true),
           set_config('juntos.distritos', '', true)
$$;

CREATE FUNCTION muro_pais() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('juntos.pais', true) = 'si', false)
$$;

CREATE FUNCTION muro_distritos() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT string_to_array(coalesce(current_setting('juntos.distritos', true), ''), ',')
$$;

CREATE FUNCTION muro_usuario() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('juntos.usuario', true), '')::bigint
$$;

CREATE FUNCTION muro_unidad() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('juntos.unidad', true), '')::bigint
$$;

-- A table behind the wall: who sees the country sees every row, others those of the condition.
CREATE FUNCTION muro_alzar(tabla regclass, condicion text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tabla);
    EXECUTE format('CREATE POLICY muro ON %s USING ((SELECT muro_pais()) OR (%s))', tabla, condicion);
END
$$;

CREATE FUNCTION muro_derribar(VARIADIC tablas regclass[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    tabla regclass;
BEGIN
    FOREACH tabla IN ARRAY tablas LOOP
        EXECUTE format('DROP POLICY muro ON %s', tabla);
        EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', tabla);
    END LOOP;
END
$$;

-- The role of the web, once for the whole server, and what it may do in this database: read and write
-- rows, of tables to come too; nothing of it may change a table, nor what is only added to.
CREATE FUNCTION muro_permisos() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF to_regrole('juntos_web') IS NULL THEN
        BEGIN
            CREATE ROLE juntos_web NOLOGIN;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;  -- somebody made it just now
        END;
    END IF;
    IF NOT pg_has_role(current_user, 'juntos_web', 'MEMBER') THEN
        EXECUTE format('GRANT juntos_web TO %I', current_user);
    END IF;
    GRANT USAGE ON SCHEMA public TO juntos_web;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO juntos_web;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO juntos_web;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO juntos_web;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO juntos_web;
    REVOKE UPDATE, DELETE ON juntos_evento, juntos_sello, juntos_lectura FROM juntos_web;
    REVOKE INSERT ON juntos_sello FROM juntos_web;
    REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM juntos_web;
END
$$;

SELECT muro_permisos();
