SELECT count(*) FILTER (WHERE NOT corregido) AS nuevos, (SELECT count(*) FROM hecho_corregido),
    (SELECT count(*) FROM hecho_paso)
FROM hecho_nuevo
