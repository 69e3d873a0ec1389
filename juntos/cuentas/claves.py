"""How a password is kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id at a cost that OWASP gives for servers: 46 MiB, once, on one thread.

    Django's own (100 MiB twice, on eight) takes four times as long of every processor: when a
    country logs in at seven, others' pages wait for it (docs/adr/0050).
    """

    memory_cost = 47_104
    time_cost = 1
    parallelism = 1
