"""From any file to rows ready for COPY: a file that is not what it says is refused whole."""

from captacion.lectura.archivo import abrir
from captacion.lectura.errores import ArchivoRechazado
from captacion.lectura.filas import COMILLA, Lote
from captacion.lectura.lector import Lector

__all__ = ["COMILLA", "ArchivoRechazado", "Lector", "Lote", "abrir"]
