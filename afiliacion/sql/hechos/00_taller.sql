DROP TABLE IF EXISTS hecho_alcance, hecho_ahora, hecho_paso, hecho_corregido, hecho_nuevo, hecho_tocado
