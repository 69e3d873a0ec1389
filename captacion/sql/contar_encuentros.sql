-- Where these households of JUNTOS meet the PGH's, outside a load: a workshop for comun/37_encuentros.
CREATE SCHEMA encuentros_contados;

SELECT set_config('search_path', 'encuentros_contados, ' || current_setting('search_path'), true);

CREATE UNLOGGED TABLE juntos_por_ver AS
SELECT id FROM captacion_hogar WHERE id = ANY(%(juntos)s::bigint[]);
