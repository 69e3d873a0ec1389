-- Births of one mother nearer than a pregnancy lasts, but for twins of one date: said on the row of
-- the later one, or on the row that comes now when it is the earlier. Nothing is merged by it.
UPDATE staging s SET avisos = s.avisos || ARRAY['nacimientos_cercanos']
FROM (
    SELECT DISTINCT CASE WHEN p.fecha_nacimiento < q.fecha_nacimiento AND otra.n IS NOT NULL
                         THEN otra.n ELSE esta.n END AS n
    FROM staging esta
    JOIN captacion_reciennacido rn ON rn.persona_id = esta.persona_id
    JOIN captacion_persona p ON p.id = esta.persona_id
    JOIN captacion_reciennacido su ON su.madre_id = rn.madre_id AND su.persona_id <> rn.persona_id
    JOIN captacion_persona q ON q.id = su.persona_id
        AND q.fecha_nacimiento <> p.fecha_nacimiento
        AND abs(q.fecha_nacimiento - p.fecha_nacimiento) < %(cruce_dias_entre_nacimientos)s
    LEFT JOIN staging otra ON otra.persona_id = su.persona_id AND otra.errores = '{}'
    WHERE esta.errores = '{}'
) AS cercana
WHERE cercana.n = s.n;
