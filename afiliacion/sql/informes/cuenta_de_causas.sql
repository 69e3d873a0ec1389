{diferencia}
SELECT que, causa, count(*) FILTER (WHERE signo > 0)::int, count(*) FILTER (WHERE signo < 0)::int
FROM motivo
GROUP BY que, causa
