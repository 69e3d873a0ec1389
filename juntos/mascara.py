"""Who sees a person's document, phone and address in clear, and who sees them masked (adr/0048).

Everything that shows one of them asks a `Mascara`: a page through its tags, a file through its
methods. A page of a household asks `del_hogar`, which knows what this session has uncovered.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone

from juntos.models import Rol

# Who goes to the household, or decides with its papers in front of her.
EN_CLARO = (Rol.GESTORA, Rol.SUPERVISORA)
DURA = dt.timedelta(minutes=10)
# In the session: household → until when, as ISO text.
CLAVE = "hogares_a_la_vista"
PUNTOS = "•••••"
A_LA_VISTA = 3
# A document or a phone written among other words.
NUMERO = re.compile(r"\d[\d ]{6,}\d")
DE_NUMERO = {
    *("dni", "cui", "cnv", "otro_documento", "documento", "jefe_documento", "madre_documento"),
    *("solicitante_documento", "numero", "telefono", "celular"),
}
DE_LUGAR = {"direccion", "dirección", "referencia", "latitud", "longitud"}
TAPADA = "tapada"


@dataclass(frozen=True)
class Mascara:
    """`hasta`: what is masked by role was uncovered, until then."""

    tapa: bool
    hasta: dt.datetime | None = None

    def numero(self, texto: str) -> str:
        """A document or a phone: its last three characters; what has no digit says nothing."""
        if not self.tapa or not re.search(r"\d", texto):
            return texto
        return f"{PUNTOS}{texto[-A_LA_VISTA:]}"

    def lugar(self, texto: str) -> str:
        """An exact address or how to get there: nothing, the page says its district."""
        return "" if self.tapa else texto

    def dato(self, campo: str, texto: str) -> str:
        """The value of a field by its name, as a list of changes tells it."""
        if campo in DE_NUMERO:
            return self.numero(texto)
        if campo in DE_LUGAR and self.tapa and texto:
            return TAPADA
        return self.frase(texto)

    def frase(self, texto: str) -> str:
        """Words of somebody or of a rule, with the numbers in them masked."""
        return NUMERO.sub(lambda hallado: self.numero(hallado[0]), texto) if self.tapa else texto


def de(usuario) -> Mascara:
    """What a list, a search or a file shows to `usuario`: closed to who is not known."""
    return Mascara(tapa=getattr(usuario, "rol", None) not in EN_CLARO)


def del_hogar(request, hogar: int) -> Mascara:
    """What a page of this household shows: in clear while its ten minutes last."""
    por_rol = de(request.user)
    escrito = request.session.get(CLAVE, {}).get(str(hogar))
    hasta = dt.datetime.fromisoformat(escrito) if escrito else None
    if por_rol.tapa and hasta and timezone.now() < hasta:
        return Mascara(tapa=False, hasta=hasta)
    return por_rol


def destapar(request, hogar: int) -> None:
    """In clear from now and for ten minutes, this household alone; a second press gives no more."""
    ahora = timezone.now()
    vigentes = {
        clave: escrito
        for clave, escrito in request.session.get(CLAVE, {}).items()
        if dt.datetime.fromisoformat(escrito) > ahora
    }
    request.session[CLAVE] = {str(hogar): (ahora + DURA).isoformat()} | vigentes


def tapar(request, hogar: int) -> None:
    a_la_vista = request.session.get(CLAVE, {})
    request.session[CLAVE] = {c: e for c, e in a_la_vista.items() if c != str(hogar)}


def en_paginas(request) -> dict:
    """Context processor: the mask of who asks; a page of a household brings its own."""
    return {"mascara": de(getattr(request, "user", None))}
