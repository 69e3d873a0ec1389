"""Lists for those who serve the same families: a health facility, a municipality's ULE."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from afiliacion.acciones.visitas import DE_NINO
from afiliacion.consultas.adulta import DE_LA_ADULTA, nombre_de_la_adulta
from afiliacion.consultas.hogar import Integrante
from afiliacion.consultas.restringidos import contactos_restringidos
from afiliacion.models import (
    Alerta,
    Contacto,
    Destino,
    Entrega,
    EstadoAlerta,
    EstadoContacto,
    TipoAlerta,
)
from captacion.models import Captacion, ClasificacionSocioeconomica, TipoRestriccion
from juntos.models import Distrito, Establecimiento, Rol, Usuario

PLANTILLA_RECIBO = Path(__file__).resolve().parents[1] / "pdf" / "recibo_de_entrega.typ"
# What a facility is told: care it gives. Violence is never on a list.
DE_SALUD = (
    TipoAlerta.SIN_CONTROL_PRENATAL,
    TipoAlerta.SIN_CRED,
    TipoAlerta.SIN_VACUNAS,
    TipoAlerta.SIN_HEMOGLOBINA,
)
PENDIENTE = {
    TipoAlerta.SIN_CONTROL_PRENATAL: "control prenatal",
    TipoAlerta.SIN_CRED: "control CRED",
    TipoAlerta.SIN_VACUNAS: "vacunas",
    TipoAlerta.SIN_HEMOGLOBINA: "dosaje de hemoglobina",
}
POR_CONTACTAR = "confirmar sus controles: el programa todavía no la contacta"
COLUMNAS_SALUD = ("Nombre", "Documento", "Quién es", "Nacimiento o FUR", "Pendiente", "Lugar")
COLUMNAS_ULE = ("Persona de contacto", "Centro poblado", "Dirección", "Referencia", "Se pide")
PEDIDO_ULE = "Clasificación socioeconómica (formato S100)"


@dataclass(frozen=True)
class Lista:
    """A list ready to be read, printed or handed over: the same cells everywhere."""

    destino: Destino
    distrito: Distrito
    codigo: str
    titulo: str
    alcance: str
    columnas: tuple[str, ...]
    filas: list[list]

    @property
    def filas_con_nombre(self) -> list[list[tuple]]:
        """Each cell with the name of its column, for a screen too narrow for a table."""
        return [list(zip(self.columnas, fila, strict=True)) for fila in self.filas]


@dataclass(frozen=True)
class Sitio:
    """A facility that attends people of a district, and how many of them have care pending."""

    codigo: str
    nombre: str
    pendientes: int


def articula(usuario: Usuario) -> bool:
    """Who is entitled to these lists: the roles that work with households."""
    return usuario.rol in (Rol.GESTORA, Rol.SUPERVISORA, Rol.SEDE)


def distritos(usuario: Usuario) -> QuerySet[Distrito]:
    """The user's districts with open contacts, those with most of them first."""
    abiertos = Q(contactos__estado__in=Contacto.ABIERTOS)
    return (
        Distrito.objects.visibles_para(usuario)
        .annotate(en_cola=Count("contactos", filter=abiertos))
        .order_by("-en_cola", "departamento", "provincia", "nombre")
    )


def sitios(distrito: Distrito, usuario: Usuario) -> list[Sitio]:
    """The facilities that attend people of this district, those with most to do first."""
    por_codigo = (
        _con_atencion_pendiente(ambito(distrito, usuario))
        .values("codigo")
        .annotate(n=Count("pk"), de_aqui=Count("pk", filter=Q(caso__contacto__distrito=distrito)))
        .filter(de_aqui__gt=0)
        .exclude(codigo="")
        .order_by("-n", "codigo")
    )
    cuentas = {fila["codigo"]: fila["n"] for fila in por_codigo}
    nombres = dict(Establecimiento.objects.filter(pk__in=cuentas).values_list("pk", "nombre"))
    return [Sitio(codigo, nombres.get(codigo, ""), n) for codigo, n in cuentas.items()]


def ambito(distrito: Distrito, usuario: Usuario) -> QuerySet[Distrito]:
    """A facility attends people of its neighbours too: the user's districts of the same unit."""
    if distrito.unidad_territorial_id is None:
        return Distrito.objects.filter(pk=distrito.pk)
    return Distrito.objects.visibles_para(usuario).filter(
        unidad_territorial=distrito.unidad_territorial_id
    )


def para_establecimiento(distrito: Distrito, codigo: str, *, usuario: Usuario) -> Lista:
    """Newborns and pregnant women of a facility with care pending, as far as is known today."""
    captaciones = (
        _con_atencion_pendiente(ambito(distrito, usuario))
        .filter(codigo=codigo)
        .select_related("persona", "recien_nacido", "gestante", "caso__contacto__distrito")
        .prefetch_related(Prefetch("caso__contacto__visitas__alertas", _alertas_de_salud()))
        .order_by("persona__clave_nombre", "pk")
    )
    nombre = Establecimiento.objects.filter(pk=codigo).values_list("nombre", flat=True).first()
    return Lista(
        destino=Destino.ESTABLECIMIENTO,
        distrito=distrito,
        codigo=codigo,
        titulo=f"Recién nacidos y gestantes de {nombre or f'establecimiento {codigo}'}",
        alcance=f"Con atención pendiente al {timezone.localdate():%d/%m/%Y}",
        columnas=COLUMNAS_SALUD,
        filas=[_fila_de_salud(c) for c in captaciones],
    )


def para_municipalidad(distrito: Distrito, *, usuario: Usuario) -> Lista:
    """Households of the district without a classification in force: whom to ask for, and where."""
    hoy = timezone.localdate()
    contactos = (
        _sin_clasificacion(Contacto.objects.visibles_para(usuario).abiertos(), hoy)
        .filter(distrito=distrito)
        .select_related("hogar")
        .prefetch_related(*DE_LA_ADULTA)
        .order_by("centro_poblado", "pk")
    )
    return Lista(
        destino=Destino.MUNICIPALIDAD,
        distrito=distrito,
        codigo="",
        titulo=f"Hogares sin clasificación socioeconómica vigente de {distrito}",
        alcance=f"Contactos abiertos al {hoy:%d/%m/%Y}",
        columnas=COLUMNAS_ULE,
        filas=[_fila_de_ule(c) for c in contactos],
    )


def cuantos_sin_clasificacion(distrito: Distrito, usuario: Usuario) -> int:
    abiertos = Contacto.objects.visibles_para(usuario).abiertos().filter(distrito=distrito)
    return _sin_clasificacion(abiertos, timezone.localdate()).count()


def entregas(usuario: Usuario) -> QuerySet[Entrega]:
    return Entrega.objects.visibles_para(usuario).select_related("distrito", "entregada_por")


def recibo(entrega: Entrega) -> dict:
    """What the receipt says: what was handed and to whom, and no name of the list."""
    entregada = timezone.localtime(entrega.entregada_en)
    return {
        "numero": entrega.numero,
        "sha256": entrega.sha256,
        "datos": [
            ["Lista", entrega.lista],
            ["Alcance", entrega.filtros],
            ["Personas u hogares", f"{entrega.filas:,}"],
            ["Formato", entrega.get_formato_display()],
            ["Entrega", f"{entrega.entregada_por}, {entregada:%d/%m/%Y %H:%M}"],
            ["Recibe", entrega.recibe],
            ["Cargo y oficina", entrega.oficina],
        ],
    }


def _con_atencion_pendiente(distritos: QuerySet[Distrito]) -> QuerySet[Captacion]:
    """Live cases of these districts still to be reached, or with an alert about their care."""
    avisadas = Alerta.objects.filter(
        visita__contacto=OuterRef("caso__contacto"),
        tipo__in=DE_SALUD,
        estado=EstadoAlerta.ABIERTA,
    )
    abiertas = Captacion.objects.filter(
        Q(caso__contacto__estado__in=Contacto.ABIERTOS) | Exists(avisadas),
        caso__contacto__distrito__in=distritos,
        caso__cerrado_por_visita__isnull=True,
    )
    return abiertas.exclude(caso__contacto__in=_fuera_de_listas()).annotate(
        codigo=Coalesce("recien_nacido__establecimiento_codigo", "gestante__establecimiento_codigo")
    )


def _alertas_de_salud() -> QuerySet[Alerta]:
    return Alerta.objects.filter(tipo__in=DE_SALUD, estado=EstadoAlerta.ABIERTA)


def _fila_de_salud(captacion: Captacion) -> list:
    contacto = captacion.caso.contacto
    lugar = ", ".join(filter(None, (str(contacto.distrito or ""), contacto.centro_poblado)))
    return [
        captacion.persona.nombre_completo,
        captacion.persona.documento,
        Integrante(captacion.persona, captacion=captacion).que_es,
        captacion.evento_el,
        _pendiente(captacion),
        lugar,
    ]


def _pendiente(captacion: Captacion) -> str:
    propias = DE_NINO if captacion.recien_nacido_id else (TipoAlerta.SIN_CONTROL_PRENATAL,)
    tipos = {
        alerta.tipo
        for visita in captacion.caso.contacto.visitas.all()
        for alerta in visita.alertas.all()
        if alerta.tipo in propias and alerta.captacion_id in (None, captacion.pk)
    }
    return "; ".join(PENDIENTE[tipo] for tipo in DE_SALUD if tipo in tipos) or POR_CONTACTAR


def _sin_clasificacion(contactos: QuerySet[Contacto], hoy: dt.date) -> QuerySet[Contacto]:
    vigente = ClasificacionSocioeconomica.objects.vigentes(hoy).filter(hogar=OuterRef("hogar"))
    sin_clase = contactos.filter(Q(estado=EstadoContacto.DERIVADA) | ~Exists(vigente))
    return sin_clase.exclude(pk__in=_fuera_de_listas())


def _fuera_de_listas() -> QuerySet:
    return contactos_restringidos(TipoRestriccion.FUERA_DE_LISTAS)


def _fila_de_ule(contacto: Contacto) -> list:
    return [
        nombre_de_la_adulta(contacto),
        contacto.centro_poblado,
        contacto.direccion,
        contacto.referencia,
        PEDIDO_ULE,
    ]
