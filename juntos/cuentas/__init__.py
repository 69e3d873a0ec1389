"""Accounts: the way in, the second factor, the sessions and how long they last (django-allauth)."""
