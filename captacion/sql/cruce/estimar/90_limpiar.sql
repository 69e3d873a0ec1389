DROP SCHEMA estimacion_cruce CASCADE;
SELECT set_config(
    'search_path', replace(current_setting('search_path'), 'estimacion_cruce, ', ''), true);
