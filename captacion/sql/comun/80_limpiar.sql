-- The next load of this session starts with none of our temporary tables and views.
DISCARD TEMP;
