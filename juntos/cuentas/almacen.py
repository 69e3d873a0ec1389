"""Where sessions are kept: Django's table; a database that is away is told as what it is."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError


class SessionStore(db.SessionStore):
    def save(self, must_create: bool = False) -> None:
        """Django takes any failure to write for a session that was closed meanwhile: a 400, which a
        phone would believe. The database that went away is an error of ours: it asks again.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise
