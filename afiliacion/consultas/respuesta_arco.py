"""The two papers of a request: the receipt when it is taken, and the answer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.utils import timezone

from afiliacion.consultas import expediente
from afiliacion.models import Derecho, EnNombre, MedidaArco, PedidoArco, QueSeHace
from captacion.models import Lengua, Sexo
from juntos.models import Usuario
from juntos.pdf import componer
from juntos.rastro import Rastro

PLANTILLA = Path(__file__).resolve().parents[1] / "pdf" / "respuesta_arco.typ"
RECLAMO = (
    "Si no está conforme con esta respuesta, puede reclamar ante la Autoridad Nacional de "
    "Protección de Datos Personales (Ministerio de Justicia y Derechos Humanos)."
)
RESERVADO = (
    "Como pide en nombre de otra persona, no se incluyen domicilios, teléfonos de contacto, lo que "
    "se escribió en las visitas ni lo de la salud de los integrantes del hogar."
)
SIN_DATOS = "Se buscó por su nombre y su documento: el Programa JUNTOS no guarda datos suyos."


def componer_constancia(pedido: PedidoArco, *, rastro: Rastro) -> bytes:
    return componer(
        PLANTILLA,
        _hoja(
            pedido,
            "Constancia de pedido sobre datos personales",
            parrafos=[
                pedido.pedido,
                f"Se responderá a más tardar el {pedido.vence_el:%d/%m/%Y} (Ley 29733 y su "
                "Reglamento, DS 016-2024-JUS). El trámite no cuesta nada.",
            ],
            firma=f"Recibe: {pedido.registrado_por}",
        ),
        rastro=rastro,
    )


def componer_respuesta(pedido: PedidoArco, *, firma: Usuario, ahora: dt.datetime) -> bytes:
    fin = "Se deniega el pedido." if pedido.deniega else "Se atiende el pedido."
    secciones = [] if pedido.deniega else para_entregar(pedido)
    parrafos = [f"Respuesta del {timezone.localtime(ahora):%d/%m/%Y}. {fin}", pedido.fundamento]
    if pedido.derecho == Derecho.ACCESO and pedido.persona is None:
        parrafos.append(SIN_DATOS)
    if secciones and pedido.en_nombre != EnNombre.PROPIO:
        parrafos.append(RESERVADO)
    return componer(
        PLANTILLA,
        _hoja(
            pedido,
            "Respuesta a un pedido sobre datos personales",
            parrafos=[*parrafos, RECLAMO],
            medidas=[_fila(medida) for medida in pedido.medidas.all()],
            secciones=[
                {"titulo": s.titulo, "columnas": s.columnas, "filas": s.filas} for s in secciones
            ],
            firma=f"Firma: {firma}",
        ),
    )


def para_entregar(pedido: PedidoArco) -> list[expediente.Seccion]:
    """What the answer to an access holds: nothing reserved to whoever asks for another person."""
    if pedido.derecho != Derecho.ACCESO or pedido.persona is None:
        return []
    propio = pedido.en_nombre == EnNombre.PROPIO
    return [s for s in expediente.todo(pedido.persona) if s.filas and (propio or not s.reservada)]


def _hoja(pedido: PedidoArco, titulo: str, *, parrafos, firma, medidas=(), secciones=()) -> dict:
    return {
        "titulo": titulo,
        "numero": pedido.numero,
        "datos": [
            ["Pide", f"{pedido.solicitante}, {pedido.solicitante_documento}"],
            ["En nombre de quién", pedido.get_en_nombre_display()],
            ["Derecho", pedido.get_derecho_display()],
            ["Recibido", f"{pedido.recibido_el:%d/%m/%Y}, {pedido.get_canal_display().lower()}"],
            ["Sobre los datos de", pedido.persona.nombre_completo if pedido.persona else "—"],
        ],
        "parrafos": parrafos,
        "medidas": list(medidas),
        "secciones": list(secciones),
        "firma": firma,
    }


def _fila(medida: MedidaArco) -> list[str]:
    return [medida.get_que_display(), medida.nombre, detalle(medida)]


def detalle(medida: MedidaArco) -> str:
    """What was done with one thing, in words."""
    match medida.que:
        case QueSeHace.CORRIGE:
            antes, despues = (_dicho(medida.objeto, v) for v in (medida.antes, medida.despues))
            return f"Decía «{antes}»; dice «{despues}». Los archivos que lleguen no lo cambian."
        case QueSeHace.RETIRA:
            cuantos = "" if medida.cuantos is None else f"{medida.cuantos} retirados. "
            return f"{cuantos}No se puede deshacer."
        case QueSeHace.RESTRINGE:
            return "Desde esta fecha y hasta que lo pida de otro modo."
    return medida.por_que


def _dicho(campo: str, valor: str) -> str:
    opciones = {"sexo": Sexo, "lengua": Lengua}.get(campo)
    return opciones(valor).label if opciones and valor else valor or "nada"
