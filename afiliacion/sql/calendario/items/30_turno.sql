-- One turn (`nivel`) of the doses of every chain.
--
-- The window: from the birth or the FUR; or from the care of the previous dose, and where that one is
-- missing, from its own window. The care: the first one on or after the window's first day that keeps
-- its gap to the previous one; where there is none, the last one that came too early is shown.
INSERT INTO cal_fila
SELECT n, regla_id, cadena, nivel, norma_id, grupo, alternativa, orden,
    least(desde, hasta), hasta, exigible_el, dado_el,
    CASE WHEN dado_el IS NOT NULL THEN ids[array_position(fechas, dado_el)] END,
    coalesce(dado_el, ultimo), vigente,
    CASE WHEN desde_pedido > fin THEN 'no_aplica'
         WHEN dado_el IS NULL THEN 'sin_dato'
         WHEN dado_el BETWEEN desde AND hasta THEN 'en_ventana'
         ELSE 'fuera' END
FROM (
    SELECT v.*,
        CASE WHEN fechas IS NULL THEN NULL ELSE coalesce(
            (SELECT min(f) FROM unnest(fechas) f
             WHERE f >= desde AND f < techo AND f <= fin AND (ultimo IS NULL OR f > ultimo)
               AND (ultimo IS NULL OR brechas IS NULL OR f - ultimo >= (
                   SELECT brechas[i][2] FROM generate_subscripts(brechas, 1) i
                   WHERE f - cero <= brechas[i][1] ORDER BY i LIMIT 1))),
            (SELECT max(f) FROM unnest(fechas) f
             WHERE f < desde AND f >= suelo AND (ultimo IS NULL OR f > ultimo))) END AS dado_el
    FROM (
        SELECT w.*, w.desde_pedido AS desde,
            CASE WHEN w.desde_pedido > w.fin THEN greatest(w.hasta_pedido, w.desde_pedido)
                 ELSE least(w.hasta_pedido, w.fin) END AS hasta,
            w.desde_pedido BETWEEN w.vigente_desde AND w.vigente_hasta AS vigente
        FROM (
            SELECT s.n, s.cero, s.fin, r.regla_id, r.cadena, r.nivel, r.norma_id, r.grupo,
                r.alternativa, r.orden, r.brechas, r.sola, r.vigente_desde, r.vigente_hasta,
                d.fechas, d.ids, p.ultimo,
                s.cero + r.exigible AS exigible_el,
                CASE r.unidad
                    WHEN 'dias' THEN b.desde + r.desde
                    WHEN 'semanas' THEN b.desde + r.desde * 7
                    ELSE (b.desde + make_interval(months => r.desde))::date END AS desde_pedido,
                least(s.cero + r.tope_dias, CASE r.unidad
                    WHEN 'dias' THEN b.hasta + r.hasta
                    WHEN 'semanas' THEN b.hasta + r.hasta * 7
                    ELSE (b.hasta + make_interval(months => r.hasta + 1))::date - 1 END)
                    AS hasta_pedido,
                CASE r.techo_unidad
                    WHEN 'dias' THEN s.cero + r.techo
                    WHEN 'semanas' THEN s.cero + r.techo * 7
                    WHEN 'meses' THEN (s.cero + make_interval(months => r.techo))::date
                    ELSE 'infinity' END AS techo,
                CASE r.suelo_unidad
                    WHEN 'dias' THEN s.cero + r.suelo
                    WHEN 'semanas' THEN s.cero + r.suelo * 7
                    WHEN 'meses' THEN (s.cero + make_interval(months => r.suelo))::date
                    ELSE s.cero END AS suelo
            FROM cal_sujeto s
            JOIN cal_regla r ON r.sujeto = s.sujeto AND r.nivel = %(nivel)s
            LEFT JOIN cal_dado d ON d.persona_id = s.persona_id AND d.item_id = r.item_id
            LEFT JOIN cal_fila p ON p.n = s.n AND p.cadena = r.cadena AND p.nivel = r.nivel - 1
            LEFT JOIN cal_nacimiento x ON x.n = s.n AND r.filtra
            CROSS JOIN LATERAL (
                SELECT
                    CASE WHEN NOT r.previa THEN s.cero
                         WHEN p.dado_el >= p.desde THEN p.dado_el ELSE p.desde END AS desde,
                    CASE WHEN NOT r.previa THEN s.cero
                         WHEN p.dado_el >= p.desde THEN p.dado_el ELSE p.hasta END AS hasta
            ) b
            WHERE (x.n IS NULL
                   OR (x.gramos BETWEEN r.peso_desde AND r.peso_hasta
                       AND x.semanas BETWEEN r.semanas_desde AND r.semanas_hasta))
            OFFSET '0'
        ) w
    ) v
    -- A dose on which no other one leans is left out where its norm was not in force.
    WHERE vigente OR NOT sola
    OFFSET '0'
) f;
