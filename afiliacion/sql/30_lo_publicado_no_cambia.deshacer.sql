DROP TRIGGER informe_vacio_al_borrar ON afiliacion_informemensual;
DROP FUNCTION meta_no_se_reescribe() CASCADE;
DROP FUNCTION hechos_publicados_fijos() CASCADE;
DROP FUNCTION informe_fijo() CASCADE;
