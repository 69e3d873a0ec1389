-- Births of one mother nearer than a pregnancy lasts, but for twins of one date: said on the row of
-- the later one, or on the row that comes now when it is the earlier. Nothing is merged by it.
WITH nacida AS MATERIALIZED (
    SELECT s.n, s.persona_id, rn.madre_id, p.fecha_nacimiento
    FROM staging s
    JOIN captacion_reciennacido rn USING (persona_id)
    JOIN captacion_persona p ON p.id = s.persona_id
    WHERE s.errores = '{}' AND rn.madre_id IS NOT NULL
)
UPDATE staging s SET avisos = s.avisos || ARRAY['nacimientos_cercanos']
FROM (
    SELECT DISTINCT CASE WHEN esta.fecha_nacimiento < q.fecha_nacimiento AND otra.n IS NOT NULL
                         THEN otra.n ELSE esta.n END AS n
    FROM nacida esta
    JOIN captacion_reciennacido su
        ON su.madre_id = esta.madre_id AND su.persona_id <> esta.persona_id
    JOIN captacion_persona q ON q.id = su.persona_id
        AND q.fecha_nacimiento <> esta.fecha_nacimiento
        AND abs(q.fecha_nacimiento - esta.fecha_nacimiento) < %(cruce_dias_entre_nacimientos)s
    LEFT JOIN nacida otra ON otra.persona_id = su.persona_id
) AS cercana
WHERE cercana.n = s.n;
