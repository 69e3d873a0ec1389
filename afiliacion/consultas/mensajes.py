"""What to say to this household, by phone and in writing."""

from dataclasses import dataclass

from afiliacion.consultas.contacto import Ficha
from afiliacion.consultas.restringidos import se_opone
from afiliacion.mensajes import proveedores
from afiliacion.mensajes.revision import MensajeProhibido
from afiliacion.mensajes.textos import Paso, en_lengua, redactar
from captacion.models import TipoRestriccion
from juntos.models import Usuario


@dataclass(frozen=True)
class MensajeListo:
    clave: str
    titulo: str
    texto: str


@dataclass(frozen=True)
class QueDecir:
    nombre: str
    falta_lengua: bool
    guion: list[Paso]
    mensajes: list[MensajeListo]
    se_envian: bool


def que_decir(ficha: Ficha, *, por: Usuario) -> QueDecir:
    """The script and the messages in the household's language, else in Spanish, signed by `por`."""
    contacto = ficha.contacto
    textos = en_lengua(contacto.lengua)
    variables = {
        "gestora": str(por),
        "persona": _por_su_nombre(ficha),
        "distrito": contacto.distrito.nombre if contacto.distrito else "su distrito",
    }
    return QueDecir(
        nombre=textos.nombre,
        falta_lengua=bool(contacto.lengua) and contacto.lengua != textos.lengua,
        guion=[paso.con(**variables) for paso in textos.guion],
        mensajes=_mensajes(textos, por),
        se_envian=proveedores.elegido() is not None
        and not se_opone(contacto, TipoRestriccion.SIN_MENSAJES),
    )


def _por_su_nombre(ficha: Ficha) -> str:
    """As one asks for somebody on the phone, given names first; one never asks for a newborn."""
    persona = ficha.referente
    if persona is None or any(
        c.recien_nacido_id and c.persona == persona for c in ficha.captaciones
    ):
        return "la señora de la casa"
    return f"{persona.nombres} {persona.ap_paterno}".strip().title()


def _mensajes(textos, por: Usuario) -> list[MensajeListo]:
    try:
        return [
            MensajeListo(p.clave, p.titulo, redactar(p, gestora=por.get_full_name()))
            for p in textos.mensajes.values()
        ]
    except MensajeProhibido:
        return []
