"""Numbers that name nobody: each kind from one block marked fake, scattered, never twice.

| What | Block |
|---|---|
| DNI, CUI | 90000000 – 98999999 |
| CNV | 9000000000 – 9899999999 |
| Código de padrón | 90000000000 – 98999999999 |
| CO_HOGAR (PGH) | 900000000 – 989999999 |
| CODIGOHOGAR (JUNTOS) | 9000000000 – 9899999999 |
| RENIPRESS | 90000000 – 98999999 |
| Celular | 900000000 – 900999999 |

The tests' factories use 99xxxxxx, which no block here holds. Twenty thousand households fill one
per cent of the DNI block: a typo in one digit rarely names another person, but it may.
"""


class BloqueAgotado(Exception):
    """So many people do not fit in a block of documents that mean nobody."""


class Bloque:
    """The n-th number of a block, scattered over it by a step that visits each one once.

    `paso` has no factor in common with the size of the block; each block has its own, so that a
    person's number says nothing of the household's.
    """

    def __init__(self, base: int, tamano: int, paso: int, semilla: int):
        self.base, self.tamano, self.paso = base, tamano, paso
        self.desfase = semilla * 15_485_863 % tamano
        self.usados = 0

    def siguiente(self) -> str:
        if self.usados == self.tamano:
            raise BloqueAgotado
        numero = self.base + (self.usados * self.paso + self.desfase) % self.tamano
        self.usados += 1
        return str(numero)


class Documentos:
    def __init__(self, semilla: int):
        self.dni = Bloque(90_000_000, 9_000_000, 5_562_397, semilla)
        self.cnv = Bloque(9_000_000_000, 900_000_000, 556_256_537, semilla)
        self.padron = Bloque(90_000_000_000, 9_000_000_000, 5_562_567_169, semilla)
        self.pgh = Bloque(900_000_000, 90_000_000, 34_377_899, semilla)
        self.juntos = Bloque(9_000_000_000, 900_000_000, 343_779_011, semilla)
