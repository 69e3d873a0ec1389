-- The rows of the file by canonical column, nulls and codes read; and their cells as they came.
-- What stands in braces is composed from the layout by captacion.taller.
CREATE VIEW entrada AS
SELECT n, hash_record_extended(ROW({leidas}), 0) AS huella, {proyeccion}
FROM crudo WHERE malo IS NULL;

CREATE VIEW celdas AS
SELECT n, ARRAY[{celdas}] AS celdas FROM crudo WHERE malo IS NULL;

CREATE UNLOGGED TABLE por_enlazar (persona_id bigint, fila int, duda text);
CREATE UNLOGGED TABLE suelta (persona_id bigint, madre_id bigint, fila int);
