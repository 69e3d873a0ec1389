-- Every row that did not go in cleanly, its cells as they came.
INSERT INTO captacion_filaobservada (carga_id, numero, tipo, motivos, celdas)
SELECT %(carga)s, n, 'rechazada', ARRAY[malo], string_to_array(coalesce(cruda, ''), %(delimitador)s)
FROM crudo WHERE malo IS NOT NULL;

INSERT INTO captacion_filaobservada (carga_id, numero, tipo, motivos, celdas)
SELECT %(carga)s, s.n,
       CASE WHEN s.errores <> '{}' THEN 'rechazada' ELSE tipo END,
       CASE tipo WHEN 'en_revision' THEN ARRAY[s.duda] WHEN 'aviso' THEN s.avisos ELSE s.errores END,
       c.celdas
FROM staging s
JOIN celdas c USING (n)
CROSS JOIN LATERAL unnest(array_remove(ARRAY[
    CASE WHEN s.errores <> '{}' THEN 'rechazada' END,
    CASE WHEN s.errores = '{}' AND s.duda IS NOT NULL THEN 'en_revision' END,
    CASE WHEN s.errores = '{}' AND s.avisos <> '{}' THEN 'aviso' END
], NULL)) AS tipo;

-- What the source last said of each key.
INSERT INTO captacion_registrofuente
    (fuente, clave, huella, carga_id, fila, persona_id, hogar_id, avisos)
SELECT %(fuente)s, clave, huella, %(carga)s, n, persona_id, hogar_id, avisos
FROM staging WHERE errores = '{}' AND registro_id IS NULL
ORDER BY clave; -- neighbours of the index one after the other

UPDATE captacion_registrofuente r SET
    huella = s.huella, carga_id = %(carga)s, fila = s.n, persona_id = s.persona_id,
    hogar_id = s.hogar_id, avisos = s.avisos
FROM staging s WHERE s.errores = '{}' AND r.id = s.registro_id;

ANALYZE captacion_registrofuente (fuente, clave, persona_id, hogar_id, ausente_desde_id);
