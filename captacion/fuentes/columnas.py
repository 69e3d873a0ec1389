"""The ways in which a column of ours is read from those of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from captacion.fuentes.titulos import Titulos

Hallada = tuple["Columna", tuple[int, ...]]


class Columna(Protocol):
    @property
    def titulos(self) -> tuple[str, ...]:
        """The titles that it is read from, for people."""

    def hallar(self, titulos: Titulos) -> Hallada | None:
        """How it is read under this header, and from which cells; None when it cannot."""


@dataclass(frozen=True)
class Titulo:
    """The cell under one title."""

    titulo: str

    @property
    def titulos(self) -> tuple[str, ...]:
        return (self.titulo,)

    def hallar(self, titulos: Titulos) -> Hallada | None:
        lugar = titulos.lugar(self.titulo)
        return None if lugar is None else (self, (lugar,))


@dataclass(frozen=True)
class _Varios:
    titulos: tuple[str, ...]

    def hallar(self, titulos: Titulos) -> Hallada | None:
        lugares = tuple(lugar for t in self.titulos if (lugar := titulos.lugar(t)) is not None)
        return (self, lugares) if len(lugares) == len(self.titulos) else None


class Partes(_Varios):
    """One code in several cells, two digits each."""


class Unidos(_Varios):
    """One text in several cells, joined with blanks."""


@dataclass(frozen=True)
class Segun:
    """The cell under `titulo`, in the rows where the one under `tipo` holds one of `valores`."""

    titulo: str
    tipo: str
    valores: tuple[str, ...]

    @property
    def titulos(self) -> tuple[str, ...]:
        return (self.titulo, self.tipo)

    def hallar(self, titulos: Titulos) -> Hallada | None:
        lugares = titulos.lugar(self.titulo), titulos.lugar(self.tipo)
        return None if None in lugares else (self, lugares)


@dataclass(frozen=True)
class Banderas:
    """A list of codes, each told by a column of its own: title → code where the cell says yes."""

    codigos: dict[str, str]

    @property
    def titulos(self) -> tuple[str, ...]:
        return tuple(self.codigos)

    def hallar(self, titulos: Titulos) -> Hallada | None:
        lugares = {t: lugar for t in self.codigos if (lugar := titulos.lugar(t)) is not None}
        presentes = Banderas({titulo: self.codigos[titulo] for titulo in lugares})
        return (presentes, tuple(lugares.values())) if lugares else None
