-- Item by item, in the order in which they fall due; empty is not asked.
SELECT coalesce(p.antes, ''), coalesce(p.despues, ''), count(*)
FROM cal_cambia c
CROSS JOIN LATERAL unnest(c.antes, c.despues) AS p (antes, despues)
WHERE p.antes IS DISTINCT FROM p.despues
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
