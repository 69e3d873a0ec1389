-- Tables that nobody has measured yet, as after a restore: the planner would join them row by row.
-- The rows for people to look at are joined to nothing, and long to measure.
SELECT c.oid::regclass::text
FROM pg_class c
WHERE c.relkind = 'r' AND c.reltuples < 0 AND c.relname LIKE 'captacion\_%'
  AND c.relname <> 'captacion_filaobservada'
  AND c.relnamespace = 'public'::regnamespace AND pg_relation_size(c.oid) > 0;
