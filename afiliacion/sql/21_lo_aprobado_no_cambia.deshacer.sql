DROP FUNCTION liquidacion_no_retrocede() CASCADE;
DROP FUNCTION lineas_fijas() CASCADE;
