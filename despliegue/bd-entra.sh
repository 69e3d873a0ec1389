# Sourced once by the image of PostgreSQL, when the database is made: the web's own login, which owns
# nothing (docs/operacion.md, the wall).
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set clave="$(cat /run/secrets/bd-web)" <<'SQL'
CREATE ROLE juntos_web NOLOGIN;
CREATE ROLE juntos_entra LOGIN PASSWORD :'clave' IN ROLE juntos_web, pg_read_all_stats;
SQL
