-- The truth of each person against the link that stands, or the one that waits first: a row of
-- counts for each band and rule. A link is judged only when it names a household of a register: a
-- provisional one names none.
WITH verdad AS (
    SELECT fuente, clave,
        CASE WHEN hogar_juntos <> '' THEN 'juntos' WHEN hogar_pgh <> '' THEN 'pgh' END AS origen,
        coalesce(nullif(hogar_juntos, ''), hogar_pgh) AS codigo
    FROM unnest(%(fuente)s::text[], %(clave)s::text[], %(hogar_juntos)s::text[],
        %(hogar_pgh)s::text[]) AS v (fuente, clave, hogar_juntos, hogar_pgh)
),
registro AS (
    SELECT fuente, clave, persona_id
    FROM captacion_registrofuente WHERE fuente = 'padron_nominal'
    UNION ALL
    -- The key of a pregnancy is "<document>|<FUR or FPP>"; the truth knows the document.
    SELECT DISTINCT ON (split_part(clave, '|', 1)) fuente, split_part(clave, '|', 1), persona_id
    FROM captacion_registrofuente WHERE fuente = 'sis_gestantes'
),
en_pie AS (
    SELECT v.persona_id, h.origen, h.codigo, v.regla,
        CASE v.estado WHEN 'confirmado' THEN 'decidido' ELSE 'solo' END AS banda
    FROM captacion_vinculo v
    JOIN captacion_hogar h ON h.id = v.hogar_id AND h.origen IN ('juntos', 'pgh')
    WHERE v.estado IN ('automatico', 'confirmado')
),
por_revisar AS (
    SELECT DISTINCT ON (v.persona_id) v.persona_id, h.origen, h.codigo, v.regla
    FROM captacion_vinculo v
    JOIN captacion_hogar h ON h.id = v.hogar_id
    WHERE v.estado = 'por_revisar'
    ORDER BY v.persona_id, v.orden, v.id
),
juzgado AS (
    SELECT coalesce(p.banda, CASE WHEN d.persona_id IS NULL THEN 'sin_enlace' ELSE 'en_revision' END)
            AS banda,
        coalesce(p.regla, d.regla, '') AS regla,
        v.origen IS NOT NULL AS esperado,
        coalesce((p.origen, p.codigo) = (v.origen, v.codigo), false) AS acertado,
        p.persona_id IS NULL
            AND coalesce((d.origen, d.codigo) = (v.origen, v.codigo), false) AS primero
    FROM verdad v
    LEFT JOIN registro r ON r.fuente = v.fuente AND r.clave = v.clave
    LEFT JOIN en_pie p ON p.persona_id = r.persona_id
    LEFT JOIN por_revisar d ON d.persona_id = r.persona_id
)
SELECT banda, regla, count(*) AS filas,
    count(*) FILTER (WHERE esperado) AS esperados,
    count(*) FILTER (WHERE acertado) AS acertados,
    count(*) FILTER (WHERE primero) AS primeros
FROM juzgado
GROUP BY banda, regla;
