"""What the bank answers: the file goes in whole, or nothing of it does."""

import csv
import datetime as dt
import hashlib
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from afiliacion.consultas.banco import formato_en_uso
from afiliacion.models import (
    ArchivoResultados,
    CausaRechazo,
    EstadoLiquidacion,
    Liquidacion,
    TipoResultado,
)
from juntos.estados import TransicionInvalida, transitar
from juntos.models import Rol

CARPETA = Path(__file__).resolve().parents[1] / "sql" / "resultados"


class ResultadosRechazados(Exception):
    """Nothing of the file went in; str() is the one sentence that says why."""


@transaction.atomic
def importar_resultados(
    liquidacion: Liquidacion, *, contenido: bytes, nombre: str, por
) -> ArchivoResultados:
    """Every row, each for a line that was sent and has no answer yet, with its exact amount."""
    if por.rol != Rol.SEDE:
        raise PermissionDenied("Solo la sede central importa los resultados.")
    actual = Liquidacion.objects.select_for_update().get(pk=liquidacion.pk)
    if actual.estado not in (EstadoLiquidacion.EXPORTADA, EstadoLiquidacion.CON_RESULTADOS):
        raise TransicionInvalida(actual, actual.estado, EstadoLiquidacion.CON_RESULTADOS)
    huella = hashlib.sha256(contenido).hexdigest()
    repetido = actual.archivos_de_resultados.filter(sha256=huella).first()
    if repetido:
        raise ResultadosRechazados(
            f"Este archivo ya se importó el {timezone.localtime(repetido.importado_en):%d/%m/%Y}."
        )
    filas = _leer(contenido, actual, formato_en_uso()["resultados"])
    archivo = ArchivoResultados.objects.create(
        liquidacion=actual, nombre=nombre[:200], sha256=huella, filas=len(filas), importado_por=por
    )
    with connection.cursor() as cursor:
        _copiar(cursor, filas)
        _revisar(cursor, actual)
        cursor.execute(
            (CARPETA / "20_aplicar.sql").read_text(),
            {"liquidacion": actual.pk, "archivo": archivo.pk},
        )
    transitar(
        actual,
        EstadoLiquidacion.CON_RESULTADOS,
        por=por,
        motivo=f"Archivo {archivo.pk}: {archivo.filas} líneas",
    )
    return archivo


def _leer(contenido: bytes, liquidacion: Liquidacion, formato: dict) -> list[tuple]:
    try:
        renglones = contenido.decode(formato["codificacion"]).splitlines()
    except UnicodeDecodeError:
        raise ResultadosRechazados(
            "El archivo no se puede leer: no es el texto que el banco envía."
        ) from None
    lector = csv.DictReader(renglones, delimiter=formato["separador"])
    columnas = formato["columnas"]
    faltan = [c for c in columnas.values() if c not in (lector.fieldnames or [])]
    if faltan:
        raise ResultadosRechazados(f"Al archivo le faltan columnas: {', '.join(faltan)}.")
    causas = set(CausaRechazo.objects.values_list("codigo", flat=True))
    filas = []
    try:
        for numero, celdas in enumerate(lector, start=2):
            dichas = {campo: (celdas[c] or "").strip() for campo, c in columnas.items()}
            filas.append(_fila(numero, dichas, liquidacion, formato, causas))
    except csv.Error:
        raise ResultadosRechazados("El archivo no se puede leer: está dañado.") from None
    if not filas:
        raise ResultadosRechazados("El archivo no trae ninguna línea.")
    return filas


def _fila(numero: int, dichas: dict, liquidacion: Liquidacion, formato: dict, causas: set) -> tuple:
    """One row as the table of work takes it: line, amount, result, cause, date, row of the file."""

    def rechazar(motivo: str):
        raise ResultadosRechazados(f"Fila {numero}: {motivo}.")

    if dichas["referencia"] != liquidacion.referencia:
        rechazar(
            f"es de otra liquidación («{dichas['referencia']}»); esta es {liquidacion.referencia}"
        )
    resultado = formato["valores"].get(dichas["resultado"])
    if resultado is None:
        rechazar(f"no se conoce el estado «{dichas['resultado']}»")
    causa = dichas["causa"] or None
    if (causa is not None) != (resultado == TipoResultado.RECHAZADA):
        rechazar("la causa acompaña a los rechazos, y solo a ellos")
    if causa is not None and causa not in causas:
        rechazar(f"no se conoce la causa «{causa}»")
    try:
        linea, monto = int(dichas["linea"]), Decimal(dichas["monto"])
        fecha = dt.datetime.strptime(dichas["fecha"], formato["fecha"]).date()
    except (ValueError, InvalidOperation):
        rechazar("la línea, el monto o la fecha no se entienden")
    if not monto.is_finite() or linea > 2**31 - 1:
        rechazar("la línea, el monto o la fecha no se entienden")
    return (linea, monto, resultado, causa, fecha, numero)


def _copiar(cursor, filas: list[tuple]) -> None:
    cursor.execute((CARPETA / "00_mesa.sql").read_text())
    with cursor.copy(
        "COPY resultado_leido (linea, monto, resultado, causa, fecha, fila) FROM STDIN"
    ) as copia:
        for fila in filas:
            copia.write_row(fila)


def _revisar(cursor, liquidacion: Liquidacion) -> None:
    cursor.execute((CARPETA / "10_revisar.sql").read_text(), {"liquidacion": liquidacion.pk})
    problema = cursor.fetchone()
    if problema:
        raise ResultadosRechazados(problema[0])
