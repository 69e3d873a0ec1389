-- A schema of its own, first in the path of this transaction.
CREATE SCHEMA estimacion_cruce;
SELECT set_config('search_path', 'estimacion_cruce, ' || current_setting('search_path'), true);
SET LOCAL work_mem TO '128MB';
