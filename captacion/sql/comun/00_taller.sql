-- The workshop of one load: a schema of its own whose unlogged tables go with it. They are no
-- temporary tables because several processes may not read those at once.
CREATE SCHEMA {taller};
SET LOCAL search_path TO {taller}, {senda};
SET LOCAL work_mem TO '192MB';
SET LOCAL max_parallel_workers_per_gather TO 2;
SET LOCAL min_parallel_table_scan_size TO '1MB';
SET LOCAL parallel_setup_cost TO 100;
SET LOCAL parallel_tuple_cost TO 0.005;
