DROP TABLE IF EXISTS hecho_alcance, hecho_ahora, hecho_corregido, hecho_nuevo
