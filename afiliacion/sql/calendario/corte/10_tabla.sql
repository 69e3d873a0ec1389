DROP TABLE IF EXISTS {tabla};
CREATE TEMP TABLE {tabla} (
    persona_id bigint, gestante_id bigint, regla_id bigint, desde date, hasta date, exigible_el date,
    situacion text, cuidado_id bigint, dado_el date
) ON COMMIT DROP;
