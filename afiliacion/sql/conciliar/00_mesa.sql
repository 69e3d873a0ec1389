-- The worktable of one part. One part at a time: two at once would open a household twice, so the
-- second waits here until the first commits, and then sees what it left.
--
-- A part is the households from `desde` to `hasta`; of these, when they are told one by one, only
-- `hogares`. Each statement says so by itself: a condition on the column that it reads is what
-- keeps the planner from passing over a country, whatever it knows of its tables.

SELECT pg_advisory_xact_lock(hashtext('afiliacion.conciliar'));

CREATE TEMP TABLE IF NOT EXISTS conciliar_sueltas (
    captacion_id bigint PRIMARY KEY, hogar_id bigint NOT NULL, contacto_anterior_id bigint
) ON COMMIT DROP;
CREATE TEMP TABLE IF NOT EXISTS conciliar_quedan (
    captacion_id bigint PRIMARY KEY
) ON COMMIT DROP;
CREATE TEMP TABLE IF NOT EXISTS conciliar_abiertos (
    contacto_id bigint PRIMARY KEY
) ON COMMIT DROP;
CREATE TEMP TABLE IF NOT EXISTS conciliar_movimientos (
    contacto_id bigint PRIMARY KEY, de text NOT NULL, a text NOT NULL, cierra boolean NOT NULL,
    motivo text NOT NULL, reunida_con_id bigint
) ON COMMIT DROP;
TRUNCATE conciliar_sueltas, conciliar_quedan, conciliar_abiertos, conciliar_movimientos;
