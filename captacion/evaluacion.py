"""How well the links agree with a truth file (`evaluar_cruce`, DESIGN.md)."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from captacion.models import Fuente

SQL = Path(__file__).parent / "sql" / "evaluar_cruce.sql"
COLUMNAS = ["fuente", "clave", "persona", "hogar_juntos", "hogar_pgh"]
FUENTES = {Fuente.PADRON_NOMINAL.value, Fuente.SIS_GESTANTES.value}


class VerdadIlegible(Exception):
    """The file tells no truth; str() is one Spanish sentence for people."""


@dataclass(frozen=True)
class Cruce:
    """`perdidos` counts every expected household that does not stand, those in review included."""

    aciertos: int
    errados: int
    perdidos: int
    en_revision: int
    primeros: int

    def resumen(self) -> dict[str, int | float | None]:
        """What `--json` prints; a ratio over nothing is None."""
        esperados = self.aciertos + self.perdidos
        return {
            "aciertos": self.aciertos,
            "errados": self.errados,
            "perdidos": self.perdidos,
            "en_revision": self.en_revision,
            "precision": _razon(self.aciertos, self.aciertos + self.errados),
            "recall": _razon(self.aciertos, esperados),
            "recall_con_revision": _razon(self.aciertos + self.primeros, esperados),
        }


def evaluar_cruce(ruta: Path) -> Cruce:
    """Judge the link of every person of the truth file, in one statement."""
    verdad = _leer(ruta)
    with connection.cursor() as cursor:
        cursor.execute(SQL.read_text(encoding="utf-8"), verdad)
        return Cruce(*cursor.fetchone())


def _razon(numerador: int, denominador: int) -> float | None:
    return numerador / denominador if denominador else None


def _leer(ruta: Path) -> dict[str, list[str]]:
    """The columns of the file; VerdadIlegible when it is not a truth file."""
    try:
        with ruta.open(encoding="utf-8-sig", newline="") as archivo:
            return _columnas(csv.reader(archivo, strict=True))
    except OSError as error:
        raise VerdadIlegible(f"No se puede leer {ruta}: revise la ruta y los permisos.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise VerdadIlegible("El archivo de verdad no es un CSV en UTF-8.") from error


def _columnas(lector) -> dict[str, list[str]]:
    if next(lector, None) != COLUMNAS:
        raise VerdadIlegible(f"El archivo de verdad debe tener el encabezado {','.join(COLUMNAS)}.")
    columnas = {nombre: [] for nombre in COLUMNAS}
    vistas = set()
    for fila in lector:
        if (
            len(fila) != len(COLUMNAS)
            or fila[0] not in FUENTES
            or not fila[1]
            or "\0" in "".join(fila)
        ):
            raise VerdadIlegible(
                f"La línea {lector.line_num} del archivo de verdad no es válida: "
                f"cinco campos, fuente ({' o '.join(sorted(FUENTES))}) y clave."
            )
        if (fila[0], fila[1]) in vistas:
            raise VerdadIlegible(
                f"La línea {lector.line_num} del archivo de verdad repite una clave."
            )
        vistas.add((fila[0], fila[1]))
        for nombre, celda in zip(COLUMNAS, fila, strict=True):
            columnas[nombre].append(celda)
    return columnas
