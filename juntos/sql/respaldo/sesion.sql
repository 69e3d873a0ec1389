-- A row is the same text whatever the server's own settings are, and a policy that hides rows is an error.
SELECT set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO, YMD', false),
    set_config('IntervalStyle', 'postgres', false), set_config('extra_float_digits', '1', false),
    set_config('bytea_output', 'hex', false), set_config('row_security', 'off', false),
    set_config('statement_timeout', '0', false), set_config('lock_timeout', '60s', false),
    set_config('idle_in_transaction_session_timeout', '0', false)
