-- Every child and every pregnant woman, and whoever stopped being one by a merge.
SELECT persona_id FROM captacion_reciennacido
UNION
SELECT persona_id FROM captacion_gestante
UNION
SELECT otra_id FROM captacion_duplicado WHERE estado = 'confirmado'
ORDER BY 1
