"""How well the links agree with a truth file (`evaluar_cruce`, DESIGN.md)."""

import csv
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from django.db import connection
from django.db.models import TextChoices

from captacion.models import Fuente, ReglaVinculo

SQL = Path(__file__).parent / "sql" / "evaluar_cruce.sql"
COLUMNAS = ["fuente", "clave", "persona", "hogar_juntos", "hogar_pgh"]
Z95 = 1.959964
FUENTES = {Fuente.PADRON_NOMINAL.value, Fuente.SIS_GESTANTES.value}


class VerdadIlegible(Exception):
    """The file tells no truth; str() is one Spanish sentence for people."""


class Banda(TextChoices):
    """What the system did with a row of the truth."""

    SOLO = "solo", "Enlazado solo"
    DECIDIDO = "decidido", "Decidido por una persona"
    EN_REVISION = "en_revision", "En revisión"
    SIN_ENLACE = "sin_enlace", "Sin enlace"


@dataclass(frozen=True)
class Proporcion:
    """So many right out of so many, with the 95 % interval of Wilson; all None over nothing."""

    aciertos: int
    filas: int

    @property
    def valor(self) -> float | None:
        return self.aciertos / self.filas if self.filas else None

    @property
    def intervalo(self) -> tuple[float, float] | tuple[None, None]:
        if not self.filas:
            return None, None
        n, p, zz = self.filas, self.valor, Z95 * Z95
        centro = (p + zz / (2 * n)) / (1 + zz / n)
        radio = Z95 * sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n)
        return max(0.0, centro - radio), min(1.0, centro + radio)

    def como_dato(self) -> dict[str, int | float | None]:
        desde, hasta = self.intervalo
        return {
            "filas": self.filas,
            "aciertos": self.aciertos,
            "valor": self.valor,
            "desde": desde,
            "hasta": hasta,
        }


@dataclass(frozen=True)
class Grupo:
    """The rows of the truth of one band and one rule."""

    banda: str
    regla: str
    filas: int
    esperados: int
    acertados: int
    primeros: int

    @property
    def bien(self) -> int:
        """Rows told right: the household; while it waits, the first candidate; or that none is."""
        if self.banda == Banda.SIN_ENLACE:
            return self.filas - self.esperados
        return self.primeros if self.banda == Banda.EN_REVISION else self.acertados


@dataclass(frozen=True)
class Cruce:
    """`perdidos` counts every expected household that does not stand, those in review included."""

    grupos: tuple[Grupo, ...]

    def resumen(self) -> dict[str, int | float | None]:
        """What `--json` prints; a ratio over nothing is None."""
        aciertos, enlazados = self._suma("acertados"), self._enlazados()
        return {
            "aciertos": aciertos,
            "errados": enlazados - aciertos,
            "perdidos": self._suma("esperados") - aciertos,
            "en_revision": self._suma("filas", Banda.EN_REVISION),
            **{nombre: razon.valor for nombre, razon in self.razones().items()},
        }

    def razones(self) -> dict[str, Proporcion]:
        aciertos, esperados = self._suma("acertados"), self._suma("esperados")
        return {
            "precision": Proporcion(aciertos, self._enlazados()),
            "recall": Proporcion(aciertos, esperados),
            "recall_con_revision": Proporcion(aciertos + self._suma("primeros"), esperados),
        }

    def bandas(self) -> dict[Banda, Proporcion]:
        return {b: Proporcion(self._suma("bien", b), self._suma("filas", b)) for b in Banda}

    def reglas(self) -> list[tuple[Banda, ReglaVinculo, Proporcion]]:
        """By the rule of the link that stands or waits first."""
        por_regla = {(g.banda, g.regla): Proporcion(g.bien, g.filas) for g in self.grupos}
        return [
            (banda, regla, por_regla[banda, regla])
            for banda in Banda
            for regla in ReglaVinculo
            if (banda, regla) in por_regla
        ]

    def detalle(self) -> dict:
        """What `--json --detalle` prints."""
        return {
            "resumen": self.resumen(),
            "intervalos": {n: razon.como_dato() for n, razon in self.razones().items()},
            "bandas": {b: proporcion.como_dato() for b, proporcion in self.bandas().items()},
            "reglas": [
                {"banda": b, "regla": r, **proporcion.como_dato()}
                for b, r, proporcion in self.reglas()
            ],
        }

    def _enlazados(self) -> int:
        return self._suma("filas", Banda.SOLO) + self._suma("filas", Banda.DECIDIDO)

    def _suma(self, cuenta: str, banda: Banda | None = None) -> int:
        return sum(getattr(g, cuenta) for g in self.grupos if banda in (None, g.banda))


def evaluar_cruce(ruta: Path) -> Cruce:
    """Judge the link of every person of the truth file, in one statement."""
    verdad = _leer(ruta)
    with connection.cursor() as cursor:
        cursor.execute(SQL.read_text(encoding="utf-8"), verdad)
        return Cruce(tuple(Grupo(*fila) for fila in cursor.fetchall()))


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
