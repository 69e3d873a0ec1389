"""What became of one record, as its source is told."""

from dataclasses import dataclass, field

from captacion.fuentes import MOTIVOS
from captacion.models import EventoRecibido, FilaObservada
from captacion.perfiles import perfil_de


@dataclass(frozen=True)
class MotivoDeEvento:
    codigo: str
    texto: str
    columna: str


@dataclass(frozen=True)
class Desenlace:
    estado: str
    resultado: str | None = None
    motivos: list[MotivoDeEvento] = field(default_factory=list)
    carga: int | None = None


def desenlace(evento: EventoRecibido) -> Desenlace:
    if not evento.procesado:
        return Desenlace("recibido")
    filas = FilaObservada.objects.filter(carga=evento.carga_id, numero=evento.numero)
    codigos = [codigo for fila in filas.order_by("-tipo") for codigo in fila.motivos]
    perfil = perfil_de(evento.carga)
    motivos = [
        MotivoDeEvento(
            codigo,
            f"{MOTIVOS[codigo].texto}. {MOTIVOS[codigo].que_hacer}",
            perfil.encabezado_de(MOTIVOS[codigo].columna),
        )
        for codigo in codigos
    ]
    return Desenlace("procesado", evento.resultado, motivos, evento.carga_id)
