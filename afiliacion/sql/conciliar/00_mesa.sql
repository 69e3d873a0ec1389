-- The worktable of one run. One run at a time: two at once would open a household twice, so the
-- second waits here until the first commits, and then sees what it left.
--
-- `hogares`: only these households, when a few records came; null is the whole country. Each
-- statement says so by itself, and the planner drops the condition that does not apply.

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
