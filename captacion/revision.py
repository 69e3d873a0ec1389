"""What a file shows once it is read, before any of its rows is judged: its dates, its places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from psycopg import sql

from captacion.fuentes import Perfil, Ubigeo
from captacion.lectura import ArchivoRechazado

SQL = Path(__file__).parent / "sql" / "comun"
AL_REVES, OTRA = "mm/dd/aaaa", "otra"
LUGAR = ("departamento", "provincia", "distrito")
SISTEMAS = {Ubigeo.INEI: "INEI", Ubigeo.RENIEC: "RENIEC"}


def revisar(cursor, perfil: Perfil, encabezado: Sequence[str], parametros: dict) -> str:
    """How its dates are written, for people; refuses the file that is not what its layout says."""
    _revisar_ubigeo(cursor, perfil, encabezado, parametros["ubigeo_discorde"])
    return _formato_de_fechas(cursor, perfil, encabezado)


def _formato_de_fechas(cursor, perfil: Perfil, encabezado: Sequence[str]) -> str:
    columnas = [sql.Identifier(c) for c in perfil.fechas(encabezado)]
    if not columnas:
        return ""
    cursor.execute(sql.SQL(_texto("01_fechas")).format(columnas=sql.SQL(", ").join(columnas)))
    formas = dict(cursor.fetchall())
    derechas = sum(n for forma, n in formas.items() if forma not in (AL_REVES, OTRA))
    if formas.get(AL_REVES, 0) > derechas:
        raise ArchivoRechazado(
            "Las fechas del archivo vienen como mes/día/año: pídalo con día/mes/año y vuelva a "
            "cargarlo."
        )
    return ", ".join(forma for forma in formas if forma not in (AL_REVES, OTRA))


def _revisar_ubigeo(cursor, perfil: Perfil, encabezado: Sequence[str], tolerancia: int) -> None:
    """Refuse the file when its ubigeos are not of the places that it names beside them.

    Most RENIEC codes are valid INEI codes of another district: only the names can tell.
    """
    presentes = perfil.indices(encabezado).keys()
    if not {"ubigeo", LUGAR[0]} <= presentes:
        return
    cursor.execute(_texto("02_ubigeo_y_nombres"), {"reniec": perfil.ubigeo == Ubigeo.RENIEC})
    comparadas, discordes, del_otro = cursor.fetchone()
    if discordes * 100 <= comparadas * tolerancia:
        return
    suyo = SISTEMAS[perfil.ubigeo]
    otro = SISTEMAS[Ubigeo.INEI if perfil.ubigeo == Ubigeo.RENIEC else Ubigeo.RENIEC]
    causa = f" (parece el de {otro})" if del_otro * 2 > discordes else ""
    raise ArchivoRechazado(
        f"En {discordes:,} de {comparadas:,} filas el ubigeo no es del departamento, la provincia "
        f"o el distrito que la fila nombra{causa}: pida el archivo con el ubigeo de {suyo}."
    )


@cache
def _texto(guion: str) -> str:
    return (SQL / f"{guion}.sql").read_text(encoding="utf-8")
