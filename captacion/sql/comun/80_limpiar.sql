-- Views are not dropped on commit; the next load in this session declares its own.
DROP VIEW IF EXISTS miembro_entrada, entrada, celdas;
