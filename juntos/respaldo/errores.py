"""What a person reads when a backup or a restore does not go on."""

import errno
from pathlib import Path


class ErrorDeRespaldo(Exception):
    """One sentence in Spanish, without personal data, that says what to do."""


def de_disco(error: OSError, carpeta: Path) -> ErrorDeRespaldo:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return ErrorDeRespaldo(f"No queda espacio en el disco de {carpeta}.")
    return ErrorDeRespaldo(f"No se puede leer o escribir en {carpeta}: {error.strerror}.")
