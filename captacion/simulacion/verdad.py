"""The households in which a family truly is, as far as the rows that can be read tell."""


class Verdad:
    """The true codes of a family, and the documents that each register lets one read.

    When every row of JUNTOS that could name a person is spoilt beyond reading and one of the PGH
    is not, the household to expect is the PGH's: no file says otherwise.
    """

    def __init__(self, juntos: str, pgh: str):
        self.juntos, self.pgh = juntos, pgh
        self.en_juntos: set[str] = set()
        self.en_pgh: set[str] = set()
        # Another household of the PGH where the mother still figures.
        self.otro_pgh = ""
        self.en_otro: set[str] = set()

    def hogares(self, escritos: set[str], verdaderos: set[str]) -> tuple[str, str]:
        """hogar_juntos and hogar_pgh of a person: by the documents that her row tells or, when no
        register has them, by her true ones. A mistyped document moves nobody."""
        pgh = self.pgh or self.otro_pgh
        for documentos in (escritos, verdaderos):
            if documentos & self.en_juntos:
                return self.juntos, pgh
            if documentos & self.en_pgh:
                return "", self.pgh
            if documentos & self.en_otro:
                return "", self.otro_pgh
        return self.juntos, pgh


def leido(legible: bool, celdas: list[str], *columnas: int) -> set[str]:
    """The documents that a row lets one read, a lost zero put back as a reader would."""
    return {celdas[n].zfill(8) for n in columnas if celdas[n]} if legible else set()
