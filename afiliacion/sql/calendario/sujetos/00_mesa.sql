-- The desk of this turn: what a former one of this same transaction left goes.
DROP TABLE IF EXISTS cal_sujeto, cal_registro, cal_dicho, cal_regla, cal_cuidado, cal_ventana,
    cal_nacimiento, cal_fila, cal_elegida, cal_diferencia CASCADE;
