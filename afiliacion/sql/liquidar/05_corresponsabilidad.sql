-- What is owed and known: today's table, or one with the same columns as of the cut-off.
CREATE TEMP VIEW liq_corresponsabilidad AS
SELECT persona_id, gestante_id, regla_id, desde, hasta, exigible_el, situacion, cuidado_id, dado_el
FROM {corresponsabilidad};
