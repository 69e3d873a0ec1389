"""Whom a text names: people by name or document, and the contacts and households they are in.

Names meet the trigram index of `clave_nombre`; documents are met whole, never in part.
"""

import re

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from afiliacion.models import Caso, Contacto
from captacion.models import Fuente, Hogar, Miembro, Persona, RegistroFuente

MINIMO_DE_LETRAS = 3
OTROS_DOCUMENTOS = ("CE", "PASS", "DIE")


def es_documento(texto: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z0-9-]*\d[A-Za-z0-9-]*", texto))


def personas_que_coinciden(texto: str) -> QuerySet[Persona]:
    """People who bear this document, or every word of this text in their name."""
    texto = texto.strip()
    if es_documento(texto):
        numero = texto.upper()
        con_documento = Persona.objects.filter(
            Q(dni=numero.zfill(8) if len(numero) == 7 else numero)
            | Q(cui=numero)
            | Q(cnv=numero)
            | Q(otro_documento__in=[f"{tipo}:{numero}" for tipo in OTROS_DOCUMENTOS])
        )
        con_codigo = RegistroFuente.objects.filter(fuente=Fuente.PADRON_NOMINAL, clave=numero)
        # Two indexed searches joined: one OR over both tables would read every person.
        return Persona.objects.filter(
            pk__in=con_documento.values("pk").union(con_codigo.values("persona"))
        )
    palabras = texto.replace(",", " ").split()
    if sum(len(palabra) for palabra in palabras) < MINIMO_DE_LETRAS:
        return Persona.objects.none()
    return Persona.objects.filter(pk__in=RawSQL("SELECT personas_con_nombre(%s)", [palabras]))


def contactos_de_personas(texto: str) -> QuerySet:
    """Ids of the contacts whose cases are of these people, or of children of theirs."""
    personas = personas_que_coinciden(texto).values("pk")
    propios = Caso.objects.filter(captacion__persona__in=personas).values("contacto")
    de_hijos = Caso.objects.filter(captacion__recien_nacido__madre__in=personas).values("contacto")
    return propios.union(de_hijos)


def contactos_que_coinciden(texto: str, usuario) -> QuerySet[Contacto]:
    return Contacto.objects.visibles_para(usuario).filter(pk__in=contactos_de_personas(texto))


def hogares_que_coinciden(texto: str, usuario) -> QuerySet[Hogar]:
    """Visible households with one of these people, or with this very code."""
    personas = personas_que_coinciden(texto).values("pk")
    con_persona = Miembro.objects.filter(persona__in=personas).values("hogar")
    con_codigo = Hogar.objects.filter(codigo=texto.strip()).values("pk")
    # Joined as above: one OR would ask the wall of every household.
    return Hogar.objects.visibles_para(usuario).filter(pk__in=con_persona.union(con_codigo))
