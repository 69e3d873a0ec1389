SELECT c.persona_id, v.hogar_id
FROM (SELECT DISTINCT persona_id FROM cal_cambia) c
LEFT JOIN captacion_vinculo v ON v.persona_id = c.persona_id AND v.estado IN ('automatico', 'confirmado')
ORDER BY 1
