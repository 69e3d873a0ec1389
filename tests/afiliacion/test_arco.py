"""Requests over one's own data: terms, two pairs of eyes, and what each right does."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignObjectRel
from django.urls import reverse

from afiliacion.acciones import arco
from afiliacion.acciones import mensajes as sms
from afiliacion.acciones.cancelacion import RETIRADO
from afiliacion.consultas import expediente, respuesta_arco
from afiliacion.models import Contacto, EstadoPedido, PedidoArco
from captacion.models import Captacion, Persona, Rectificacion, Restriccion
from juntos.estados import TransicionInvalida
from juntos.models import Evento, Lectura, Parametro, QueLectura, Rol
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.arco import firmado, pedido
from tests.captacion.archivos import cargar_bytes, texto

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archivos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def contacto(distrito):
    hogar = construir.hogar(distrito)
    construir.gestante(hogar)
    return construir.contacto(hogar)


@pytest.fixture
def persona(contacto, gestora):
    """A pregnant woman with a phone, a visit and a message."""
    quien = contacto.casos.get().captacion.persona
    telefono = quien.telefonos.create(numero="987654321", fuente="pgh", visto_el=dt.date.today())
    construir.visitar(
        contacto, "ausente", por=gestora, observacion="Vive con su tía", telefono=telefono
    )
    contacto.mensajes.create(
        plantilla="primer_contacto",
        numero="987654321",
        texto="Hola",
        pedido_por=gestora,
        estado="fallido",
    )
    Contacto.objects.filter(pk=contacto.pk).update(telefono="987654321")
    return quien


@pytest.fixture
def firmante(supervisora):
    return fabricas.UsuarioFactory(
        rol=Rol.SUPERVISORA, unidad_territorial=supervisora.unidad_territorial
    )


# --- Terms and hands


@pytest.mark.parametrize(
    ("derecho", "vence"),
    [("acceso", dt.date(2026, 11, 30)), ("rectificacion", dt.date(2026, 11, 16))],
)
def test_el_plazo_corre_en_dias_habiles_desde_el_dia_siguiente(gestora, derecho, vence):
    """From Monday 2 November: 20 working days, and 10, of the parameters."""
    nuevo = pedido(derecho, por=gestora, recibido_el=dt.date(2026, 11, 2))
    assert nuevo.vence_el == vence
    assert nuevo.unidad_territorial == gestora.unidad_territorial


def test_el_plazo_es_un_parametro(gestora):
    Parametro.objects.filter(pk="arco_dias_acceso").update(valor=1)
    nuevo = pedido(por=gestora, recibido_el=dt.date(2026, 11, 2))
    assert nuevo.vence_el == dt.date(2026, 11, 3)


def test_quien_propone_no_firma(supervisora, persona):
    suyo = pedido(por=supervisora, persona=persona)
    arco.proponer(suyo, fundamento="Procede.", deniega=False, por=supervisora)
    with pytest.raises(PermissionDenied):
        arco.resolver(suyo, por=supervisora)
    suyo.refresh_from_db()
    assert suyo.estado == EstadoPedido.PROPUESTO


@pytest.mark.parametrize("quien", ["gestora", "ajena", "administracion"])
def test_no_resuelve_quien_no_debe(request, supervisora, persona, quien):
    suyo = pedido(por=supervisora, persona=persona)
    otra = request.getfixturevalue(quien)
    with pytest.raises(PermissionDenied):
        arco.proponer(suyo, fundamento="x", deniega=False, por=otra)
    with pytest.raises(PermissionDenied):
        arco.identificar(suyo, persona=persona, por=otra)


def test_que_no_hay_nadie_lo_dice_la_sede(supervisora, sede):
    """A supervisor sees her unit alone: that there is nobody is not hers to say."""
    suyo = pedido(por=supervisora)
    with pytest.raises(PermissionDenied):
        arco.proponer(suyo, fundamento="No hay.", deniega=False, por=supervisora)
    arco.proponer(suyo, fundamento="No hay.", deniega=False, por=sede)
    arco.resolver(suyo, por=fabricas.UsuarioFactory(rol=Rol.SEDE))
    assert suyo.estado == EstadoPedido.ATENDIDO


def test_firmado_dos_veces_la_segunda_se_refuta(supervisora, firmante, persona):
    suyo = pedido(por=supervisora, persona=persona)
    arco.proponer(suyo, fundamento="Procede.", deniega=False, por=supervisora)
    viejo = PedidoArco.objects.get(pk=suyo.pk)
    arco.resolver(suyo, por=firmante)
    with pytest.raises(TransicionInvalida):
        arco.resolver(viejo, por=firmante)
    assert Evento.objects.filter(a=EstadoPedido.ATENDIDO).count() == 1


def test_devuelto_se_propone_otra_vez(supervisora, firmante, persona):
    suyo = pedido("oposicion", por=supervisora, persona=persona)
    propuesta = {"fundamento": "x", "deniega": False, "por": supervisora}
    arco.proponer(suyo, elegidos=["sin_mensajes"], **propuesta)
    arco.devolver(suyo, motivo="Falta el poder", por=firmante)
    assert not suyo.medidas.exists()
    arco.proponer(suyo, elegidos=["fuera_de_listas"], **propuesta)
    arco.resolver(suyo, por=firmante)
    assert Restriccion.objects.get().tipo == "fuera_de_listas"


def test_denegado_no_se_hace_nada(supervisora, firmante, persona):
    suyo = pedido("cancelacion", por=supervisora, persona=persona)
    arco.proponer(
        suyo, fundamento="No acredita.", deniega=True, elegidos=["telefonos"], por=supervisora
    )
    arco.resolver(suyo, por=firmante)
    assert suyo.estado == EstadoPedido.DENEGADO
    assert persona.telefonos.exists()
    assert suyo.respuesta.size > 1000


# --- Access


def test_todo_lo_que_la_nombra_esta_en_su_expediente():
    """Every key to a person, her captures and her contacts is told, or says why it is not."""
    dichas = {
        "RegistroFuente.persona",
        "Telefono.persona",
        "RecienNacido.persona",
        "RecienNacido.madre",
        "Gestante.persona",
        "Atencion.persona",
        "Miembro.persona",
        "CambioDato.persona",
        "Vinculo.persona",
        "Captacion.persona",
        "DocumentoAlias.persona",
        "Afiliacion.titular",
        "Cuidado.persona",
        "Corresponsabilidad.persona",
        "Rectificacion.persona",
        "Restriccion.persona",
        "PedidoArco.persona",
        "InclusionTPI.captacion",
        "Alerta.captacion",
        "Derivacion.captacion",
        "Solicitud.contacto",
        "Visita.contacto",
        "RegistroDeCampo.contacto",
        "Mensaje.contacto",
    }
    llaves = {
        f"{r.related_model.__name__}.{r.field.name}"
        for modelo in (Persona, Captacion, Contacto)
        for r in modelo._meta.get_fields(include_hidden=True)
        if isinstance(r, ForeignObjectRel)
    }
    assert llaves == dichas | expediente.APARTE.keys()
    assert not dichas & expediente.APARTE.keys()


def test_cada_dato_dice_de_donde_vino(persona):
    carga = fabricas.CargaFactory(fuente="sis_gestantes")
    Persona.objects.filter(pk=persona.pk).update(carga=carga, fila=7)
    persona.refresh_from_db()
    secciones = {s.titulo: s for s in expediente.todo(persona)}
    identidad = secciones["Identidad"].filas
    assert ["DNI", persona.dni] == identidad[1][:2]
    assert f"carga {carga.pk}" in identidad[1][2]
    assert identidad[1][2].endswith("fila 7")
    assert secciones["Teléfonos"].filas[0][0] == "987654321"
    assert "Vive con su tía" in secciones["Visitas y llamadas"].filas[0][3]
    assert secciones["Mensajes de texto"].filas[0][1] == "Hola"


def test_a_quien_pide_por_otra_persona_no_se_le_cuenta_lo_reservado(supervisora, persona):
    suyo = pedido(por=supervisora, persona=persona, en_nombre="menor", acreditacion="Partida")
    titulos = {s.titulo for s in respuesta_arco.para_entregar(suyo)}
    assert "Identidad" in titulos
    reservadas = {"Visitas y llamadas", "Gestaciones", "Hogares", "Contactos", "Mensajes de texto"}
    assert not titulos & reservadas
    assert reservadas <= {s.titulo for s in expediente.todo(persona) if s.filas}


def test_la_respuesta_firmada_queda_como_se_firmo(client, supervisora, firmante, persona):
    suyo = firmado(propone=supervisora, firma=firmante, persona=persona)
    client.force_login(supervisora)
    papel = client.get(reverse("afiliacion:arco-respuesta", args=[suyo.pk]))
    contenido = b"".join(papel.streaming_content)
    assert contenido.startswith(b"%PDF")
    assert hashlib.sha256(contenido).hexdigest() == suyo.sha256
    assert Lectura.objects.filter(que=QueLectura.ARCHIVO, objeto_id=suyo.pk).exists()


# --- Rectification


def test_lo_rectificado_no_lo_deshace_un_archivo(tmp_path, supervisora, firmante, persona):
    antes = persona.nombres
    firmado(
        "rectificacion",
        propone=supervisora,
        firma=firmante,
        persona=persona,
        correcciones={"nombres": "NOMBRE CORREGIDO"},
    )
    hecha = Rectificacion.objects.get()
    assert (hecha.antes, hecha.valor) == (antes, "NOMBRE CORREGIDO")
    dice = {"documento": persona.dni, "ap_materno": "OTRO", "nombres": "DICE OTRA COSA"}
    cargar_bytes(tmp_path, texto("pgh", dice).encode())
    persona.refresh_from_db()
    assert persona.nombres == "NOMBRE CORREGIDO"
    assert persona.ap_materno == "OTRO"


def test_corregido_otra_vez_manda_lo_ultimo(supervisora, firmante, persona):
    for valor in ("UNO", "DOS"):
        firmado(
            "rectificacion",
            propone=supervisora,
            firma=firmante,
            persona=persona,
            correcciones={"nombres": valor},
        )
        persona.refresh_from_db()
    assert persona.nombres == "DOS"
    assert Rectificacion.objects.filter(reemplazada_en__isnull=True).get().antes == "UNO"


# --- Opposition


def test_a_quien_se_opone_no_se_le_escribe(settings, supervisora, firmante, persona, contacto):
    settings.MENSAJES_PROVEEDOR = "consola"
    firmado(
        "oposicion",
        propone=supervisora,
        firma=firmante,
        persona=persona,
        elegidos=["sin_mensajes"],
    )
    with pytest.raises(PermissionDenied, match="no se le escriban"):
        sms.pedir(
            contacto,
            telefono=persona.telefonos.get(),
            plantilla="primer_contacto",
            por=supervisora,
        )


def test_quien_se_opone_no_va_en_la_cola_que_se_descarga(
    client, gestora, supervisora, firmante, persona
):
    client.force_login(gestora)
    ruta = reverse("afiliacion:cola-exportar", args=["csv"])
    antes = b"".join(client.get(ruta).streaming_content).decode()
    firmado(
        "oposicion",
        propone=supervisora,
        firma=firmante,
        persona=persona,
        elegidos=["fuera_de_listas"],
    )
    despues = b"".join(client.get(ruta).streaming_content).decode()
    assert persona.nombre_completo in antes
    assert persona.nombre_completo not in despues
    assert "Contactos,0" in despues


# --- Cancellation


def test_se_retira_lo_que_la_ley_deja_y_lo_demas_dice_por_que(
    supervisora, firmante, persona, contacto
):
    suyo = firmado(
        "cancelacion",
        propone=supervisora,
        firma=firmante,
        persona=persona,
        elegidos=["telefonos", "textos", "mensajes"],
    )
    contacto.refresh_from_db()
    visita = contacto.visitas.get()
    assert not persona.telefonos.exists()
    assert contacto.telefono == ""
    assert (visita.observacion, visita.telefono) == (RETIRADO, None)
    assert not contacto.mensajes.exists()
    medidas = {m.objeto: m for m in suyo.medidas.all()}
    assert [medidas[c].cuantos for c in ("telefonos", "textos", "mensajes")] == [1, 1, 1]
    assert "ley" in medidas["pagos"].por_que
    assert Evento.objects.filter(a="datos_retirados").count() == 3
    assert visita.fecha == dt.date.today()


def test_un_telefono_retirado_no_vuelve_con_un_archivo(tmp_path, supervisora, firmante, persona):
    firmado(
        "cancelacion",
        propone=supervisora,
        firma=firmante,
        persona=persona,
        elegidos=["telefonos"],
    )
    dice = {"documento": persona.dni, "celular": "987654321"}
    cargar_bytes(tmp_path, texto("juntos", dice).encode())
    assert not persona.telefonos.exists()


# --- Pages


def test_el_recorrido_entero_por_las_paginas(client, gestora, supervisora, firmante, persona):
    client.force_login(gestora)
    datos = {
        "derecho": "oposicion",
        "solicitante": "Carmen Rojas",
        "solicitante_documento": "DNI 99000077",
        "documento_visto": "on",
        "en_nombre": "propio",
        "pedido": "Que no me escriban",
        "canal": "visita",
        "recibido_el": dt.date.today().isoformat(),
    }
    sin_ver = client.post(reverse("afiliacion:arco"), datos | {"documento_visto": ""})
    assert sin_ver.status_code == 422
    client.post(reverse("afiliacion:arco"), datos)
    suyo = PedidoArco.objects.get()

    def ruta(paso):
        return reverse(f"afiliacion:arco-{paso}", args=[suyo.pk])

    assert client.get(ruta("constancia")).content.startswith(b"%PDF")
    assert client.post(ruta("proponer"), {"fundamento": "x"}).status_code == 422
    client.force_login(supervisora)
    hallada = client.post(ruta("buscar"), {"texto": persona.dni})
    assert persona.nombre_completo in hallada.text
    assert persona.dni not in hallada.request["PATH_INFO"] + hallada.request["QUERY_STRING"]
    client.post(ruta("identificar"), {"persona": persona.pk})
    assert "Vive con su tía" in client.get(ruta("datos")).text
    assert client.post(ruta("proponer"), {"fundamento": "Sí"}).status_code == 422
    client.post(ruta("proponer"), {"fundamento": "Sí", "elegidos": ["sin_mensajes"]})
    assert client.post(ruta("firmar")).status_code == 403
    client.force_login(firmante)
    assert client.post(ruta("firmar")).status_code == 302
    assert client.post(ruta("firmar")).status_code == 409
    client.force_login(gestora)
    assert client.post(ruta("entregar")).status_code == 302
    assert client.post(ruta("entregar")).status_code == 409
    suyo.refresh_from_db()
    assert (suyo.estado, suyo.entregado_por) == (EstadoPedido.ATENDIDO, gestora)
    assert Lectura.objects.filter(que=QueLectura.DERECHOS, objeto_id=suyo.pk).exists()


def test_una_supervisora_no_trae_a_nadie_de_otro_territorio(client, supervisora):
    de_lejos = construir.gestante(construir.hogar(fabricas.DistritoFactory())).persona
    suyo = pedido(por=supervisora)
    client.force_login(supervisora)
    pagina = client.post(reverse("afiliacion:arco-buscar", args=[suyo.pk]), {"texto": de_lejos.dni})
    assert de_lejos.nombre_completo not in pagina.text
    elegida = client.post(
        reverse("afiliacion:arco-identificar", args=[suyo.pk]), {"persona": de_lejos.pk}
    )
    assert elegida.status_code == 404


def test_la_lista_pone_primero_lo_que_vence_y_cuenta_lo_vencido(client, supervisora, gestora):
    pedido(por=gestora, recibido_el=dt.date(2020, 1, 2))
    client.force_login(supervisora)
    assert "1 pedido pasó su plazo" in client.get(reverse("afiliacion:arco")).text
