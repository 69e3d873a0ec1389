"""What a person reads when a backup or a restore does not go on."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

import psycopg

from juntos import servidores

SIN_ESPACIO = "No queda espacio en el disco {}."
DEL_SERVIDOR = SIN_ESPACIO.format("del servidor de base de datos")


class ErrorDeRespaldo(Exception):
    """One sentence in Spanish, without personal data, that says what to do."""


@contextlib.contextmanager
def en_una_frase(carpeta: Path) -> Iterator[None]:
    """What the disk or the database server refuses, as an ErrorDeRespaldo."""
    try:
        yield
    except OSError as error:
        raise _de_disco(error, carpeta) from error
    except psycopg.Error as error:
        raise ErrorDeRespaldo(_de_postgres(error)) from error
    except servidores.NoDisponible as error:
        raise ErrorDeRespaldo(str(error)) from error


def _de_disco(error: OSError, carpeta: Path) -> ErrorDeRespaldo:
    donde = error.filename or carpeta
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return ErrorDeRespaldo(SIN_ESPACIO.format(f"de {donde}"))
    return ErrorDeRespaldo(f"No se puede leer o escribir {donde}: {error.strerror or error}.")


def _de_postgres(error: psycopg.Error) -> str:
    """By its code: the server's own sentence may quote a row."""
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return "El usuario de la base no puede crear bases de datos: ALTER ROLE … CREATEDB."
    if isinstance(error, psycopg.errors.DiskFull):
        return DEL_SERVIDOR
    codigo = error.sqlstate or "sin conexión"
    return f"El servidor de base de datos no lo permitió o no respondió ({codigo})."
