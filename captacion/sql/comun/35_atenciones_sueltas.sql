-- Care that waited for the people of this load: their documents, and those of the mothers that it
-- tells of, looked up among the cares without a person (the partial index atencion_suelta). It costs
-- by the rows of the load, and nothing when no care waits.
WITH nombrada AS (
    SELECT persona_id FROM staging WHERE errores = '{}' AND persona_id IS NOT NULL
    UNION
    SELECT rn.madre_id FROM staging s JOIN captacion_reciennacido rn USING (persona_id)
    WHERE s.errores = '{}' AND rn.madre_id IS NOT NULL
), documento AS (
    SELECT DISTINCT ON (tipo, numero) tipo, numero, p.id
    FROM nombrada n
    JOIN captacion_persona p ON p.id = n.persona_id
    CROSS JOIN LATERAL (VALUES
        (1, 'DNI', p.dni), (2, 'DNI', p.cui), (3, 'CNV', p.cnv),
        (4, split_part(p.otro_documento, ':', 1), split_part(p.otro_documento, ':', 2))
    ) AS d (orden, tipo, numero)
    WHERE numero IS NOT NULL AND EXISTS (SELECT FROM captacion_atencion WHERE persona_id IS NULL)
    ORDER BY tipo, numero, orden
)
UPDATE captacion_atencion a SET persona_id = d.id
FROM documento d
WHERE a.persona_id IS NULL AND a.documento = d.numero AND a.tipo_documento = d.tipo;
