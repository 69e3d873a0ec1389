-- One call of a key, if its limit leaves room: calls are spent at an even pace, with up to a
-- minute's worth at once. One statement and the row's own lock: the same count for every process.
UPDATE captacion_claveapi SET
    gastado_hasta = greatest(gastado_hasta, clock_timestamp()) + interval '1 minute' / por_minuto,
    ultimo_uso = clock_timestamp()
WHERE id = %(clave)s
  AND coalesce(gastado_hasta - clock_timestamp(), interval '0')
      <= interval '1 minute' - interval '1 minute' / por_minuto;
