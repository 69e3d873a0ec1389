"""Households on their way to affiliation, built as the pipeline leaves them."""

import datetime as dt
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from afiliacion.acciones import solicitudes
from afiliacion.acciones.conciliar import conciliar
from afiliacion.acciones.visitas import registrar_visita
from afiliacion.models import Contacto, Modalidad, Resultado
from captacion.models import Captacion, Fuente, Gestante, OrigenFur, TipoCaptacion
from juntos.models import Usuario
from tests import fabricas

HOY = dt.date.today()
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def hogar(distrito, *, cse="pobre", **campos):
    nuevo = fabricas.HogarFactory(distrito=distrito, **campos)
    if cse:
        fabricas.ClasificacionFactory(hogar=nuevo, nivel=cse)
    return nuevo


def recien_nacido(en, *, dias=5, madre=None, hoy=HOY, **campos):
    """The capture of a newborn `dias` old, whose mother is a member of the household."""
    madre = madre or fabricas.PersonaFactory()
    nacio = hoy - dt.timedelta(days=dias)
    registro = fabricas.RecienNacidoFactory(
        persona__fecha_nacimiento=nacio,
        madre=madre,
        establecimiento_codigo="99000001",
        **campos,
    )
    en.miembros.filter(persona=madre).exists() or fabricas.MiembroFactory(hogar=en, persona=madre)
    return fabricas.CaptacionFactory(recien_nacido=registro, hogar=en, registrada_el=hoy)


def gestante(en, *, dias=60, persona=None, hoy=HOY):
    """The capture of a woman `dias` after her FUR."""
    persona = persona or fabricas.PersonaFactory()
    fur = hoy - dt.timedelta(days=dias)
    carga = fabricas.CargaFactory(fuente=Fuente.SIS_GESTANTES)
    registro = Gestante.objects.create(
        persona=persona,
        fur=fur,
        fpp=fur + dt.timedelta(days=280),
        origen_fur=OrigenFur.FUR,
        establecimiento_codigo="99000002",
        fuente=Fuente.SIS_GESTANTES,
        carga=carga,
        fila=1,
    )
    en.miembros.filter(persona=persona).exists() or fabricas.MiembroFactory(
        hogar=en, persona=persona
    )
    return Captacion.objects.create(
        tipo=TipoCaptacion.GESTANTE,
        persona=persona,
        gestante=registro,
        hogar=en,
        distrito=en.distrito,
        evento_el=fur,
        en_fuente_el=hoy,
        registrada_el=hoy,
        limite_el=fur + dt.timedelta(days=97),
        en_hogar_usuario=en.es_usuario,
        carga=carga,
        fila=1,
    )


def contacto(de_hogar) -> Contacto:
    conciliar(hoy=HOY)
    return de_hogar.contactos.latest("pk")


def visitar(con: Contacto, resultado: str, *, por: Usuario, **campos):
    valores = {
        "por": por,
        "version": con.version,
        "clave": uuid.uuid4(),
        "modalidad": Modalidad.PRESENCIAL,
        "resultado": Resultado.objects.get(pk=resultado),
        "fecha": HOY,
    }
    return registrar_visita(con, **valores | campos)


def pdf(contenido=PDF, nombre="acuerdo.pdf"):
    return SimpleUploadedFile(nombre, contenido, content_type="application/pdf")


def solicitud_lista(en, *, por):
    """A draft with every requirement met."""
    con = contacto(en)
    visitar(con, "ubicada_acepta", por=por)
    solicitud = con.solicitudes.get()
    solicitudes.adjuntar_acuerdo(
        solicitud, archivo=pdf(PDF + uuid.uuid4().bytes + b"%%EOF"), por=por
    )
    return solicitud


def solicitud_enviada(en, *, por):
    solicitud = solicitud_lista(en, por=por)
    return solicitudes.enviar(solicitud, por=por)
