"""From any file to rows ready for COPY: a file that is not what it says is refused whole."""

from captacion.lectura.archivo import abrir
from captacion.lectura.errores import ArchivoRechazado, EncabezadoDesconocido
from captacion.lectura.filas import COMILLA, SEPARADOR_DE_LIBRO, Lote
from captacion.lectura.lector import Lector
from captacion.lectura.muestra import mirar

__all__ = [
    "COMILLA",
    "SEPARADOR_DE_LIBRO",
    "ArchivoRechazado",
    "EncabezadoDesconocido",
    "Lector",
    "Lote",
    "abrir",
    "mirar",
]
