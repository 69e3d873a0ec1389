-- Where these households of JUNTOS meet the PGH's, outside a load, on tables of the session's own: the
-- web may make no others.
CREATE TEMP TABLE juntos_por_ver AS
SELECT id FROM captacion_hogar WHERE id = ANY(%(juntos)s::bigint[]);
