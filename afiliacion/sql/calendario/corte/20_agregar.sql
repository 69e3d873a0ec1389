INSERT INTO {tabla} SELECT * FROM cal_resultado;
