"""The supervisor's day: what waits for her, each number with exactly its list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from afiliacion.consultas.cola import PRONTO, SIN
from afiliacion.consultas.corresponsabilidades import cuantos_por_atender
from afiliacion.consultas.equipo import sin_actividad
from afiliacion.consultas.solicitudes import al_alcance
from afiliacion.models import (
    Alerta,
    Contacto,
    Derivacion,
    EstadoAlerta,
    EstadoSalida,
    EstadoSolicitud,
    PedidoArco,
    RegistroDeCampo,
    SalidaPropuesta,
)
from captacion.clases_de_pares import CLASES
from captacion.consultas.fuentes import Llegada, tardias
from captacion.consultas.pares import avance
from juntos.cuentas.privilegios import esta_vencida
from juntos.models import AlertaDeLectura
from juntos.templatetags.juntos import hace


@dataclass(frozen=True)
class Pendiente:
    """One number of the day: what it counts, and where its list is."""

    clave: str
    cuenta: int
    singular: str
    plural: str
    direccion: str
    detalle: str = ""

    @property
    def palabras(self) -> str:
        return self.singular if self.cuenta == 1 else self.plural


@dataclass(frozen=True)
class PorVencer:
    """Contacts of one manager in one district that are due today or in three days."""

    quien: str
    distrito: str
    cuenta: int
    direccion: str


@dataclass(frozen=True)
class Dia:
    pendientes: list[Pendiente]
    por_vencer: list[PorVencer]
    fuentes: list[Llegada]

    @property
    def nada(self) -> bool:
        return not any(p.cuenta for p in self.pendientes)


def dia_de(usuario, *, hoy: dt.date) -> Dia:
    fuentes = tardias(timezone.now())
    return Dia(
        pendientes=[
            _solicitudes(usuario),
            _por_vencer(usuario, hoy=hoy),
            _alertas(usuario),
            _cuidados(usuario, hoy=hoy),
            _campo(usuario),
            _derivaciones(usuario, hoy=hoy),
            _cruces(usuario),
            _sin_actividad(usuario, hoy=hoy),
            _salidas(usuario),
            _lecturas(usuario),
            _privilegios(usuario, hoy=hoy),
            _arco(usuario, hoy=hoy),
            Pendiente(
                "fuentes",
                len(fuentes),
                "fuente de datos con retraso",
                "fuentes de datos con retraso",
                "#fuentes",
            ),
        ],
        por_vencer=por_vencer(usuario, hoy=hoy),
        fuentes=fuentes,
    )


def _solicitudes(usuario) -> Pendiente:
    enviadas = al_alcance(usuario).filter(estado=EstadoSolicitud.ENVIADA)
    suma = enviadas.aggregate(cuantas=Count("pk"), primera=Min("enviada_en"))
    return Pendiente(
        "solicitudes",
        suma["cuantas"],
        "solicitud por aprobar",
        "solicitudes por aprobar",
        f"{reverse('afiliacion:solicitudes')}?estado=enviadas",
        f"La más antigua se envió {hace(suma['primera'])}." if suma["primera"] else "",
    )


def _por_vencer(usuario, *, hoy: dt.date) -> Pendiente:
    cuantos = Contacto.objects.visibles_para(usuario).abiertos().filter(PRONTO.q(hoy)).count()
    return Pendiente(
        "por-vencer",
        cuantos,
        "contacto vence hoy o en 3 días",
        "contactos vencen hoy o en 3 días",
        f"{reverse('afiliacion:cola')}?vence={PRONTO.codigo}",
    )


def _alertas(usuario) -> Pendiente:
    abiertas = Alerta.objects.visibles_para(usuario).filter(estado=EstadoAlerta.ABIERTA)
    return Pendiente(
        "alertas",
        abiertas.count(),
        "alerta abierta",
        "alertas abiertas",
        reverse("afiliacion:alertas"),
    )


def _cuidados(usuario, *, hoy: dt.date) -> Pendiente:
    return Pendiente(
        "cuidados",
        cuantos_por_atender(usuario, hoy=hoy),
        "hogar con cuidados por atender",
        "hogares con cuidados por atender",
        reverse("afiliacion:corresponsabilidades"),
    )


def _campo(usuario) -> Pendiente:
    return Pendiente(
        "campo",
        RegistroDeCampo.objects.por_revisar().visibles_para(usuario).count(),
        "registro de campo por revisar",
        "registros de campo por revisar",
        reverse("afiliacion:campo-observados"),
    )


def _derivaciones(usuario, *, hoy: dt.date) -> Pendiente:
    vivas = Derivacion.objects.visibles_para(usuario).vivas()
    suma = vivas.aggregate(cuantas=Count("pk"), atrasadas=Count("pk", filter=Q(revisar_el__lt=hoy)))
    return Pendiente(
        "derivaciones",
        suma["cuantas"],
        "derivación sin cerrar",
        "derivaciones sin cerrar",
        reverse("afiliacion:derivaciones"),
        f"{suma['atrasadas']} con la fecha de preguntar ya pasada." if suma["atrasadas"] else "",
    )


def _arco(usuario, *, hoy: dt.date) -> Pendiente:
    vivos = PedidoArco.objects.visibles_para(usuario).vivos()
    suma = vivos.aggregate(cuantos=Count("pk"), vencidos=Count("pk", filter=Q(vence_el__lt=hoy)))
    return Pendiente(
        "arco",
        suma["cuantos"],
        "pedido sobre datos personales",
        "pedidos sobre datos personales",
        reverse("afiliacion:arco"),
        f"{suma['vencidos']} con su plazo vencido." if suma["vencidos"] else "",
    )


def _cruces(usuario) -> Pendiente:
    suyo = avance(CLASES.values(), usuario)
    return Pendiente(
        "cruces",
        suyo.total - suyo.hechos,
        "cruce dudoso",
        "cruces dudosos",
        reverse("captacion:cruces"),
    )


def _sin_actividad(usuario, *, hoy: dt.date) -> Pendiente:
    return Pendiente(
        "sin-actividad",
        len(sin_actividad(usuario, hoy=hoy)),
        "gestora sin actividad",
        "gestoras sin actividad",
        f"{reverse('afiliacion:equipo')}?actividad=sin",
    )


def por_vencer(usuario, *, hoy: dt.date) -> list[PorVencer]:
    """By manager and district, the largest first."""
    grupos = (
        Contacto.objects.visibles_para(usuario)
        .abiertos()
        .filter(PRONTO.q(hoy))
        .order_by()
        .values(
            "asignada_a",
            "asignada_a__first_name",
            "asignada_a__last_name",
            "asignada_a__username",
            "distrito",
            "distrito__nombre",
        )
        .annotate(cuenta=Count("pk"))
        .order_by("-cuenta", "distrito__nombre", "asignada_a")
    )
    return [
        PorVencer(
            _nombre(grupo),
            grupo["distrito__nombre"] or "Sin territorio",
            grupo["cuenta"],
            _direccion(grupo),
        )
        for grupo in grupos
    ]


def _nombre(grupo: dict) -> str:
    if grupo["asignada_a"] is None:
        return "Sin asignar"
    nombre = f"{grupo['asignada_a__first_name']} {grupo['asignada_a__last_name']}".strip()
    return nombre or grupo["asignada_a__username"]


def _direccion(grupo: dict) -> str:
    lista = QueryDict(mutable=True)
    lista["vence"] = PRONTO.codigo
    lista["distrito"] = grupo["distrito"] or SIN
    if grupo["asignada_a"] is None:
        lista["asignacion"] = "sin"
    else:
        lista["lleva"] = str(grupo["asignada_a"])
    return f"{reverse('afiliacion:cola')}?{lista.urlencode()}"


def _salidas(usuario) -> Pendiente:
    suyas = SalidaPropuesta.objects.visibles_para(usuario)
    return Pendiente(
        "salidas",
        suyas.filter(estado=EstadoSalida.PROPUESTA).count(),
        "salida del programa por decidir",
        "salidas del programa por decidir",
        reverse("afiliacion:salidas-propuestas"),
    )


def _privilegios(usuario, *, hoy: dt.date) -> Pendiente:
    return Pendiente(
        "privilegios",
        int(esta_vencida(unidad=usuario.unidad_territorial_id, hoy=hoy)),
        "revisión de privilegios por confirmar",
        "revisiones de privilegios por confirmar",
        reverse("juntos:privilegios"),
    )


def _lecturas(usuario) -> Pendiente:
    return Pendiente(
        "lecturas",
        AlertaDeLectura.objects.visibles_para(usuario).abiertas().count(),
        "lectura fuera de lo común",
        "lecturas fuera de lo común",
        reverse("juntos:lecturas"),
    )
