"""An unknown header as its page shows it: what the file brings, and what it probably is."""

from dataclasses import dataclass
from pathlib import Path

from captacion.fuentes import PERFILES
from captacion.fuentes.parecido import distintos, sugerir
from captacion.lectura import ArchivoRechazado, mirar
from captacion.models import Carga, Fuente
from captacion.perfiles import vigentes

LARGO_EJEMPLO = 24


@dataclass(frozen=True)
class ColumnaDelArchivo:
    """A header and its first values; `indice` is its place in the file."""

    indice: int
    titulo: str
    ejemplos: list[str]


@dataclass(frozen=True)
class PorDecir:
    """What is asked of a person: the file's columns, a source, and a proposal to correct."""

    fuente: str
    encabezado: list[str]
    columnas: list[ColumnaDelArchivo]
    sugeridas: dict[str, int]
    codigo: str


def por_decir(carga: Carga, fuente: str) -> PorDecir:
    """With the source asked for, else the one said on arrival, else the one that most looks so."""
    perfiles = list(vigentes().values())
    if fuente not in Fuente.values:
        fuente = carga.fuente or _fuente_probable(carga.encabezado, perfiles)
    filas = _muestra(carga)
    columnas = [
        ColumnaDelArchivo(i, carga.encabezado[i], [_corto(f[i]) for f in filas if i < len(f)])
        for i in distintos(carga.encabezado).values()
    ]
    return PorDecir(
        fuente=fuente,
        encabezado=carga.encabezado,
        columnas=columnas,
        sugeridas=sugerir(fuente, carga.encabezado, perfiles),
        codigo=f"{fuente.replace('_', '-')}-carga-{carga.pk}",
    )


def _fuente_probable(encabezado: list[str], perfiles: list) -> str:
    """The source most of whose compulsory columns seem to be there, then most of the others."""

    def cuanto(fuente: str) -> tuple[float, int]:
        sugeridas = sugerir(fuente, encabezado, perfiles)
        grupos = PERFILES[fuente].obligatorias
        cubiertos = sum(bool(sugeridas.keys() & set(grupo)) for grupo in grupos)
        return cubiertos / len(grupos), len(sugeridas)

    return max(Fuente.values, key=cuanto)


def _muestra(carga: Carga) -> list[list[str]]:
    """The first rows; none when the file can no longer be read: the header still can be mapped."""
    try:
        return mirar(Path(carga.archivo.path))[1]
    except (ArchivoRechazado, FileNotFoundError):
        return []


def _corto(valor: str) -> str:
    valor = " ".join(valor.split())
    return valor if len(valor) <= LARGO_EJEMPLO else valor[: LARGO_EJEMPLO - 1] + "…"
