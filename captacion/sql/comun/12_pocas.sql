-- Whether what is new is little beside what this source already told, twenty to one: what is known
-- of the large tables (their statistics, their queue) then still holds for all but these rows.
SELECT EXISTS (
    SELECT FROM captacion_registrofuente WHERE fuente = %(fuente)s
    OFFSET (SELECT count(*) * 20 FROM pendiente)
);
