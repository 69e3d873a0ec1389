SELECT count(*) FILTER (WHERE NOT corregido) AS nuevos, (SELECT count(*) FROM hecho_corregido)
FROM hecho_nuevo
