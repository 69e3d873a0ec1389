-- Names wait in the index's list, where a search still finds them, and are put in order together after
-- a load: one by one they cost a load more than all else that is written of a person.
ALTER INDEX persona_clave_nombre SET (fastupdate = on, gin_pending_list_limit = 524288);
