"""What a load changed and what a full cut no longer brings, as its page and its files tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import chain

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from captacion.models import CambioDato, Carga, EstadoCarga, Fuente, NivelPobreza, RegistroFuente
from juntos.mascara import Mascara
from juntos.models import Parametro
from juntos.planilla import lineas_csv
from juntos.rastro import Rastro

CAMPOS = {
    "codigo_padron": "Código de padrón",
    "dni": "DNI",
    "cui": "CUI",
    "cnv": "CNV",
    "ap_paterno": "Primer apellido",
    "ap_materno": "Segundo apellido",
    "nombres": "Nombres",
    "sexo": "Sexo",
    "fecha_nacimiento": "Fecha de nacimiento",
    "ubigeo": "Distrito (ubigeo)",
    "centro_poblado": "Centro poblado",
    "direccion": "Dirección",
    "referencia": "Referencia",
    "eess": "Establecimiento de salud",
    "seguro": "Seguro",
    "programas": "Programas sociales",
    "madre_documento": "Documento de la madre",
    "madre_nombres": "Nombre de la madre",
    "jefe_documento": "Documento del jefe de familia",
    "celular": "Celular",
    "fur": "Última regla",
    "fpp": "Fecha probable de parto",
    "estado": "Usuario de JUNTOS",
    "tpi": "En transferencia de primera infancia",
    "nivel": "Clasificación socioeconómica",
    "cse_desde": "Clasificación vigente desde",
    "cse_hasta": "Clasificación vigente hasta",
}
FECHAS = {"fecha_nacimiento", "fur", "fpp", "cse_desde", "cse_hasta"}
SI_O_NO = {"estado", "tpi"}
PRIMEROS = 10
LOGICO = BooleanField()
COLUMNAS_CAMBIOS = ("Fila", "Persona", "Documento", "Hogar", "Dato", "Antes", "Después")
COLUMNAS_AUSENTES = (
    *("Persona", "Documento", "Código de padrón", "Nacimiento", "Hogar"),
    *("Archivo que la trajo", "Fila", "Por qué"),
)


@dataclass(frozen=True)
class CambioDicho:
    """A change as people read it, in the order of COLUMNAS_CAMBIOS."""

    fila: int
    persona: str
    documento: str
    hogar: str
    dato: str
    antes: str
    despues: str


@dataclass(frozen=True)
class Corte:
    """`cambios`: how many, by field, the most first; of the absent, who came back since, and who
    left by age."""

    total: int
    cambios: list[tuple[str, int]]
    primeros: list[CambioDicho]
    volvieron: int = 0
    por_edad: int = 0


def resumen(carga: Carga, *, mascara: Mascara) -> Corte | None:
    if carga.estado != EstadoCarga.PROCESADA:
        return None
    cuentas = (
        CambioDato.objects.filter(carga=carga)
        .values_list("campo")
        .annotate(cantidad=Count("pk"))
        .order_by("-cantidad", "campo")
    )
    por_campo = [(CAMPOS.get(campo, campo), cantidad) for campo, cantidad in cuentas]
    return Corte(
        total=sum(cantidad for _, cantidad in por_campo),
        cambios=por_campo,
        primeros=[_dicho(c, mascara) for c in _cambios(carga)[:PRIMEROS]] if por_campo else [],
        **(_de_ausentes(carga) if carga.ausentes else {}),
    )


def cuantos_cambios(carga: Carga) -> int:
    return CambioDato.objects.filter(carga=carga).count()


def _de_ausentes(carga: Carga) -> dict[str, int]:
    siguen = ausentes_de(carga)
    return {
        "volvieron": max(carga.ausentes - siguen.count(), 0),
        "por_edad": siguen.filter(por_edad=True).count(),
    }


def decir(campo: str, valor: str) -> str:
    """A stored value as people read it."""
    if not valor:
        return "vacío"
    if campo in FECHAS:
        return f"{dt.date.fromisoformat(valor):%d/%m/%Y}"
    if campo == "nivel":
        return NivelPobreza(valor).label
    if campo in SI_O_NO:
        return "sí" if valor == "1" else "no"
    return valor


def ausentes_de(carga: Carga) -> QuerySet[RegistroFuente]:
    """Who still does not come, once each however many keys told of her; `por_edad`: it was time."""
    nacio = Q(persona__fecha_nacimiento__lte=_mayores(carga))
    ultimas_claves = (
        RegistroFuente.objects.filter(ausente_desde=carga)
        .order_by("persona_id", "hogar_id", "-carga_id", "-pk")
        .distinct("persona_id", "hogar_id")
    )
    return (
        RegistroFuente.objects.filter(pk__in=ultimas_claves.values("pk"))
        .annotate(por_edad=ExpressionWrapper(nacio & Q(fuente=Fuente.PADRON_NOMINAL), LOGICO))
        .select_related("persona__recien_nacido", "hogar", "carga")
        .order_by("persona__clave_nombre", "pk")
    )


def archivo_de_cambios(carga: Carga, *, mascara: Mascara, rastro: Rastro) -> Iterator[str]:
    cambios = _cambios(carga).iterator(chunk_size=2000)
    filas = (astuple(_dicho(c, mascara)) for c in cambios)
    return lineas_csv(chain([COLUMNAS_CAMBIOS], filas), rastro=rastro)


def archivo_de_ausentes(carga: Carga, *, mascara: Mascara, rastro: Rastro) -> Iterator[str]:
    registros = ausentes_de(carga).iterator(chunk_size=2000)
    filas = (_fila_ausente(r, mascara) for r in registros)
    return lineas_csv(chain([COLUMNAS_AUSENTES], filas), rastro=rastro)


def _fila_ausente(registro: RegistroFuente, mascara: Mascara) -> list:
    nacio = registro.persona.fecha_nacimiento
    menor = getattr(registro.persona, "recien_nacido", None)
    return [
        str(registro.persona),
        mascara.numero(registro.persona.documento),
        (menor and menor.codigo_padron) or "",
        f"{nacio:%d/%m/%Y}" if nacio else "",
        registro.hogar.codigo if registro.hogar else "",
        registro.carga.nombre_archivo,
        registro.fila,
        "Cumplió la edad máxima" if registro.por_edad else "",
    ]


def _mayores(carga: Carga) -> dt.date:
    """Born on this day or before, a child was past the age of the Padrón when the cut came."""
    el = carga.fecha_proceso
    anio = el.year - Parametro.de("anios_padron")
    return el.replace(year=anio, day=28) if (el.month, el.day) == (2, 29) else el.replace(year=anio)


def _cambios(carga: Carga) -> QuerySet[CambioDato]:
    return (
        CambioDato.objects.filter(carga=carga)
        .select_related("persona", "hogar")
        .order_by("fila", "pk")
    )


def _dicho(cambio: CambioDato, mascara: Mascara) -> CambioDicho:
    return CambioDicho(
        cambio.fila,
        str(cambio.persona),
        mascara.numero(cambio.persona.documento),
        cambio.hogar.codigo if cambio.hogar else "",
        CAMPOS.get(cambio.campo, cambio.campo),
        decir(cambio.campo, mascara.dato(cambio.campo, cambio.antes)),
        decir(cambio.campo, mascara.dato(cambio.campo, cambio.despues)),
    )
