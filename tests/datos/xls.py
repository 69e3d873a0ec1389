"""A workbook of Excel 97, as small as can be: text and numbers in BIFF8, one stream of an OLE."""

import struct

SECTOR, LIBRE, FIN, FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
MINIMO = 4096  # a shorter stream would have to live in the mini-FAT


def libro_ole(hojas: dict[str, list[list]]) -> bytes:
    """`hojas`: name → rows of text and numbers."""
    return _ole(_libro(hojas))


def _registro(tipo: int, datos: bytes = b"") -> bytes:
    return struct.pack("<HH", tipo, len(datos)) + datos


def _libro(hojas: dict[str, list[list]]) -> bytes:
    def globales(desde: list[int]) -> bytes:
        nombres = [
            _registro(0x85, struct.pack("<IBBBB", lugar, 0, 0, len(nombre), 0) + nombre.encode())
            for nombre, lugar in zip(hojas, desde, strict=True)
        ]
        inicio = _registro(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 6))
        return inicio + _registro(0x42, struct.pack("<H", 1200)) + b"".join(nombres) + _registro(10)

    cuerpos = [_hoja(filas) for filas in hojas.values()]
    largo = len(globales([0] * len(cuerpos)))
    lugares = [largo + sum(map(len, cuerpos[:i])) for i in range(len(cuerpos))]
    return (globales(lugares) + b"".join(cuerpos)).ljust(MINIMO, b"\0")


def _hoja(filas: list[list]) -> bytes:
    ancho = max(map(len, filas))
    partes = [
        _registro(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6)),
        _registro(0x200, struct.pack("<IIHHH", 0, len(filas), 0, ancho, 0)),
    ]
    for f, fila in enumerate(filas):
        for c, valor in enumerate(fila):
            donde = struct.pack("<HHH", f, c, 0)
            if isinstance(valor, str) and valor:
                texto = struct.pack("<HB", len(valor), 1) + valor.encode("utf-16-le")
                partes.append(_registro(0x204, donde + texto))
            elif valor != "":
                partes.append(_registro(0x203, donde + struct.pack("<d", valor)))
    return b"".join([*partes, _registro(10)])


def _ole(flujo: bytes) -> bytes:
    sectores = -(-len(flujo) // SECTOR)
    cadena = [FAT, FIN, *range(3, sectores + 2), FIN]
    if len(cadena) > SECTOR // 4:
        raise ValueError("one sector of FAT holds no more")
    fat = struct.pack(f"<{SECTOR // 4}I", *cadena, *[LIBRE] * (SECTOR // 4 - len(cadena)))
    cabeza = (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    )
    cabeza += bytes(10) + struct.pack("<IIIIIIIII", 1, 1, 0, MINIMO, FIN, 0, FIN, 0, 0)
    cabeza += struct.pack("<108I", *[LIBRE] * 108)
    directorio = _entrada("Root Entry", 5, FIN, 0, hijo=1) + _entrada("Workbook", 2, 2, len(flujo))
    return (cabeza + fat + directorio.ljust(SECTOR, b"\0") + flujo).ljust(
        SECTOR * (3 + sectores), b"\0"
    )


def _entrada(nombre: str, tipo: int, primero: int, largo: int, hijo: int = LIBRE) -> bytes:
    texto = nombre.encode("utf-16-le")
    return (
        texto.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(texto) + 2, tipo, 1, LIBRE, LIBRE, hijo)
        + bytes(36)
        + struct.pack("<IQ", primero, largo)
    )
