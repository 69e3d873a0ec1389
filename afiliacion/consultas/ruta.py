"""The route of a day as its page, its sheet and its device read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.utils import formats, timezone

from afiliacion.acciones.ruta import lugar_de, urgencia
from afiliacion.consultas import avisos, cola, contacto
from afiliacion.consultas.filas import filas_de, nombre_de_bebe
from afiliacion.consultas.prioridad import Prioridad
from afiliacion.forms import alertas_posibles
from afiliacion.models import (
    CausaIncidencia,
    Contacto,
    Modalidad,
    Parada,
    Resultado,
    TipoAlerta,
    Visita,
)
from juntos.models import Distrito, Parametro, Usuario
from juntos.templatetags.juntos import edad, plazo, semanas

SUGERIDAS = 60
VISITAS_EN_EL_TELEFONO = 5


@dataclass(frozen=True)
class Lugar:
    """A centro poblado with its households, the most urgent first."""

    nombre: str
    distrito: Distrito | None
    contactos: list[Contacto]


def paradas_de(usuario: Usuario, *, hoy: dt.date) -> list[Parada]:
    """Today's stops in their order, each contact with what a row of the queue shows."""
    paradas = list(Parada.objects.visibles_para(usuario).filter(fecha=hoy))
    contactos = Contacto.objects.filter(pk__in=[p.contacto_id for p in paradas])
    por_pk = {uno.pk: uno for uno in filas_de(contactos, hoy, Prioridad.de(usuario))}
    visitados = _visitados_por(usuario, hoy=hoy)
    for parada in paradas:
        parada.contacto = por_pk[parada.contacto_id]
        parada.hecha = parada.contacto_id in visitados
    return paradas


def proxima(paradas: list[Parada]) -> Parada | None:
    """The first stop where nobody of the route has been today."""
    return next((parada for parada in paradas if not parada.hecha), None)


def _visitados_por(usuario: Usuario, *, hoy: dt.date) -> set[int]:
    return set(
        Visita.objects.filter(registrada_por=usuario, fecha=hoy).values_list("contacto", flat=True)
    )


def sugeridas(usuario: Usuario, *, hoy: dt.date, fuera: Iterable[int]) -> list[Lugar]:
    """Open contacts that she has in hand or nobody has, by place, the most urgent place first."""
    # Named, so that it begins at them: else it reads the queue of the country in its order.
    distritos = list(Distrito.objects.visibles_para(usuario).values_list("pk", flat=True))
    suyos = (
        Contacto.objects.visibles_para(usuario)
        .abiertos()
        .filter(distrito__in=distritos)
        .filter(cola.q_asignacion("mias", usuario) | cola.q_asignacion("sin", usuario))
        .exclude(pk__in=list(fuera))
        .order_by(*cola.ORDENES["plazo"][1])
    )
    claves = list(suyos.values_list("pk", flat=True)[:SUGERIDAS])
    contactos = filas_de(Contacto.objects.filter(pk__in=claves), hoy, Prioridad.de(usuario))
    contactos.sort(key=lambda uno: (lugar_de(uno), urgencia(uno)))
    grupos = [list(grupo) for _, grupo in groupby(contactos, key=lugar_de)]
    grupos.sort(key=lambda grupo: urgencia(grupo[0]))
    return [Lugar(g[0].centro_poblado, g[0].distrito, g) for g in grupos]


# --- What the device carries


def hogares_de(usuario: Usuario, *, hoy: dt.date) -> QuerySet:
    """The households of the day's route, by their ids."""
    paradas = Parada.objects.visibles_para(usuario).filter(fecha=hoy)
    return paradas.values_list("contacto__hogar", flat=True)


def datos_de_ruta(usuario: Usuario) -> dict:
    """All that a day needs and no more, as JSON takes it (the contract's version 1)."""
    hoy = timezone.localdate()
    paradas = list(Parada.objects.visibles_para(usuario).filter(fecha=hoy))
    contactos = contacto.buscar(usuario).in_bulk([p.contacto_id for p in paradas])
    sin_aviso = avisos.sin_aviso({c.hogar_id for c in contactos.values()})
    return {
        "version": 1,
        "usuario": usuario.pk,
        "nombre": str(usuario),
        "hoy": hoy,
        "generado_en": timezone.now(),
        "caduca_dias": Parametro.de("ruta_dias_sin_enviar"),
        "catalogo": _catalogo(usuario),
        "paradas": [
            _parada(p, contactos[p.contacto_id], por=usuario)
            | {"falta_aviso": contactos[p.contacto_id].hogar_id in sin_aviso}
            for p in paradas
        ],
    }


def _catalogo(usuario: Usuario) -> dict:
    distritos = Distrito.objects.filter(unidad_territorial=usuario.unidad_territorial_id)
    aviso = avisos.vigente()
    return {
        "modalidades": Modalidad.choices,
        "resultados": list(
            Resultado.objects.filter(activo=True).values(
                "codigo",
                "nombre",
                "siguiente",
                "por_telefono",
                "en_persona",
                "exige_motivo",
                "dias_reintento",
            )
        ),
        "alertas": [par for par in TipoAlerta.choices if par[0] != TipoAlerta.CIERRE_CON_CUIDADO],
        "causas": CausaIncidencia.conocidas(),
        "distritos": [(d.ubigeo, str(d)) for d in distritos],
        "aviso": aviso and {"version": aviso.version, "texto": aviso.texto},
    }


def _parada(parada: Parada, de: Contacto, *, por: Usuario) -> dict:
    ficha = contacto.ficha(de, por=por)
    punto = punto_de(de)
    return {
        "contacto": de.pk,
        "orden": parada.orden,
        "version": de.version,
        "estado": de.estado,
        "plazo": plazo(de.vence_el),
        "vence_el": de.vence_el,
        "distrito": str(de.distrito or ""),
        "ubigeo": de.distrito_id or "",
        "centro_poblado": de.centro_poblado,
        "direccion": de.direccion,
        "referencia": de.referencia,
        "lengua": de.get_lengua_display() if de.lengua else "",
        "punto": punto and [float(grados) for grados in punto],
        "quien": ficha.referente.nombre_completo if ficha.referente else "",
        "paso": ficha.paso.frase,
        "razon": ficha.razon,
        "casos": _casos(de),
        "integrantes": [
            {
                "nombre": uno.persona.nombre_completo,
                "documento": uno.persona.documento,
                "relacion": uno.parentesco or uno.que_es,
            }
            for uno in ficha.integrantes
        ],
        "telefonos": [
            {
                "id": linea.telefono.pk,
                "numero": linea.telefono.numero,
                "de": linea.telefono.persona.nombre_completo,
                "falla": linea.falla,
            }
            for linea in ficha.telefonos
        ],
        "requisitos": [
            {
                "codigo": r.codigo,
                "etiqueta": r.get_codigo_display(),
                "cumple": r.cumple,
                "detalle": r.detalle,
                "que_hacer": r.que_hacer,
            }
            for r in ficha.requisitos
        ],
        "solicitud": ficha.solicitud and ficha.solicitud.pk,
        "visitas": [
            {
                "fecha": v.fecha,
                "modalidad": v.modalidad,
                "resultado": v.resultado.nombre,
                "quien": str(v.registrada_por),
                "observacion": v.observacion,
            }
            for v in ficha.visitas[:VISITAS_EN_EL_TELEFONO]
        ],
        "alertas_posibles": [tipo for tipo, _ in alertas_posibles(de)],
    }


def _casos(de: Contacto) -> list[dict]:
    vivos = de.casos.vivos().select_related("captacion__persona", "captacion__recien_nacido")
    return [
        {
            "caso": caso.pk,
            "tipo": caso.captacion.tipo,
            "nombre": caso.captacion.persona.nombre_completo,
            "edad": (semanas if caso.captacion.gestante_id else edad)(caso.captacion.evento_el),
            "evento_el": caso.captacion.evento_el,
        }
        for caso in vivos.order_by("captacion__limite_el", "pk")
    ]


def punto_de(de: Contacto):
    """Where it is, as near as we know: its district's."""
    if de.distrito is None or de.distrito.latitud is None:
        return None
    return de.distrito.latitud, de.distrito.longitud


# --- On paper


def hoja_de_ruta(usuario: Usuario, *, hoy: dt.date) -> dict:
    """What the printed sheet says of each stop: no document, and no more than the day needs."""
    paradas = paradas_de(usuario, hoy=hoy)
    lugares = [list(grupo) for _, grupo in groupby(paradas, key=lambda p: lugar_de(p.contacto))]
    return {
        "nombre": str(usuario),
        "dia": fecha_larga(hoy),
        "paradas": [parada.orden for parada in paradas],
        "lugares": [
            {
                "nombre": grupo[0].contacto.centro_poblado or "Sin centro poblado",
                "distrito": str(grupo[0].contacto.distrito or ""),
                "paradas": [_en_papel(parada) for parada in grupo],
            }
            for grupo in lugares
        ],
    }


def fecha_larga(dia: dt.date) -> str:
    return formats.date_format(dia, "l d/m/Y").capitalize()


def _en_papel(parada: Parada) -> dict:
    de = parada.contacto
    captaciones = [caso.captacion for caso in de.casos_vivos]
    quien = contacto.referente(captaciones)
    notas = [
        de.telefono and f"Tel. {de.telefono}",
        de.lengua and f"Habla {de.get_lengua_display().lower()}",
        de.ultimo_resultado and f"Última: {de.ultimo_resultado}, {de.ultima_visita_el:%d/%m}",
    ]
    return {
        "orden": parada.orden,
        "quien": quien.nombre_completo if quien else f"Hogar {de.hogar_id}",
        "casos": [_caso_en_papel(captacion) for captacion in captaciones],
        "direccion": " · ".join(filter(None, [de.direccion, de.referencia])),
        "notas": [nota for nota in notas if nota],
        "plazo": plazo(de.vence_el),
        "vence_el": f"{de.vence_el:%d/%m/%Y}",
    }


def _caso_en_papel(captacion) -> str:
    if captacion.gestante_id:
        return f"Gestante, {semanas(captacion.evento_el)}"
    return f"{nombre_de_bebe(captacion.persona)}, {edad(captacion.evento_el)}"
