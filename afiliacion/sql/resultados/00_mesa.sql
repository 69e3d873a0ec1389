DROP TABLE IF EXISTS resultado_leido;
CREATE TEMP TABLE resultado_leido (
    linea integer, monto numeric, resultado text, causa text, fecha date, fila integer
) ON COMMIT DROP;
