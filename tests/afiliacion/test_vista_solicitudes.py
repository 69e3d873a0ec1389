import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from afiliacion.acciones.solicitudes import adjuntar_acuerdo, enviar
from afiliacion.consultas.solicitudes import vence_el
from afiliacion.models import Afiliacion, EstadoSolicitud, Solicitud
from captacion.models import ClasificacionSocioeconomica
from juntos.models import Rol
from tests import fabricas
from tests.afiliacion import construir

CONSULTAS_LISTA = 17
CONSULTAS_DETALLE = 35
ACCIONES = [
    "solicitud-titular",
    "acuerdo-subir",
    "solicitud-enviar",
    "solicitud-aprobar",
    "solicitud-observar",
    "solicitud-rechazar",
]


@pytest.fixture(autouse=True)
def _archivos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def nuevo_hogar(distrito, **campos):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar, **campos)
    return hogar


@pytest.fixture
def lista(distrito, gestora):
    """A draft with every requirement met."""
    return construir.solicitud_lista(nuevo_hogar(distrito), por=gestora)


@pytest.fixture
def enviada(distrito, gestora):
    return construir.solicitud_enviada(nuevo_hogar(distrito), por=gestora)


@pytest.fixture
def borrador(distrito, gestora):
    """A draft without agreement."""
    contacto = construir.contacto(nuevo_hogar(distrito))
    construir.visitar(contacto, "ubicada_acepta", por=gestora)
    return contacto.solicitudes.get()


def url(nombre, *args):
    return reverse(f"afiliacion:{nombre}", args=args)


def foto(nombre="acuerdo.jpg"):
    salida = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(salida, "JPEG")
    return SimpleUploadedFile(nombre, salida.getvalue(), content_type="image/jpeg")


# --- The page of one request


def test_dice_que_falta_y_que_hacer(client, gestora, borrador):
    client.force_login(gestora)
    texto = client.get(url("solicitud", borrador.pk)).content.decode()
    assert "Adjuntar la foto, el PDF o el audio del Acuerdo de Compromiso." in texto
    assert 'href="#acuerdo"' in texto
    assert 'capture="environment"' in texto


def test_no_se_envia_incompleta_y_dice_que_falta(client, gestora, borrador):
    client.force_login(gestora)
    respuesta = client.post(url("solicitud-enviar", borrador.pk))
    assert respuesta.status_code == 422
    assert "No se envió: falta cumplir 1 requisito" in respuesta.content.decode()
    borrador.refresh_from_db()
    assert borrador.estado == EstadoSolicitud.BORRADOR


def test_enviar(client, gestora, lista):
    client.force_login(gestora)
    assert client.post(url("solicitud-enviar", lista.pk)).status_code == 302
    assert client.post(url("solicitud-enviar", lista.pk)).status_code == 409
    lista.refresh_from_db()
    assert lista.estado == EstadoSolicitud.ENVIADA


def test_elegir_titular(client, gestora, borrador):
    padre = fabricas.MiembroFactory(hogar=borrador.contacto.hogar).persona
    client.force_login(gestora)
    client.post(url("solicitud-titular", borrador.pk), {"titular": padre.pk})
    borrador.refresh_from_db()
    assert borrador.titular == padre


def test_un_titular_de_otro_hogar_se_rechaza(client, gestora, borrador):
    client.force_login(gestora)
    extrana = fabricas.PersonaFactory()
    respuesta = client.post(url("solicitud-titular", borrador.pk), {"titular": extrana.pk})
    assert respuesta.status_code == 422
    assert "Esa persona no puede ser titular" in respuesta.content.decode()


def test_subir_el_acuerdo_dos_veces_es_un_acuerdo(client, gestora, borrador):
    client.force_login(gestora)
    for _ in range(2):
        respuesta = client.post(url("acuerdo-subir", borrador.pk), {"archivo": foto()})
        assert respuesta.status_code == 302
    assert borrador.acuerdos.count() == 1


@pytest.mark.parametrize(
    ("archivo", "sentencia"),
    [
        (SimpleUploadedFile("a.jpg", b"MZ no soy una foto"), "no es una foto (JPG o PNG)"),
        (SimpleUploadedFile("a.pdf", b""), "El archivo está vacío"),
        ("", "Elija el archivo del acuerdo"),
    ],
)
def test_un_archivo_que_no_es_acuerdo_se_rechaza(client, gestora, borrador, archivo, sentencia):
    client.force_login(gestora)
    respuesta = client.post(url("acuerdo-subir", borrador.pk), {"archivo": archivo})
    assert respuesta.status_code == 422
    assert sentencia in respuesta.content.decode()
    assert not borrador.acuerdos.exists()


def test_la_supervisora_ve_toda_la_evidencia_y_aprueba(client, supervisora, enviada):
    client.force_login(supervisora)
    texto = client.get(url("solicitud", enviada.pk)).content.decode()
    assert "Cumple todos los requisitos." in texto
    assert "Aprobar y afiliar al hogar" in texto
    assert client.post(url("solicitud-aprobar", enviada.pk)).status_code == 302
    assert Afiliacion.objects.get().hogar == enviada.contacto.hogar
    assert client.post(url("solicitud-aprobar", enviada.pk)).status_code == 409


def test_la_gestora_no_aprueba(client, gestora, enviada):
    client.force_login(gestora)
    assert "Aprobar y afiliar" not in client.get(url("solicitud", enviada.pk)).content.decode()
    assert client.post(url("solicitud-aprobar", enviada.pk)).status_code == 403


def test_quien_la_preparo_no_la_resuelve(client, supervisora, distrito):
    propia = construir.solicitud_enviada(nuevo_hogar(distrito), por=supervisora)
    client.force_login(supervisora)
    texto = client.get(url("solicitud", propia.pk)).content.decode()
    assert "debe resolverla otra supervisora" in texto
    assert client.post(url("solicitud-aprobar", propia.pk)).status_code == 403


def test_lo_que_dejo_de_cumplir_no_se_aprueba(client, supervisora, enviada):
    ClasificacionSocioeconomica.objects.update(hasta=construir.HOY - dt.timedelta(days=1))
    client.force_login(supervisora)
    texto = client.get(url("solicitud", enviada.pk)).content.decode()
    assert "Hoy no se puede aprobar: clasificación socioeconómica vigente" in texto
    assert client.post(url("solicitud-aprobar", enviada.pk)).status_code == 422


@pytest.mark.parametrize("accion", ["observar", "rechazar"])
def test_sin_motivo_no_se_devuelve(client, supervisora, enviada, accion):
    client.force_login(supervisora)
    respuesta = client.post(url(f"solicitud-{accion}", enviada.pk), {f"{accion}-motivo": ""})
    assert respuesta.status_code == 422
    assert "Escriba el motivo" in respuesta.content.decode()


def test_observada_vuelve_a_la_gestora_con_su_texto(client, supervisora, gestora, enviada):
    client.force_login(supervisora)
    datos = {"observar-motivo": "La foto no se lee"}
    assert client.post(url("solicitud-observar", enviada.pk), datos).status_code == 302
    assert client.post(url("solicitud-observar", enviada.pk), datos).status_code == 409
    client.force_login(gestora)
    texto = client.get(url("solicitud", enviada.pk)).content.decode()
    assert "La foto no se lee" in texto
    assert "Enviar a aprobación" in texto


def test_rechazar(client, supervisora, enviada):
    client.force_login(supervisora)
    datos = {"rechazar-motivo": "El hogar vive en otro país"}
    assert client.post(url("solicitud-rechazar", enviada.pk), datos).status_code == 302
    enviada.refresh_from_db()
    assert enviada.estado == EstadoSolicitud.RECHAZADA


@pytest.mark.parametrize("nombre", ["solicitud", *ACCIONES])
def test_la_solicitud_ajena_no_existe(client, ajena, enviada, nombre):
    client.force_login(ajena)
    metodo = client.get if nombre == "solicitud" else client.post
    assert metodo(url(nombre, enviada.pk)).status_code == 404


@pytest.mark.parametrize("nombre", ["solicitud", *ACCIONES])
def test_otro_metodo_no_vale(client, gestora, enviada, nombre):
    client.force_login(gestora)
    metodo = client.post if nombre == "solicitud" else client.get
    assert metodo(url(nombre, enviada.pk)).status_code == 405


def test_sin_sesion_va_a_entrar(client, enviada):
    acuerdo = enviada.acuerdos.get()
    for direccion in (url("solicitud", enviada.pk), url("acuerdo", acuerdo.pk), url("solicitudes")):
        assert client.get(direccion).url.startswith(reverse("juntos:entrar"))


def test_las_consultas_del_detalle_no_crecen(
    client, supervisora, enviada, django_assert_max_num_queries
):
    for _ in range(6):
        fabricas.MiembroFactory(hogar=enviada.contacto.hogar)
    client.force_login(supervisora)
    with django_assert_max_num_queries(CONSULTAS_DETALLE):
        client.get(url("solicitud", enviada.pk))


# --- The agreement


def test_el_acuerdo_se_sirve_solo_a_quien_ve_el_hogar(client, gestora, ajena, borrador):
    acuerdo = adjuntar_acuerdo(borrador, archivo=foto(), por=gestora)
    client.force_login(ajena)
    assert client.get(url("acuerdo", acuerdo.pk)).status_code == 404
    client.force_login(gestora)
    respuesta = client.get(url("acuerdo", acuerdo.pk))
    assert respuesta["Content-Type"] == "image/jpeg"
    assert respuesta["Content-Disposition"].startswith("inline")
    assert "sandbox" in respuesta["Content-Security-Policy"]
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in respuesta["Cache-Control"]
    assert b"".join(respuesta.streaming_content).startswith(b"\xff\xd8")


def test_un_pdf_se_descarga(client, gestora, lista):
    client.force_login(gestora)
    respuesta = client.get(url("acuerdo", lista.acuerdos.get().pk))
    assert re.match(r'attachment; filename="acuerdo-\d+\.pdf"', respuesta["Content-Disposition"])
    respuesta.close()


def test_un_acuerdo_perdido_del_disco_no_es_un_error_500(client, gestora, lista):
    acuerdo = lista.acuerdos.get()
    acuerdo.archivo.storage.delete(acuerdo.archivo.name)
    client.force_login(gestora)
    assert client.get(url("acuerdo", acuerdo.pk)).status_code == 404


# --- The inbox


def test_la_bandeja_va_por_tiempo_de_espera(client, supervisora, gestora, distrito):
    primera, segunda = (
        construir.solicitud_enviada(nuevo_hogar(distrito), por=gestora) for _ in range(2)
    )
    hace = timezone.now() - dt.timedelta(days=20)
    Solicitud.objects.filter(pk=segunda.pk).update(enviada_en=hace, preparada_en=hace)
    client.force_login(supervisora)
    respuesta = client.get(url("solicitudes"))
    orden = [item.solicitud for item in respuesta.context["bandeja"].pagina.object_list]
    assert orden == [segunda, primera]
    assert "1 solicitud espera fuera de plazo." in respuesta.content.decode()


@pytest.mark.parametrize(
    ("enviada_el", "vence"),
    [
        ("2026-11-16", "2026-11-19"),
        ("2026-11-19", "2026-11-24"),
        ("2026-11-21", "2026-11-25"),
        ("2026-12-04", "2026-12-11"),  # two holidays between
    ],
)
def test_el_plazo_cuenta_dias_habiles(enviada_el, vence):
    en = timezone.make_aware(dt.datetime.fromisoformat(f"{enviada_el}T23:30"))
    assert vence_el(en, 3) == dt.date.fromisoformat(vence)


def test_lo_raro_se_dice(client, supervisora, gestora, distrito):
    hogar = nuevo_hogar(distrito, dias=45)
    padre = fabricas.MiembroFactory(hogar=hogar).persona
    hogar.clasificaciones.update(hasta=construir.HOY + dt.timedelta(days=10))
    solicitud = construir.solicitud_lista(hogar, por=gestora)
    solicitud.titular = padre
    solicitud.save()
    enviar(solicitud, por=gestora)
    client.force_login(supervisora)
    [item] = client.get(url("solicitudes")).context["bandeja"].pagina.object_list
    texto = " ".join(item.rarezas)
    assert "Captación tardía: 45 días después del nacimiento." in texto
    assert "no es la madre" in texto
    assert "vence el" in texto


def test_un_mismo_acuerdo_en_dos_hogares_se_dice(client, supervisora, gestora, distrito):
    for _ in range(2):
        contacto = construir.contacto(nuevo_hogar(distrito))
        construir.visitar(contacto, "ubicada_acepta", por=gestora)
        solicitud = contacto.solicitudes.get()
        adjuntar_acuerdo(solicitud, archivo=construir.pdf(), por=gestora)
        enviar(solicitud, por=gestora)
    client.force_login(supervisora)
    texto = client.get(url("solicitudes")).content.decode()
    assert texto.count("El mismo archivo de acuerdo está en la solicitud de otro hogar.") == 2


def test_la_gestora_ve_las_suyas_por_estado(client, gestora, distrito, unidad, borrador):
    colega = fabricas.UsuarioFactory(rol=Rol.GESTORA, unidad_territorial=unidad)
    fabricas.AsignacionFactory(usuario=colega, distrito=distrito)
    construir.solicitud_enviada(nuevo_hogar(distrito), por=colega)
    client.force_login(gestora)
    bandeja = client.get(url("solicitudes")).context["bandeja"]
    assert [item.solicitud for item in bandeja.pagina.object_list] == [borrador]
    assert {clave: n for clave, _, n in bandeja.cuentas} == {
        "preparacion": 1,
        "observadas": 0,
        "enviadas": 0,
        "resueltas": 0,
    }


def test_la_ajena_no_ve_ninguna(client, ajena, enviada):
    client.force_login(ajena)
    for estado in ("preparacion", "enviadas", "observadas", "resueltas", "otro"):
        respuesta = client.get(url("solicitudes"), {"estado": estado, "pagina": "x"})
        assert respuesta.status_code == 200
        assert not list(respuesta.context["bandeja"].pagina.object_list)


def test_las_consultas_de_la_bandeja_no_crecen(
    client, supervisora, gestora, distrito, django_assert_max_num_queries
):
    for _ in range(5):
        construir.solicitud_enviada(nuevo_hogar(distrito), por=gestora)
    client.force_login(supervisora)
    with django_assert_max_num_queries(CONSULTAS_LISTA):
        client.get(url("solicitudes"))


def test_marcar_las_completas_no_marca_las_raras(client, supervisora, gestora, distrito):
    normal = construir.solicitud_enviada(nuevo_hogar(distrito), por=gestora)
    construir.solicitud_enviada(nuevo_hogar(distrito, dias=45), por=gestora)
    client.force_login(supervisora)
    texto = client.get(url("solicitudes"), {"marcar": "completas"}).content.decode()
    assert f'value="{normal.pk}" checked' in texto
    assert texto.count(" checked>") == 1
