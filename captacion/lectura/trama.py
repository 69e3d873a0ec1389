"""A trama: the rows of one member of a ZIP, each with what a second member says of it."""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath

from captacion.fuentes import PERFILES, Trama
from captacion.lectura.archivo import ZIP, abrir_miembro
from captacion.lectura.errores import ArchivoRechazado
from captacion.lectura.filas import FilasDeTexto, Lote, fila_mala, lineas_enteras

POR_LOTE = 5_000
ANEXO_MAXIMO = 1_000_000  # rows of the second member, which are joined in memory


def trama_de(ruta: Path, inicio: bytes, fuente: str) -> Trama | None:
    """The trama that this ZIP is, told by the names of its members; None when it is none."""
    if not inicio.startswith(ZIP):
        return None
    with zipfile.ZipFile(ruta) as z:
        for perfil in PERFILES.values():
            trama = perfil.trama
            if not trama or fuente not in ("", perfil.fuente):
                continue
            if _miembro(z, trama.miembro):
                return trama
            if (fuente and len(z.infolist()) > 1) or (
                trama.anexo and _miembro(z, trama.anexo.miembro)
            ):
                raise ArchivoRechazado(
                    f"El ZIP no trae el miembro {trama.miembro}: pida la trama completa."
                )
    return None


class MiembrosDeTrama:
    """The main member as a stream of whole rows, the second one's values at the end of each."""

    def __init__(self, z: zipfile.ZipFile, trama: Trama, vigilar: Callable):
        self._z, self._trama, self._vigilar = z, trama, vigilar
        self._d = trama.delimitador.encode()
        self._anexo = trama.anexo if trama.anexo and _miembro(z, trama.anexo.miembro) else None
        self._valores = self._leer_anexo()
        self._huerfanas = set(self._valores)
        self.filas = 0
        self._bloques = self._abrir(trama.miembro)

    def read(self, _: int) -> bytes:
        """A block of rows, whatever its size; nothing at the end."""
        for lineas in self._bloques:
            if lineas:
                self.filas += len(lineas)
                return b"\n".join([*map(self._completa, lineas), b""])
        return b""

    def sueltas(self) -> Iterator[tuple[str, str]]:
        """(why, row) of what the second member tells and no row of the main one took."""
        if not self._anexo:
            return
        for linea in self._lineas_del_anexo():
            celdas = linea.split(self._d)
            if len(celdas) != self._anexo.campos:
                yield "campos", linea.decode("utf-8", "replace")
            elif self._clave(celdas, self._anexo.clave) in self._huerfanas:
                yield "anexo_sin_atencion", self._en_su_lugar(celdas).decode("utf-8", "replace")

    def _en_su_lugar(self, celdas: Sequence[bytes]) -> bytes:
        """A row of the second member under the header of the main one, if it has a column there."""
        anexo, codigos = self._anexo, list(self._anexo.columnas)
        codigo = celdas[anexo.codigo - 1].strip().decode("ascii", "replace")
        if codigo not in codigos:
            return self._d.join(celdas)
        fila = [b""] * (self._trama.campos + len(codigos))
        for de, en in zip(anexo.clave, anexo.clave_en, strict=True):
            fila[en - 1] = celdas[de - 1]
        fila[self._trama.campos + codigos.index(codigo)] = celdas[anexo.valor - 1]
        return self._d.join(fila)

    def _leer_anexo(self) -> dict[bytes, dict[str, bytes]]:
        """Key → code → value; of a code told twice, the last."""
        anexo, valores = self._anexo, {}
        for celdas in (linea.split(self._d) for linea in self._lineas_del_anexo()):
            if len(celdas) == anexo.campos:
                de_la_clave = valores.setdefault(self._clave(celdas, anexo.clave), {})
                codigo = celdas[anexo.codigo - 1].strip().decode("ascii", "replace")
                if codigo in anexo.columnas:
                    de_la_clave[codigo] = celdas[anexo.valor - 1].strip()
        return valores

    def _lineas_del_anexo(self) -> Iterator[bytes]:
        leidas = 0
        for lineas in self._abrir(self._anexo.miembro) if self._anexo else ():
            leidas += len(lineas)
            if leidas > ANEXO_MAXIMO:
                raise ArchivoRechazado(
                    f"El miembro {self._anexo.miembro} pasa de {ANEXO_MAXIMO:,} filas: "
                    "divida la trama y cárguela por partes."
                )
            yield from (cruda.removesuffix(b"\r") for cruda in lineas if cruda.strip())

    def _completa(self, cruda: bytes) -> bytes:
        linea, anexo = cruda.removesuffix(b"\r"), self._trama.anexo
        if not (anexo and linea.strip()):
            return linea
        clave = self._clave(linea.split(self._d, max(anexo.clave_en)), anexo.clave_en)
        self._huerfanas.discard(clave)
        valores = self._valores.get(clave, {})
        return self._d.join([linea, *(valores.get(codigo, b"") for codigo in anexo.columnas)])

    def _clave(self, celdas: Sequence[bytes], posiciones: Sequence[int]) -> bytes:
        return self._d.join(celdas[p - 1].strip() for p in posiciones if p <= len(celdas))

    def _abrir(self, nombre: str) -> Iterator[list[bytes]]:
        miembro = _miembro(self._z, nombre)
        marca = codecs.BOM_UTF8
        for lineas in lineas_enteras(self._vigilar(abrir_miembro(self._z, miembro))):
            yield [linea.removeprefix(marca) for linea in lineas[:1]] + lineas[1:]
            marca = marca if not lineas else b""


class FilasDeTrama:
    """The rows of the main member, then those of the second one that nobody took."""

    def __init__(self, filas: FilasDeTexto, miembros: MiembrosDeTrama):
        self._filas, self._miembros = filas, miembros

    def lotes(self, numero: int) -> Iterator[Lote]:
        yield from self._filas.lotes(numero)
        f, desde = self._filas, numero + self._miembros.filas
        sueltas = (
            fila_mala(n, motivo, linea, f.columnas, f.delimitador).encode()
            for n, (motivo, linea) in enumerate(self._miembros.sueltas(), desde)
        )
        while parte := list(islice(sueltas, POR_LOTE)):
            yield Lote(b"".join(parte), len(parte))


def _miembro(z: zipfile.ZipFile, nombre: str) -> zipfile.ZipInfo | None:
    """The member of that name, whatever its case, extension, folder or the digits around it."""
    patron = re.compile(rf"[\d_-]*{nombre}(?![A-Z])", re.IGNORECASE)
    llamados = (m for m in z.infolist() if patron.match(PurePosixPath(m.filename).name))
    return next((m for m in llamados if not m.is_dir()), None)
