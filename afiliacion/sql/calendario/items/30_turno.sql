-- One turn (`nivel`) of the doses of every chain: first each window, from the birth or the FUR; or from
-- the care of the previous dose, and where that one is missing, from its own window.
DROP TABLE IF EXISTS cal_ventana;
CREATE TEMP TABLE cal_ventana ON COMMIT DROP AS
SELECT row_number() OVER ()::integer AS fila, n, persona_id, cero, fin, regla, item, cadena, desde,
    CASE WHEN desde > fin THEN greatest(hasta, desde) ELSE least(hasta, fin) END AS hasta,
    least(techo, fin + 1) AS techo, suelo, ultimo, brechas, vigente
FROM (
    SELECT w.*, desde BETWEEN vigente_desde AND vigente_hasta AS vigente
    FROM (
        SELECT s.n, s.persona_id, s.cero, s.fin, r.regla, r.item, r.cadena, r.sola, r.brechas,
            r.vigente_desde, r.vigente_hasta, p.ultimo,
            CASE r.unidad
                WHEN 'dias' THEN b.desde + r.desde
                WHEN 'semanas' THEN b.desde + r.desde * 7
                ELSE (b.desde + make_interval(months => r.desde))::date END AS desde,
            least(s.cero + r.tope_dias, CASE r.unidad
                WHEN 'dias' THEN b.hasta + r.hasta
                WHEN 'semanas' THEN b.hasta + r.hasta * 7
                ELSE (b.hasta + make_interval(months => r.hasta + 1))::date - 1 END) AS hasta,
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
            AND (NOT r.sola OR s.cero BETWEEN r.cero_desde AND r.cero_hasta)
        LEFT JOIN cal_fila p ON p.n = s.n AND p.cadena = r.cadena AND p.nivel = %(nivel)s - 1
        LEFT JOIN cal_nacimiento x ON x.n = s.n AND r.filtra
        CROSS JOIN LATERAL (
            SELECT
                CASE WHEN NOT r.previa THEN s.cero
                     WHEN p.dado_el >= p.desde THEN p.dado_el ELSE p.desde END AS desde,
                CASE WHEN NOT r.previa THEN s.cero
                     WHEN p.dado_el >= p.desde THEN p.dado_el ELSE p.hasta END AS hasta
        ) b
        WHERE x.n IS NULL
           OR (x.gramos BETWEEN r.peso_desde AND r.peso_hasta
               AND x.semanas BETWEEN r.semanas_desde AND r.semanas_hasta)
        OFFSET '0'
    ) w
    OFFSET '0'
) v
-- A dose on which no other one leans is left out where its norm was not in force.
WHERE vigente OR NOT sola;
ANALYZE cal_ventana (persona_id, item, fila);

-- Then its care: the first one on or after the window's first day that keeps its gap to the previous
-- one; where there is none, the last one that came too early is shown.
INSERT INTO cal_fila
SELECT n, regla, cadena, %(nivel)s, least(desde, hasta), hasta, dado_el, coalesce(dado_el, ultimo), vigente,
    CASE WHEN desde > fin THEN 'no_aplica'
         WHEN dado_el IS NULL THEN 'sin_dato'
         WHEN dado_el BETWEEN desde AND hasta THEN 'en_ventana'
         ELSE 'fuera' END
FROM cal_ventana v
LEFT JOIN (
    SELECT v.fila, coalesce(
        min(c.dado_el) FILTER (WHERE c.dado_el >= v.desde AND (
            v.brechas IS NULL OR v.ultimo IS NULL OR c.dado_el - v.ultimo >= coalesce((
                SELECT v.brechas[i][2] FROM generate_subscripts(v.brechas, 1) i
                WHERE c.dado_el - v.cero <= v.brechas[i][1] ORDER BY i LIMIT 1), 0))),
        max(c.dado_el) FILTER (WHERE c.dado_el < v.desde)) AS dado_el
    FROM cal_ventana v
    JOIN cal_cuidado c ON c.persona_id = v.persona_id AND c.item = v.item
        AND c.dado_el >= v.suelo AND c.dado_el < v.techo
    WHERE c.dado AND (v.ultimo IS NULL OR c.dado_el > v.ultimo)
    GROUP BY v.fila
) e USING (fila);
