-- Every child and every pregnant woman.
SELECT persona_id FROM captacion_reciennacido
UNION
SELECT persona_id FROM captacion_gestante
ORDER BY 1
