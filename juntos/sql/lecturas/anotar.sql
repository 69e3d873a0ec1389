-- One row a household, or one with how many people; a household opened again within the minutes of
-- the parameter, by the same person and in the same way, is the same reading.

INSERT INTO juntos_lectura (que, hogar_id, objeto_id, personas, leido_en, leido_por_id)
SELECT %(que)s, hogar, %(objeto)s, %(personas)s, %(ahora)s, %(por)s
FROM unnest(%(hogares)s::bigint[]) AS hogar
WHERE hogar IS NULL OR NOT EXISTS (
    SELECT FROM juntos_lectura l
    WHERE l.hogar_id = hogar AND l.leido_por_id = %(por)s AND l.que = %(que)s
      AND l.objeto_id IS NOT DISTINCT FROM %(objeto)s::bigint
      AND l.leido_en > %(ahora)s::timestamptz - make_interval(mins => (
          SELECT valor FROM juntos_parametro WHERE clave = 'lecturas_minutos'
      ))
)
