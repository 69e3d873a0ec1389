"""A good file of each layout, spoilt in one of the ways in which files are."""

import gzip
import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from captacion.models import Fuente
from tests.captacion.archivos import texto
from tests.fallas.archivos_raros import en_zip, libro

DATOS = Path(__file__).resolve().parents[1] / "datos"
FORMULAS = ["=1+1", "=HYPERLINK(1)", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "'=1"]
ENORME = "Ñ" * 200_000


def buenos() -> dict[str, bytes]:
    """A small file of every layout that we read, as text and as a workbook."""
    de_texto = {
        f"{f}.txt": texto(f, {}, {"ap_paterno": "ÑAHUI"}, {"nombres": "JOSÉ"}) for f in Fuente
    }
    hojas = {
        nombre.replace("txt", "xlsx"): libro([linea.split("|") for linea in todo.splitlines()])
        for nombre, todo in de_texto.items()
    }
    rutas = [r for r in DATOS.rglob("*") if r.suffix in {".txt", ".csv", ".xls", ".xlsx", ".zip"}]
    guardados = {r.name: r.read_bytes() for r in sorted(rutas)}
    return {n: t.encode() for n, t in de_texto.items()} | hojas | guardados


def bits(azar: random.Random, todo: bytes) -> bytes:
    crudo = bytearray(todo)
    for _ in range(azar.randint(1, 8)):
        crudo[azar.randrange(len(crudo))] ^= 1 << azar.randrange(8)
    return bytes(crudo)


def cortado(azar: random.Random, todo: bytes) -> bytes:
    return todo[: azar.randrange(len(todo))]


def repetido(azar: random.Random, todo: bytes) -> bytes:
    desde, hasta = sorted(azar.choices(range(len(todo)), k=2))
    return todo[:hasta] + todo[desde:]


def nulos(azar: random.Random, todo: bytes) -> bytes:
    lugar = azar.randrange(len(todo))
    return todo[:lugar] + b"\x00" * azar.choice((1, 2, 4096)) + todo[lugar:]


def codificado(azar: random.Random, todo: bytes) -> bytes:
    """As another program would have saved it; a workbook, as if it were text."""
    leido = todo.decode("utf-8", "replace")
    otra = azar.choice(("utf-16", "utf-16-be", "utf-32", "cp1252", "cp850", "utf-7", "cp037"))
    return leido.encode(otra, "replace")


def columnas(azar: random.Random, todo: bytes) -> bytes:
    """Two columns changed places, in the header alone or in some rows alone."""
    filas = _filas(todo)
    una, otra = azar.choices(range(len(filas[0])), k=2)
    for fila in azar.choice((filas[:1], filas[1:], filas[1:2])):
        if max(una, otra) < len(fila):
            fila[una], fila[otra] = fila[otra], fila[una]
    return _escribir(azar, filas)


def celdas(azar: random.Random, todo: bytes) -> bytes:
    """Formulas, huge cells and cells of other kinds."""
    filas = _filas(todo)
    for _ in range(azar.randint(1, 3)):
        fila = azar.choice(filas)
        fila[azar.randrange(len(fila))] = azar.choice(
            [*FORMULAS, ENORME, "\x0b", "1e400", "\ufffe"]
        )
    return _escribir(azar, filas)


def envuelto(azar: random.Random, todo: bytes) -> bytes:
    """Compressed, many times or in company, its names not those of files."""
    for _ in range(azar.randint(1, 3)):
        nombres = azar.choice((["a.txt"], ["../../a.txt"], ["/a.txt"], ["a.txt", "b.txt"], ["a/"]))
        todo = gzip.compress(todo, mtime=0) if azar.random() < 0.3 else en_zip(todo, *nombres)
    return todo


def bomba(azar: random.Random, todo: bytes) -> bytes:
    """A little that says that it is much."""
    return en_zip(todo + azar.choice((b"0", b"\n", b"|")) * 30_000_000, "a.txt")


def partes(azar: random.Random, todo: bytes) -> bytes:
    """A whole workbook one part of which is broken XML, another part, or too much of it."""
    if not zipfile.is_zipfile(io.BytesIO(todo)):
        todo = libro(_filas(todo))
    salida = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(todo)) as bueno, zipfile.ZipFile(salida, "w") as malo:
        nombres = bueno.namelist()
        rota = azar.choice(nombres)
        for nombre in nombres:
            dentro = bueno.read(nombre)
            malo.writestr(nombre, _rota(azar, dentro) if nombre == rota else dentro)
    return salida.getvalue()


def _rota(azar: random.Random, xml: bytes) -> bytes:
    entidades = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>&b;'
    arreglos: list[Callable[[bytes], bytes]] = [
        lambda x: x[: len(x) // 2],
        lambda x: b"",
        lambda x: entidades + x,
        lambda x: re.sub(rb'r="[A-Z]+\d+"', b'r="XFE99999999"', x),
        lambda x: re.sub(rb"<v>[^<]*</v>", b"<v>99999999999</v>", x),
        lambda x: re.sub(rb'r:id="\w+"', b'r:id="rId99"', x),
        lambda x: x.replace(b"</", b"<"),
        lambda x: x.replace(b"utf-8", b"utf-16").replace(b"UTF-8", b"UTF-16"),
        lambda x: bits(azar, x) if x else x,
    ]
    return azar.choice(arreglos)(xml)


MALES = (bits, cortado, repetido, nulos, codificado, columnas, celdas, envuelto, partes)
# Of the whole, one in so many is a bomb: each is half a second of unpacking.
DE_BOMBA = 50


def estropear(azar: random.Random, todo: bytes) -> tuple[str, bytes]:
    """What was done to it, and what came of it."""
    mal = bomba if azar.randrange(DE_BOMBA) == 0 else azar.choice(MALES)
    return mal.__name__, mal(azar, todo)


def _filas(todo: bytes) -> list[list[str]]:
    lineas = todo.decode("utf-8", "replace").splitlines() or [""]
    separador = max("|,;\t", key=lineas[0].count)
    return [linea.split(separador) for linea in lineas]


def _escribir(azar: random.Random, filas: list[list[str]]) -> bytes:
    if azar.random() < 0.4:
        return libro([[celda[:32_000] for celda in fila] for fila in filas])
    return ("\n".join("|".join(fila) for fila in filas) + "\n").encode("utf-8", "replace")
