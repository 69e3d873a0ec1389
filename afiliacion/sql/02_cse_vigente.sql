-- The classification of a household in force on a day, by the register's own dates: none or one row.
-- The same rule as ClasificacionQuerySet.vigentes (a test holds the two together).
-- Inlined by the planner, so a LATERAL over every open contact stays one indexed read each.

CREATE OR REPLACE FUNCTION cse_vigente(del_hogar bigint, el date)
RETURNS SETOF captacion_clasificacionsocioeconomica
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT c.*
    FROM captacion_clasificacionsocioeconomica c
    WHERE c.hogar_id = del_hogar
      AND (c.desde IS NULL OR c.desde <= el)
      AND (c.hasta IS NULL OR c.hasta >= el)
    ORDER BY c.carga_id DESC, c.desde DESC, c.id DESC
    LIMIT 1
$$;
