"""From a calculation to the bank: each step by a person of sede, the approval by another one."""

import datetime as dt
import re
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from afiliacion.acciones.calendario import calcular_al_corte
from afiliacion.acciones.salidas_propuestas import proponer_por_suspensiones
from afiliacion.consultas.liquidaciones import cuadre
from afiliacion.models import (
    ClaveTransferencia,
    EstadoLiquidacion,
    EstadoTPI,
    InclusionTPI,
    Liquidacion,
    ParametroTransferencia,
)
from juntos.estados import TransicionInvalida, transitar
from juntos.models import Evento, Rol, TareaFallida, Usuario
from juntos.tareas import tocar

CARPETA = Path(__file__).resolve().parents[1] / "sql" / "liquidar"
TABLA, AL_CORTE = "afiliacion_corresponsabilidad", "calendario_al_corte"
ENTRADA = ("10_estancias", "20_miembros", "30_items", "40_meses", "50_ajustes")
# A closed one brings its own evidence, its lines' households and its adjustments.
ENTRADA_CERRADA = ("cerrada/10_entrada", "40_meses")
REVISADAS = (EstadoLiquidacion.REVISADA, EstadoLiquidacion.APROBADA)
INTENTOS = 3
SIN_PEDIDO = {"pedida_en": None, "pedida_por": None}
SIN_APROBAR = {"revisada_en": None, "revisada_por": None, "aprobada_en": None, "aprobada_por": None}


class NoSeLiquida(Exception):
    """Nothing was done; str() is the one sentence that says why."""


def inicio_de(periodo: str) -> dt.date:
    """The first day of a bimester written AAAA-N."""
    if not re.fullmatch(r"20\d\d-[1-6]", periodo):
        raise NoSeLiquida(
            f"«{periodo}» no es un bimestre: escríbalo como 2026-6 (del 1, enero y febrero, "
            "al 6, noviembre y diciembre)."
        )
    return dt.date(int(periodo[:4]), int(periodo[5]) * 2 - 1, 1)


@transaction.atomic
def abrir(periodo: str, *, corte: dt.date, por) -> Liquidacion:
    """The settlement of a bimester, one at most; a closed one is not opened again."""
    _exigir_sede(por)
    if corte < inicio_de(periodo):
        raise NoSeLiquida(
            f"El corte del {corte:%d/%m/%Y} es anterior al bimestre {periodo}: elija una fecha "
            "desde su primer día."
        )
    liquidacion, _ = Liquidacion.objects.get_or_create(periodo=periodo, defaults={"corte": corte})
    _exigir_abierta(liquidacion)
    return liquidacion


@transaction.atomic
def abrir_y_pedir(periodo: str, *, corte: dt.date, por) -> Liquidacion:
    abierta = abrir(periodo, corte=corte, por=por)
    pedir_calculo(abierta, corte=corte, por=por)
    return abierta


@transaction.atomic
def pedir_calculo(liquidacion: Liquidacion, *, corte: dt.date, por) -> None:
    """Leave it for the worker: a country takes a minute."""
    _exigir_sede(por)
    actual = Liquidacion.objects.select_for_update().get(pk=liquidacion.pk)
    _exigir_abierta(actual)
    actual.corte, actual.pedida_en, actual.pedida_por = corte, timezone.now(), por
    actual.save(update_fields=["corte", "pedida_en", "pedida_por"])
    tocar(settings.TAREA_LIQUIDAR, actual.pk)


@transaction.atomic
def calcular(liquidacion: Liquidacion, *, por, corte=None, tabla="") -> Liquidacion:
    """Write the list of the bimester with its evidence; a review of another list is undone.

    `tabla`: what is owed and known, with the columns of Corresponsabilidad; without it, what was
    known on the cut-off.
    """
    _exigir_sede(por)
    actual = Liquidacion.objects.select_for_update().get(pk=liquidacion.pk)
    _exigir_abierta(actual)
    _exigir_parametros(actual.desde)
    if corte is not None and corte != actual.corte:
        actual.corte = corte
        actual.save(update_fields=["corte"])
    with connection.cursor() as cursor:
        _preparar(cursor, actual, tabla=tabla)
        huella, totales = _decidir(cursor, actual, ENTRADA)
        if huella == actual.huella and actual.estado in REVISADAS:
            # What was reviewed is still what the data say.
            Liquidacion.objects.filter(pk=actual.pk).update(**SIN_PEDIDO)
            return Liquidacion.objects.get(pk=actual.pk)
        transitar(
            actual,
            EstadoLiquidacion.CALCULADA,
            por=por,
            motivo=f"Corte {actual.corte:%d/%m/%Y}, huella {huella[:12]}",
            calculada_en=timezone.now(),
            calculada_por=por,
            huella=huella,
            **SIN_PEDIDO,
            **SIN_APROBAR,
            **totales,
        )
        _correr(cursor, actual, "80_escribir")
    return actual


@transaction.atomic
def comprobar(liquidacion: Liquidacion) -> str:
    """The fingerprint that its own evidence gives today; of a closed one, the same for ever."""
    with connection.cursor() as cursor:
        _correr(cursor, liquidacion, "00_mesa")
        return _decidir(cursor, liquidacion, ENTRADA_CERRADA)[0]


def revisar(liquidacion: Liquidacion, *, huella: str, por) -> Liquidacion:
    return _avanzar(liquidacion, EstadoLiquidacion.REVISADA, "revisada", huella=huella, por=por)


@transaction.atomic
def aprobar(liquidacion: Liquidacion, *, huella: str, por) -> Liquidacion:
    """Whoever calculated or reviewed does not approve; what does not add up is not approved."""
    if por.pk in (liquidacion.calculada_por_id, liquidacion.revisada_por_id):
        raise PermissionDenied("Quien calculó o revisó una liquidación no la aprueba.")
    if not cuadre(liquidacion).cuadra:
        raise NoSeLiquida("Las líneas no suman los totales: vuelva a calcular.")
    return _avanzar(liquidacion, EstadoLiquidacion.APROBADA, "aprobada", huella=huella, por=por)


@transaction.atomic
def congelar(liquidacion: Liquidacion, *, huella: str, por) -> Liquidacion:
    """Close the bimester for ever, and propose the exits that its suspensions lead to."""
    _exigir_sede(por)
    _exigir_abierta(Liquidacion.objects.get(pk=liquidacion.pk))
    cerrada = _avanzar(
        liquidacion, EstadoLiquidacion.CONGELADA, "congelada", huella=huella, por=por
    )
    proponer_por_suspensiones(cerrada)
    return cerrada


def exportar(liquidacion: Liquidacion, *, huella: str, por) -> Liquidacion:
    return _avanzar(liquidacion, EstadoLiquidacion.EXPORTADA, "exportada", huella=huella, por=por)


def dejar_rastro_de_descarga(liquidacion: Liquidacion, *, formato: str, por) -> None:
    """Names and documents leave the system: who took them, and when."""
    _exigir_sede(por)
    Evento.registrar(
        liquidacion,
        liquidacion.estado,
        liquidacion.estado,
        por=por,
        motivo=f"Descargó el archivo {formato}",
    )


def retomar() -> None:
    """Ring again for what was asked and not calculated: its worker died, or none answered.

    What fails every time waits for a person.
    """
    agotadas = TareaFallida.objects.agotadas(settings.TAREA_LIQUIDAR, INTENTOS)
    pedidas = Liquidacion.objects.filter(pedida_en__isnull=False).exclude(pk__in=agotadas)
    for pk in pedidas.values_list("pk", flat=True):
        tocar(settings.TAREA_LIQUIDAR, pk)


def olvidar_pedido(liquidacion: Liquidacion) -> None:
    """It cannot be calculated: nobody waits for it any longer."""
    Liquidacion.objects.filter(pk=liquidacion.pk).update(**SIN_PEDIDO)


def _avanzar(liquidacion, a, hecho: str, *, huella: str, por) -> Liquidacion:
    """One step, over exactly the list that `por` saw (`huella`)."""
    _exigir_sede(por)
    if huella != liquidacion.huella or liquidacion.se_calcula:
        raise TransicionInvalida(liquidacion, liquidacion.estado, a)
    transitar(liquidacion, a, por=por, **{f"{hecho}_en": timezone.now(), f"{hecho}_por": por})
    return liquidacion


def _lo_sabido(liquidacion: Liquidacion) -> str:
    """The table of today, brought up to date by each load; or one as of an earlier cut-off."""
    if liquidacion.corte >= timezone.localdate():
        return TABLA
    incluidas = InclusionTPI.objects.exclude(estado=EstadoTPI.NO_INCLUIDA)
    personas = incluidas.values_list("captacion__persona", flat=True)
    calcular_al_corte(list(personas), corte=liquidacion.corte, tabla=AL_CORTE)
    return AL_CORTE


def _preparar(cursor, liquidacion: Liquidacion, *, tabla: str) -> None:
    _correr(cursor, liquidacion, "00_mesa")
    tabla = tabla or _lo_sabido(liquidacion)
    vista = (CARPETA / "05_corresponsabilidad.sql").read_text()
    cursor.execute(sql.SQL(vista).format(corresponsabilidad=sql.Identifier(tabla)))


def _decidir(cursor, liquidacion: Liquidacion, entrada) -> tuple[str, dict]:
    """The fingerprint and the totals of what `entrada` brings to the table."""
    for paso in (*entrada, "60_lineas", "70_huella"):
        _correr(cursor, liquidacion, paso)
    huella = cursor.fetchone()[0]
    _correr(cursor, liquidacion, "90_totales")
    columnas = [columna.name for columna in cursor.description]
    return huella, dict(zip(columnas, cursor.fetchone(), strict=True))


def _correr(cursor, liquidacion: Liquidacion, paso: str) -> None:
    texto = (CARPETA / f"{paso}.sql").read_text()
    cursor.execute(texto, {"liquidacion": liquidacion.pk, "corte": liquidacion.corte})
    while cursor.nextset():
        pass


def _exigir_sede(por) -> None:
    if por.rol != Rol.SEDE and por.username != Usuario.SISTEMA:
        raise PermissionDenied("Solo la sede central liquida.")


def _exigir_abierta(liquidacion: Liquidacion) -> None:
    if liquidacion.esta_cerrada:
        raise NoSeLiquida(
            f"El bimestre {liquidacion.periodo} ya está cerrado: lo que se sepa después entra "
            "como ajuste del siguiente."
        )


def _exigir_parametros(dia: dt.date) -> None:
    vigentes = ParametroTransferencia.objects.filter(desde__lte=dia).exclude(hasta__lt=dia)
    faltan = set(ClaveTransferencia.values) - set(vigentes.values_list("clave", flat=True))
    if faltan:
        nombres = ", ".join(sorted(ClaveTransferencia(clave).label for clave in faltan))
        raise NoSeLiquida(f"No hay parámetro vigente el {dia:%d/%m/%Y}: {nombres}.")
