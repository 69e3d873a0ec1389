"""Data that leaves the system: each time, who took what, for whom."""

import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction

from afiliacion.consultas.articulacion import Lista
from afiliacion.models import Entrega
from juntos.models import Evento, Rol


@transaction.atomic
def entregar(lista: Lista, *, archivo: bytes, formato: str, recibe: str, oficina: str, por):
    """Write down that `archivo`, made of `lista`, is handed to somebody outside."""
    if por.rol not in (Rol.GESTORA, Rol.SUPERVISORA, Rol.SEDE):
        raise PermissionDenied("Su rol no entrega listas.")
    entrega = Entrega.objects.create(
        destino=lista.destino,
        distrito=lista.distrito,
        establecimiento_codigo=lista.codigo,
        lista=lista.titulo[:200],
        filtros=lista.alcance[:200],
        formato=formato,
        recibe=recibe,
        oficina=oficina,
        filas=len(lista.filas),
        sha256=hashlib.sha256(archivo).hexdigest(),
        entregada_por=por,
    )
    Evento.registrar(entrega, "", "entregada", por=por, motivo=f"{len(lista.filas)} filas")
    return entrega


def anotar_descarga_de_cola(*, formato: str, filtros: dict[str, str], total: int, por) -> None:
    """A file of the queue was taken out: how many rows, by which filters, never the text sought."""
    elegidos = ", ".join(
        f"{campo}={'(texto)' if campo == 'texto' else valor}" for campo, valor in filtros.items()
    )
    Evento.registrar(
        por,
        "",
        "cola_exportada",
        por=por,
        motivo=f"{formato}, {total} contactos, {elegidos or 'sin filtros'}",
    )
