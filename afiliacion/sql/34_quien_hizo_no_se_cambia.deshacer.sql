DROP FUNCTION quien_hizo_no_se_cambia() CASCADE;
