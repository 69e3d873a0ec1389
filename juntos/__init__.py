"""Who, where and how: users, territory, audit, state changes, settings."""
