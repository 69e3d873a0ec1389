"""The report of a month: prepared by the system or sede, approved by another person, then fixed."""

import calendar
import datetime as dt
import hashlib
import json
import re
from dataclasses import asdict
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from afiliacion.acciones import hechos
from afiliacion.consultas import indicadores
from afiliacion.consultas.indicadores import LATENCIAS, RAZONES, SQL, Ambito
from afiliacion.consultas.metas import elegir, metas_del
from afiliacion.models import EstadoInforme, HechoPublicado, InformeMensual
from juntos.estados import TransicionInvalida, transitar
from juntos.models import Evento, Parametro, Rol, UnidadTerritorial, Usuario

CARPETA = Path(__file__).resolve().parents[1] / "sql" / "informes"
# Counts of captures whose event is in the month, as columns of hechos.sql.
CUENTAS = (
    "nacidos", "captados", "captados_8d", "captados_mismo_dia", "nacidos_abiertos", "gestantes",
    "gestantes_oportunas",
)  # fmt: skip
TRAMOS = tuple(LATENCIAS.values())
# What a report was computed with, kept beside its figures.
PARAMETROS = ("dias_captacion_recien_nacido", "dias_primeros_ocho", "dias_primer_trimestre")
UN_DIA = dt.timedelta(days=1)


class NoSePrepara(Exception):
    """Nothing was done; str() is the one sentence that says why."""


def primer_dia(periodo: str) -> dt.date:
    """The first day of a month written AAAA-MM."""
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", periodo):
        raise NoSePrepara(f"«{periodo}» no es un mes: escríbalo como 2026-11.")
    return dt.date.fromisoformat(f"{periodo}-01")


def ultimo_dia(desde: dt.date) -> dt.date:
    return desde.replace(day=calendar.monthrange(desde.year, desde.month)[1])


@transaction.atomic
def preparar(periodo: str, *, por, hoy: dt.date | None = None) -> InformeMensual:
    """The draft of a month, with what was known at the end of yesterday; again, until approved.

    Not of today: what comes later in the day would not be in it.
    """
    _exigir_sede(por, o_sistema=True)
    desde = primer_dia(periodo)
    hoy = hoy or timezone.localdate()
    mes = Ambito(desde=desde, hasta=ultimo_dia(desde), corte=hoy - UN_DIA)
    if mes.hasta > mes.corte:
        raise NoSePrepara("Ese mes no ha terminado: su informe se prepara desde el mes siguiente.")
    # Nobody counts again until this ends: it keeps the turn of the facts.
    hechos.poner_al_dia(hoy=hoy)
    previo = InformeMensual.objects.select_for_update().filter(periodo=periodo).first()
    if previo and previo.esta_aprobado:
        raise NoSePrepara(f"El informe {previo.numero} ya está aprobado: no cambia.")
    campos = {
        "corte": mes.corte,
        "cifras": _cifras(mes),
        "preparado_en": timezone.now(),
        "preparado_por": por,
    }
    if previo is None:
        informe = InformeMensual.objects.create(periodo=periodo, huella="0" * 64, **campos)
        Evento.registrar(informe, "", informe.estado, por=por)
    else:
        informe = previo
        informe.hechos.all().delete()
        transitar(informe, EstadoInforme.BORRADOR, por=por, **campos)
    _publicar(informe, mes)
    InformeMensual.objects.filter(pk=informe.pk).update(huella=huella_de(informe))
    informe.refresh_from_db()
    return informe


@transaction.atomic
def aprobar(informe: InformeMensual, *, huella: str, por) -> InformeMensual:
    """Publish exactly what `por` saw (`huella`); whoever prepared it does not approve it."""
    _exigir_sede(por)
    if por.pk == informe.preparado_por_id:
        raise PermissionDenied("Quien preparó un informe no lo aprueba.")
    actual = InformeMensual.objects.select_for_update().get(pk=informe.pk)
    if huella != actual.huella:
        raise TransicionInvalida(actual, actual.estado, EstadoInforme.APROBADO)
    if not cuadra(actual):
        raise NoSePrepara("Sus filas no dan sus cifras: vuelva a prepararlo.")
    transitar(
        actual,
        EstadoInforme.APROBADO,
        por=por,
        aprobado_en=timezone.now(),
        aprobado_por=por,
    )
    return actual


def preparar_el_que_toca(*, hoy: dt.date) -> InformeMensual | None:
    """From its day of the month on: the last month whose children all were 30 days old then."""
    dia = max(Parametro.de("informe_dia_del_mes"), 1)
    toca = hoy.replace(day=min(dia, ultimo_dia(hoy).day))
    if hoy < toca:
        return None
    # Births of this day are the first that are not 30 days old on the cut-off.
    abierto = toca - UN_DIA - dt.timedelta(days=Parametro.de("dias_captacion_recien_nacido"))
    periodo = f"{abierto.replace(day=1) - UN_DIA:%Y-%m}"
    if InformeMensual.objects.filter(periodo=periodo).exists():
        return None
    return preparar(periodo, por=Usuario.objects.sistema(), hoy=hoy)


def cuadra(informe: InformeMensual) -> bool:
    """Whether its rows and its figures are still those that its fingerprint was taken of."""
    return informe.huella == huella_de(informe)


def huella_de(informe: InformeMensual) -> str:
    texto = (CARPETA / "huella.sql").read_text()
    columnas = ", ".join((*CUENTAS, "afiliadas", "afiliadas_temprano", *TRAMOS))
    with connection.cursor() as cursor:
        cursor.execute(texto.format(columnas=columnas), {"informe": informe.pk})
        filas = cursor.fetchone()[0]
    todo = [informe.periodo, f"{informe.corte}", informe.cifras, filas]
    return hashlib.sha256(json.dumps(todo, sort_keys=True).encode()).hexdigest()


def _publicar(informe: InformeMensual, mes: Ambito) -> None:
    """Keep the captures that it counted, as they are known at its cut-off."""
    texto = (CARPETA / "publicar.sql").read_text()
    texto = texto.format(
        hechos=(SQL / "hechos.sql").read_text(),
        cuentas=", ".join(CUENTAS),
        cuentas_del_mes=", ".join(f"es_del_mes AND {cuenta}" for cuenta in CUENTAS),
        tramos=", ".join(TRAMOS),
        tramos_del_mes=", ".join(f"CASE WHEN es_del_mes THEN {tramo} END" for tramo in TRAMOS),
    )
    with connection.cursor() as cursor:
        cursor.execute(texto, Parametro.valores() | asdict(mes) | {"informe": informe.pk})


def _cifras(mes: Ambito) -> dict:
    """All that the report says, as JSON: nothing of it is read from anywhere else later."""
    metas = metas_del(mes.hasta)
    antes = Ambito(
        desde=(mes.desde - UN_DIA).replace(day=1), hasta=mes.desde - UN_DIA, corte=mes.corte
    )
    nombres = dict(UnidadTerritorial.objects.values_list("pk", "nombre"))
    dias = indicadores.latencias(mes, "unidad")
    valores = Parametro.valores()
    return {
        "pais": _de_todos(mes, metas),
        "antes": _de_todos(antes, metas),
        "unidades": [
            {"id": cuentas.grupo, "nombre": nombres.get(cuentas.grupo, "Sin Unidad Territorial")}
            | _de_un_lugar(cuentas, dias.get(cuentas.grupo, {}), metas, cuentas.grupo)
            for cuentas in sorted(
                indicadores.por(mes, "unidad"),
                key=lambda c: (c.grupo is None, nombres.get(c.grupo, "")),
            )
        ],
        "parametros": {clave: valores[clave] for clave in PARAMETROS},
    }


def _de_todos(mes: Ambito, metas: dict) -> dict:
    dias = indicadores.latencias(mes).get(None, {})
    return _de_un_lugar(indicadores.total(mes), dias, metas, None)


def _de_un_lugar(cuentas, dias: dict, metas: dict, unidad: int | None) -> dict:
    de_cada = {codigo: elegir(metas, codigo, unidad) for codigo in RAZONES}
    return {
        "cuentas": {que: getattr(cuentas, que) for que in (*CUENTAS, *HechoPublicado.DE_HOGARES)},
        "indicadores": indicadores.en_codigos(cuentas, dias),
        "metas": {codigo: float(meta.valor) for codigo, meta in de_cada.items() if meta},
    }


def _exigir_sede(por, *, o_sistema: bool = False) -> None:
    if por.rol == Rol.SEDE or (o_sistema and por.username == Usuario.SISTEMA):
        return
    raise PermissionDenied("Los informes los prepara y los aprueba la sede central.")
