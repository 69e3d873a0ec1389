"""The households in which a family truly is, as far as the registers let one read any row."""


class Verdad:
    """The true codes of a family, and the documents that each register lets one read.

    Whoever lives in a household of JUNTOS is of that household, though the row with her own
    document was spoilt. When no row of it can be read and one of the PGH can, the household to
    expect is the PGH's: no file says otherwise.
    """

    def __init__(self, juntos: str, pgh: str):
        self.juntos, self.pgh = juntos, pgh
        self.en_juntos: set[str] = set()
        self.en_pgh: set[str] = set()
        # Another household of the PGH where the mother still figures.
        self.otro_pgh = ""
        self.en_otro: set[str] = set()

    def hogares(self) -> tuple[str, str]:
        """hogar_juntos and hogar_pgh of whoever was born or is expecting in the family."""
        pgh = self.pgh or self.otro_pgh
        if self.en_juntos:
            return self.juntos, pgh
        if self.en_pgh:
            return "", self.pgh
        if self.en_otro:
            return "", self.otro_pgh
        return self.juntos, pgh


def leido(legible: bool, celdas: list[str], *columnas: int) -> set[str]:
    """The documents that a row lets one read, a lost zero put back as a reader would."""
    return {celdas[n].zfill(8) for n in columnas if celdas[n]} if legible else set()
