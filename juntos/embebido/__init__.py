"""Django's PostgreSQL over the embedded server, which the first connection starts."""
