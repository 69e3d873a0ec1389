"""The table of a workbook: which sheet, under which header, and its rows set straight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from captacion.fuentes import PERFILES, Perfil, normalizar, reconocer
from captacion.fuentes.perfil import Deslizamiento
from captacion.fuentes.titulos import NIVEL
from captacion.lectura.celdas import texto_de
from captacion.lectura.errores import ArchivoRechazado
from captacion.lectura.libro import Libro

HOJAS_MAXIMAS = 8
_DATO = re.compile(r"\d{7,}|\d{1,4}[/-]\d{1,2}[/-]\d{1,4}.*")
# What a row of data holds and a row of a header does not.
_DELATAN = ("fecha_nacimiento", "codigo_padron", "dni", "cui", "cnv", "madre_documento")


@dataclass
class Tabla:
    """`encabezado`: one title a column; `primera`: number of the first row of `filas`."""

    encabezado: list[str]
    primera: int
    filas: Iterator[Sequence]


def hallar_tabla(libro: Libro, fuente: str) -> Tabla:
    """The first sheet whose header some layout knows; else the first one, for the refusal."""
    primera = None
    for nombre in _candidatas(libro.hojas)[:HOJAS_MAXIMAS]:
        filas = libro.filas(nombre)
        arriba = list(islice(filas, _altura()))
        tabla = _en_niveles(arriba, filas, fuente) or _en_una_fila(chain(arriba, filas))
        if tabla and reconocer(tabla.encabezado, fuente):
            return _revisar_segundo_encabezado(tabla)
        primera = primera or _mas_conocida(arriba, tabla)
    if falta := _hoja_que_falta(libro.hojas):
        raise ArchivoRechazado(
            f"El libro no trae la hoja «{falta}» con sus columnas: pida de nuevo el archivo "
            "completo a su fuente."
        )
    if primera is None:
        raise ArchivoRechazado("El libro de Excel está vacío: pida de nuevo el archivo.")
    return primera


def _mas_conocida(arriba: list[Sequence], tabla: Tabla | None) -> Tabla | None:
    """The header, on one row or on several, of which some layout names the most."""
    if tabla is None:
        return None
    en_niveles = componer([[texto_de(c).strip() for c in fila] for fila in arriba])
    encabezado = max(tabla.encabezado, en_niveles, key=_nombradas)
    return Tabla(encabezado, tabla.primera, tabla.filas)


def _nombradas(encabezado: Sequence[str]) -> int:
    return max(len(perfil.posiciones(encabezado)) for perfil in PERFILES.values())


def _candidatas(hojas: Sequence[str]) -> list[str]:
    """Those that a layout names come first; those that only go along, last."""
    declaradas = {normalizar(p.hoja.nombre) for p in PERFILES.values() if p.hoja}
    ajenas = {normalizar(p.hoja.junto_a) for p in PERFILES.values() if p.hoja}
    return sorted(hojas, key=lambda h: (normalizar(h) not in declaradas, normalizar(h) in ajenas))


def _hoja_que_falta(hojas: Sequence[str]) -> str:
    """The sheet whose companion came alone."""
    presentes = set(map(normalizar, hojas))
    return next(
        (
            p.hoja.nombre
            for p in PERFILES.values()
            if p.hoja
            and normalizar(p.hoja.nombre) not in presentes
            and normalizar(p.hoja.junto_a) in presentes
        ),
        "",
    )


def _en_una_fila(filas: Iterator[Sequence]) -> Tabla | None:
    """The first row that is not blank is the header."""
    for numero, celdas in enumerate(filas, 1):
        titulos = [texto_de(c).strip() for c in celdas]
        if any(titulos):
            return Tabla(titulos, numero + 1, filas)
    return None


def _altura() -> int:
    return max((p.hoja.filas for p in PERFILES.values() if p.hoja), default=1)


def _en_niveles(arriba: list[Sequence], filas: Iterator[Sequence], fuente: str) -> Tabla | None:
    """The first rows are the header, when a layout that declares so knows it."""
    en_texto = [[" ".join(texto_de(c).split()) for c in fila] for fila in arriba]
    declaran = [p for p in PERFILES.values() if p.hoja and fuente in ("", p.fuente)]
    encabezados = {p.hoja.filas: componer(en_texto[: p.hoja.filas]) for p in declaran}
    posibles = [p for p in declaran if not p.faltantes(encabezados[p.hoja.filas])]
    if not posibles:
        return None
    perfil = max(posibles, key=lambda p: len(p.posiciones(encabezados[p.hoja.filas])))
    alto = _alto_del_encabezado(en_texto[: perfil.hoja.filas], perfil)
    titulos = componer(en_texto[:alto])
    datos = chain(arriba[alto:], filas)
    ancho = len(titulos)
    while titulos and not titulos[-1]:
        titulos.pop()
    desliza = perfil.desliza
    if desliza and ancho == len(titulos) + len(desliza.celdas):
        titulos, datos = _enderezar(titulos, datos, perfil, desliza)
    titulos += [""] * (ancho - len(titulos))
    return Tabla(titulos, alto + 1, datos)


def componer(filas: Sequence[Sequence[str]]) -> list[str]:
    """One title a column, of its levels from the top.

    A group's title stands in its first column and covers those at its right, as far as they have
    titles of their own below and none at its height. What covers them all is the sheet's title.
    """
    niveles: list[list[str]] = [[] for _ in (filas[0] if filas else [])]
    for n, fila in enumerate(filas):
        grupo = ""
        for columna, titulo in enumerate(fila):
            sigue = any(debajo[columna] for debajo in filas[n + 1 :])
            if titulo:
                grupo = titulo if sigue else ""
            elif not sigue:
                grupo = ""
            if (puesto := titulo or grupo) and puesto not in niveles[columna]:
                niveles[columna].append(puesto)
    con_titulo = [n for n in niveles if n]
    while len(con_titulo) > 1 and all(len(n) > 1 and n[0] == con_titulo[0][0] for n in con_titulo):
        for n in con_titulo:
            del n[0]
    return [NIVEL.join(n) for n in niveles]


def _alto_del_encabezado(filas: Sequence[Sequence[str]], perfil: Perfil) -> int:
    """The rows until the first one that holds data."""
    posiciones = perfil.posiciones(componer(filas))
    delatan = [posiciones[c] for c in _DELATAN if c in posiciones]
    for n, fila in enumerate(filas[1:], 1):
        if any(_DATO.fullmatch(fila[i]) for i in delatan):
            return n
    return len(filas)


def _revisar_segundo_encabezado(tabla: Tabla) -> Tabla:
    """Refuse a header that comes again under itself."""
    primera = next(tabla.filas, None)
    if primera is None:
        return tabla
    titulos = {normalizar(t) for titulo in tabla.encabezado if titulo for t in titulo.split(NIVEL)}
    iguales = sum(normalizar(t) in titulos for c in primera if (t := texto_de(c).strip()))
    if iguales > sum(map(bool, tabla.encabezado)) / 2:
        raise ArchivoRechazado(
            "El archivo tiene dos filas de encabezado: deje una sola y vuelva a cargarlo."
        )
    return Tabla(tabla.encabezado, tabla.primera, chain([primera], tabla.filas))


def _enderezar(
    titulos: Sequence[str], filas: Iterable[Sequence], perfil: Perfil, desliza: Deslizamiento
) -> tuple[list[str], Iterator[Sequence]]:
    """The header with the titles it lacks, and every row as wide: a slid one is as it came."""
    completo = list(titulos)
    for lugar, titulo in sorted(desliza.celdas.items()):
        completo.insert(lugar - 1, titulo)
    posiciones = perfil.posiciones(completo)
    return completo, _derechas(filas, posiciones, desliza)


def _derechas(
    filas: Iterable[Sequence], posiciones: dict[str, int], desliza: Deslizamiento
) -> Iterator[Sequence]:
    lugares = sorted(desliza.celdas)
    testigos = [
        (posiciones[c], sum(lugar <= posiciones[c] for lugar in lugares), re.compile(patron))
        for c, patron in desliza.testigos.items()
        if c in posiciones
    ]
    deslizada = False
    for fila in filas:
        deslizada = _deslizo(fila, testigos, len(lugares), antes=deslizada)
        yield fila if deslizada else _con_huecos(fila, lugares)


def _deslizo(fila: Sequence, testigos: Sequence, sobran: int, *, antes: bool) -> bool:
    """Whether the row slid, by the first cell that tells; one that tells nothing, as the last."""
    for deslizado, corridas, patron in testigos:
        if patron.fullmatch(texto_de(fila[deslizado - corridas]).strip()):
            return False
        if patron.fullmatch(texto_de(fila[deslizado]).strip()):
            return True
    return any(texto_de(c).strip() for c in fila[-sobran:]) or antes


def _con_huecos(fila: Sequence, lugares: Sequence[int]) -> list:
    recta = list(fila[: -len(lugares)])
    for lugar in lugares:
        recta.insert(lugar - 1, "")
    return recta
