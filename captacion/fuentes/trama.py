"""A trama: several members of one ZIP, whose rows have no header and are read by position."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Anexo:
    """A second member, one row a value: its values become columns of the main member's rows.

    `clave` are the positions of its key and `clave_en` those of the same key in the main member;
    `columnas`: code of the value → name of the column. Positions start at 1.
    """

    miembro: str
    campos: int
    clave: tuple[int, ...]
    clave_en: tuple[int, ...]
    codigo: int
    valor: int
    columnas: dict[str, str]


@dataclass(frozen=True)
class Trama:
    """The main member of a ZIP: how many fields a row has, and the names of those that matter."""

    miembro: str
    campos: int
    nombres: dict[int, str]
    anexo: Anexo | None = None
    delimitador: str = "|"

    @property
    def encabezado(self) -> list[str]:
        """The header that the file does not bring: with it a row is read like any other."""
        propios = [self.nombres.get(n, f"CAMPO {n}") for n in range(1, self.campos + 1)]
        return propios + list(self.anexo.columnas.values() if self.anexo else ())
