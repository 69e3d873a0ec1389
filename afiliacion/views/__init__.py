"""Pages of the queue, the contacts, the households and the requests."""
