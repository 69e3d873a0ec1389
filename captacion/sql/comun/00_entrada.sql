-- The rows of the file by canonical column, nulls and codes read; and their cells as they came.
-- What stands in braces is composed from the layout by captacion.importacion.
CREATE TEMP VIEW entrada AS
SELECT n, md5(ROW({leidas})::text)::uuid AS huella, {proyeccion}
FROM crudo WHERE malo IS NULL;

CREATE TEMP VIEW celdas AS
SELECT n, ARRAY[{celdas}] AS celdas FROM crudo WHERE malo IS NULL;

CREATE TEMP TABLE suelta (persona_id bigint PRIMARY KEY, madre_id bigint, fila int) ON COMMIT DROP;
CREATE TEMP TABLE por_enlazar (persona_id bigint PRIMARY KEY, fila int, duda text) ON COMMIT DROP;
