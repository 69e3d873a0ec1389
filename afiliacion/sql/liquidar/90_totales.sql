SELECT count(*) FILTER (WHERE es_usuario) AS hogares, count(*) FILTER (WHERE suspendido) AS suspendidos,
    coalesce(sum(base), 0) AS base, coalesce(sum(tpi), 0) AS tpi, coalesce(sum(ajuste), 0) AS ajuste
FROM liq_linea;
