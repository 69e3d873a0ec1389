"""A sealed stream: AES-256-GCM by chunks, in which nothing can be changed, moved, added or cut.

The STREAM construction: each chunk's nonce is its number and whether it is the last one, so a chunk
out of its place does not open, nor does a file that ends early. The key is this file's own: scrypt
of the installation's secret with a salt of the file's header, which every chunk authenticates.
"""

import hmac
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from juntos.respaldo.errores import ErrorDeRespaldo

VARIABLE = "JUNTOS_CLAVE_RESPALDO"
LARGO_MINIMO, DISTINTOS_MINIMO = 32, 10
MAGIA = b"JUNTOS RESPALDO 1\n"
SAL, COMPROBACION, LLAVE = 32, 16, 32
CABECERA = len(MAGIA) + SAL + COMPROBACION
TROZO, ETIQUETA = 1024 * 1024, 16
DANADO = "El respaldo está dañado o incompleto (trozo {}): no se tocó nada. Use otra copia."


def clave_de_la_instalacion() -> bytes:
    """The secret, from the environment alone: never in a file of the project or in a command."""
    texto = os.environ.get(VARIABLE, "")
    if not texto:
        raise ErrorDeRespaldo(
            f"Falta la variable de entorno {VARIABLE}, la clave de los respaldos."
        )
    if len(texto) < LARGO_MINIMO or len(set(texto)) < DISTINTOS_MINIMO:
        raise ErrorDeRespaldo(
            f"{VARIABLE} es débil: use {LARGO_MINIMO} caracteres o más, sacados al azar."
        )
    return texto.encode()


def hay_clave() -> bool:
    return bool(os.environ.get(VARIABLE))


def _derivar(clave: bytes, sal: bytes) -> tuple[bytes, bytes]:
    """(the key of this file, what tells that it is the right one)."""
    derivada = Scrypt(salt=sal, length=LLAVE + COMPROBACION, n=2**15, r=8, p=1).derive(clave)
    return derivada[:LLAVE], derivada[LLAVE:]


def _nonce(numero: int, ultimo: bool) -> bytes:
    return numero.to_bytes(11, "big") + bytes([ultimo])


class Cifrador:
    """Write to it, then `terminar`: without that the file does not open."""

    def __init__(self, destino: BinaryIO, clave: bytes):
        sal = os.urandom(SAL)
        llave, comprobacion = _derivar(clave, sal)
        self._destino, self._gcm = destino, AESGCM(llave)
        self._cabecera = MAGIA + sal + comprobacion
        self._pendiente, self._numero = bytearray(), 0
        destino.write(self._cabecera)

    def write(self, datos: bytes) -> int:
        self._pendiente += datos
        while len(self._pendiente) > TROZO:
            self._sellar(bytes(self._pendiente[:TROZO]), ultimo=False)
            del self._pendiente[:TROZO]
        return len(datos)

    def terminar(self) -> None:
        self._sellar(bytes(self._pendiente), ultimo=True)

    def _sellar(self, trozo: bytes, *, ultimo: bool) -> None:
        nonce = _nonce(self._numero, ultimo)
        self._destino.write(self._gcm.encrypt(nonce, trozo, self._cabecera))
        self._numero += 1


class Descifrador:
    """Reads what was sealed; gives no byte of a chunk that does not authenticate."""

    def __init__(self, origen: BinaryIO, clave: bytes):
        self._origen, self._cabecera = origen, origen.read(CABECERA)
        if len(self._cabecera) < CABECERA or not self._cabecera.startswith(MAGIA):
            raise ErrorDeRespaldo("El archivo no es un respaldo de este sistema, o está dañado.")
        sal, comprobacion = (
            self._cabecera[len(MAGIA) : -COMPROBACION],
            self._cabecera[-COMPROBACION:],
        )
        llave, esperada = _derivar(clave, sal)
        if not hmac.compare_digest(esperada, comprobacion):
            raise ErrorDeRespaldo(
                f"La clave de {VARIABLE} no es la de este respaldo (o su cabecera está dañada)."
            )
        self._gcm, self._numero, self._abierto = AESGCM(llave), 0, bytearray()
        self._sellado = self._leer()

    def read(self, cuantos: int) -> bytes:
        while len(self._abierto) < cuantos and self._sellado is not None:
            self._abrir()
        datos = bytes(self._abierto[:cuantos])
        del self._abierto[:cuantos]
        return datos

    def agotar(self) -> None:
        """Authenticate what nobody read, to the end of the file."""
        while self.read(TROZO):
            pass

    def _leer(self) -> bytes:
        return self._origen.read(TROZO + ETIQUETA)

    def _abrir(self) -> None:
        siguiente = self._leer()
        nonce = _nonce(self._numero, ultimo=not siguiente)
        try:
            self._abierto += self._gcm.decrypt(nonce, self._sellado, self._cabecera)
        except InvalidTag:
            raise ErrorDeRespaldo(DANADO.format(self._numero + 1)) from None
        self._numero, self._sellado = self._numero + 1, siguiente or None
