-- Whether some session holds the turn of a source: a load that lives holds it until it ends.
-- Without a source (the header was not read yet) any turn counts.

SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND classid = %(candado)s
      AND (%(fuente)s::int IS NULL OR objid = %(fuente)s::int));
