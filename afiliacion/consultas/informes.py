"""A published report beside what is known today: the difference, cause by cause, with its rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils import formats

from afiliacion.acciones.informes import CUENTAS, cuadra
from afiliacion.consultas import informe_en_papel
from afiliacion.consultas.indicadores import SQL
from afiliacion.models import EstadoInforme, HechoCaptacion, HechoPublicado, InformeMensual
from juntos.models import Parametro
from juntos.territorio import ve_el_pais

CARPETA = Path(__file__).resolve().parents[1] / "sql" / "informes"
MESES_ATRAS = 12
DE_HOGARES = HechoPublicado.DE_HOGARES
# What a report counts, in the order in which it is told.
QUE_CUENTA = {
    "nacidos": "Nacimientos en hogares usuarios",
    "captados": "Captados antes de los 30 días",
    "captados_8d": "Captados en los primeros 8 días",
    "captados_mismo_dia": "Captados el mismo día",
    "nacidos_abiertos": "Aún sin cumplir 30 días (cohorte abierta)",
    "gestantes": "Gestantes registradas",
    "gestantes_oportunas": "Gestantes registradas en el primer trimestre",
    "hogares_nuevos": "Hogares nuevos afiliados",
    "hogares_temprano": "Hogares nuevos afiliados a tiempo",
}
# Why a capture counts today and did not then, or the other way round.
CAUSAS = {
    "tardia": "llegaron después del corte",
    "unida": "eran registros de una misma persona, o dejaron de serlo",
    "territorio": "cambiaron de Unidad Territorial",
    "vinculo": "cambiaron de hogar o de vínculo",
    "cohorte": "cumplieron 30 días después del corte",
    "fechas": "tenían otra fecha, que se corrigió",
    "paso": "su afiliación se registró o se corrigió después",
    "definicion": "cambió un parámetro de la definición",
}


@dataclass(frozen=True)
class Causa:
    """How many entered and left one count for one reason."""

    codigo: str
    entran: int
    salen: int

    @property
    def nombre(self) -> str:
        return CAUSAS[self.codigo]


@dataclass(frozen=True)
class Diferencia:
    """One count as it was published and as it is today: what entered and left since, by cause."""

    que: str
    publicado: int
    causas: list[Causa]

    @property
    def nombre(self) -> str:
        return QUE_CUENTA[self.que]

    @property
    def cambio(self) -> int:
        return sum(causa.entran - causa.salen for causa in self.causas)

    @property
    def hoy(self) -> int:
        return self.publicado + self.cambio

    @property
    def sin_signo(self) -> int:
        return abs(self.cambio)


@dataclass(frozen=True)
class FilaDeInforme:
    """A capture behind a cause: as it was counted (None: it was not), and as it is known today."""

    captacion_id: int
    hogar_id: int
    signo: int
    antes: HechoPublicado | None
    ahora: HechoCaptacion | None


def diferencias(
    informe: InformeMensual, *, hoy: dt.date, unidad: int | None = None
) -> list[Diferencia]:
    """Every count of the report, in the country or a unit: then, and as of the end of `hoy`."""
    publicado = publicado_en(informe, unidad)
    causas: dict[str, list[Causa]] = {que: [] for que in QUE_CUENTA}
    filas = _correr("cuenta_de_causas", informe, hoy=hoy, unidad=unidad)
    por_orden = sorted(filas, key=lambda fila: list(CAUSAS).index(fila[1]))
    for que, causa, entran, salen in por_orden:
        causas[que].append(Causa(causa, entran, salen))
    return [Diferencia(que, publicado[que], causas[que]) for que in QUE_CUENTA]


def publicado_en(informe: InformeMensual, unidad: int | None) -> dict[str, int]:
    """The counts that the report tells of the country or of a unit."""
    if unidad is None:
        return informe.cifras["pais"]["cuentas"]
    de_la_unidad = [lugar for lugar in informe.cifras["unidades"] if lugar["id"] == unidad]
    return de_la_unidad[0]["cuentas"] if de_la_unidad else dict.fromkeys(QUE_CUENTA, 0)


def filas_publicadas(informe: InformeMensual, que: str, *, por, unidad: int | None = None):
    """The captures behind a published number that `por` may see; of households, one each."""
    filas = HechoPublicado.objects.visibles_para(por).filter(
        informe=informe, **{DE_HOGARES.get(que, que): True}
    )
    if unidad is not None:
        filas = filas.filter(unidad=unidad)
    if que in DE_HOGARES:
        filas = filas.order_by("hogar_id", "captacion_id").distinct("hogar_id")
    else:
        filas = filas.order_by("evento_el", "captacion_id")
    return filas.select_related("distrito", "hogar")


def filas_de_causa(
    informe: InformeMensual, que: str, causa: str, *, por, hoy: dt.date, unidad: int | None = None
) -> list[FilaDeInforme]:
    """What entered or left a count for one reason, of what `por` may see."""
    filas = _correr(
        "filas_de_una_causa", informe, hoy=hoy, unidad=unidad, valores={"que": que, "causa": causa}
    )
    claves = [captacion for captacion, _ in filas]
    publicadas = HechoPublicado.objects.visibles_para(por).filter(informe=informe)
    antes = {h.captacion_id: h for h in _con_lugar(publicadas, claves)}
    vigentes = HechoCaptacion.objects.visibles_para(por).filter(hasta=None)
    ahora = {h.captacion_id: h for h in _con_lugar(vigentes, claves)}
    return [
        FilaDeInforme(
            captacion,
            (ahora.get(captacion) or antes[captacion]).hogar_id,
            signo,
            antes.get(captacion),
            ahora.get(captacion),
        )
        for captacion, signo in filas
        if captacion in antes or captacion in ahora
    ]


def meses_por_informar(hoy: dt.date) -> list[tuple[str, str]]:
    """The last twelve months that ended and have no approved report, the nearest first."""
    aprobados = set(
        InformeMensual.objects.filter(estado=EstadoInforme.APROBADO).values_list(
            "periodo", flat=True
        )
    )
    meses, dia = [], hoy
    for _ in range(MESES_ATRAS):
        dia = dia.replace(day=1) - dt.timedelta(days=1)
        if f"{dia:%Y-%m}" not in aprobados:
            meses.append((f"{dia:%Y-%m}", formats.date_format(dia, "F \\d\\e Y")))
    return meses


def expediente(informe: InformeMensual, *, por, hoy: dt.date) -> dict:
    """All that the page of a report shows to `por`: what changed since, in what she may open."""
    unidad = None if ve_el_pais(por) else por.unidad_territorial_id
    aprobado = informe.esta_aprobado
    todas = diferencias(informe, hoy=hoy, unidad=unidad) if aprobado else []
    return {
        "informe": informe,
        "nombre": nombre_del_mes(informe),
        "de_sede": ve_el_pais(por),
        "lo_preparo": informe.preparado_por_id == por.pk,
        "cuadra": cuadra(informe),
        "titulares": informe_en_papel.titulares(informe),
        "demoras": informe_en_papel.demoras(informe),
        "lugares": informe_en_papel.lugares(informe),
        "definiciones": informe_en_papel.definiciones(informe),
        "abiertos": informe.cifras["pais"]["cuentas"]["nacidos_abiertos"],
        "unidad": unidad,
        "cambiaron": [d for d in todas if d.causas],
        "siguen": [d for d in todas if not d.causas],
        "hoy": hoy,
    }


def como_esta(pk: int) -> str:
    """What somebody else left, for who came second."""
    actual = InformeMensual.objects.select_related("preparado_por", "aprobado_por").get(pk=pk)
    if actual.esta_aprobado:
        return f"{actual.aprobado_por} ya aprobó este informe."
    return f"{actual.preparado_por} lo preparó otra vez: mire sus cifras antes de aprobarlo."


def nombre_de_la_unidad(informe: InformeMensual, unidad: int | None) -> str:
    """As the report calls it; empty for the country, and for a unit without cases."""
    nombres = {lugar["id"]: lugar["nombre"] for lugar in informe.cifras["unidades"]}
    return nombres.get(unidad, "") if unidad else ""


def nombre_del_mes(informe: InformeMensual) -> str:
    return formats.date_format(informe.desde, "F \\d\\e Y")


def _con_lugar(filas, claves: list[int]):
    return filas.filter(captacion__in=claves).select_related("distrito", "hogar")


def _correr(
    guion: str,
    informe: InformeMensual,
    *,
    hoy: dt.date,
    unidad: int | None,
    valores: dict | None = None,
) -> list[tuple]:
    texto = (CARPETA / f"{guion}.sql").read_text().format(diferencia=_diferencia())
    todos = Parametro.valores() | {
        "informe": informe.pk,
        "desde": informe.desde,
        "hasta": informe.hasta,
        "publicado_el": informe.corte,
        "corte": hoy,
        "unidad": unidad,
    }
    with connection.cursor() as cursor:
        cursor.execute(texto, todos | (valores or {}))
        return cursor.fetchall()


def _diferencia() -> str:
    """diferencia.sql with its lists of counts, written once."""
    hogares = (CARPETA / "hogares.sql").read_text()
    return (
        (CARPETA / "diferencia.sql")
        .read_text()
        .format(
            hechos=(SQL / "hechos.sql").read_text(),
            cuentas_del_mes=", ".join(f"es_del_mes AND {c} AS {c}" for c in CUENTAS),
            pares=", ".join(
                f"('{c}', coalesce(p.{c}, false), coalesce(h.{c}, false))" for c in CUENTAS
            ),
            de_hogares="UNION ALL\n".join(
                hogares.format(que=que, columna=columna) for que, columna in DE_HOGARES.items()
            ),
        )
    )
