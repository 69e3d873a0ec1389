DROP FUNCTION aviso_no_se_reescribe() CASCADE;
