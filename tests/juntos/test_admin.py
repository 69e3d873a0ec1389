"""Django admin: the role lets in, every catalogue is searched, facts are only read."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from juntos.models import Asignacion, Distrito, Evento, Parametro, Rol, Usuario
from tests.fabricas import EstablecimientoFactory

pytestmark = pytest.mark.django_db

CATALOGOS = [
    "unidadterritorial",
    "distrito",
    "establecimiento",
    "usuario",
    "asignacion",
    "parametro",
    "evento",
    "cambio",
    "ensayorestauracion",
    "sello",
    "lectura",
    "alertadelectura",
    "tareafallida",
    "invitacion",
    "revisiondeprivilegios",
]
IMPORTAR = "admin:juntos_distrito_importar"
ENCABEZADO = (
    "ubigeo_inei,ubigeo_reniec,departamento,provincia,distrito,latitud,longitud,unidad_territorial"
)
CHACHAPOYAS = "010101,010101,Amazonas,Chachapoyas,Chachapoyas,-6.22944,-77.87278,UT01"


@pytest.fixture
def cliente(client, administracion):
    client.force_login(administracion)
    return client


def tabla(*filas, codificacion="utf-8"):
    contenido = "\r\n".join([ENCABEZADO, *filas]).encode(codificacion)
    return SimpleUploadedFile("distritos.csv", contenido, "text/csv")


@pytest.mark.parametrize("modelo", CATALOGOS)
def test_cada_catalogo_se_lista_y_se_busca(cliente, modelo, gestora, django_assert_max_num_queries):
    EstablecimientoFactory()
    Evento.registrar(gestora, "", "creada", por=gestora)
    with django_assert_max_num_queries(14):
        respuesta = cliente.get(reverse(f"admin:juntos_{modelo}_changelist"), {"q": "a 1"})
    assert respuesta.status_code == 200
    assert 'name="q"' in respuesta.text


def test_todos_los_modelos_estan_en_el_admin():
    from django.apps import apps

    assert all(admin.site.is_registered(m) for m in apps.get_app_config("juntos").get_models())


@pytest.mark.parametrize("quien", ["gestora", "supervisora", "sede"])
def test_los_demas_roles_no_entran(client, request, quien):
    client.force_login(request.getfixturevalue(quien))
    for url in ("admin:index", IMPORTAR, "admin:juntos_usuario_changelist"):
        assert client.get(reverse(url)).status_code == 302
        assert "login" in client.get(reverse(url)).url


# --- Users


def test_una_cuenta_empieza_con_una_invitacion(cliente):
    respuesta = cliente.get(reverse("admin:juntos_usuario_add"))
    assert respuesta.url == reverse("juntos:invitacion-nueva")


def test_la_clave_de_otra_persona_no_se_pone_aqui(cliente, sede):
    direccion = reverse("admin:auth_user_password_change", args=[sede.pk])
    claves = {"password1": "camino-largo-9", "password2": "camino-largo-9"}
    assert cliente.post(direccion, claves).status_code == 403
    sede.refresh_from_db()
    assert not sede.check_password("camino-largo-9")


def datos_de(usuario, **cambios):
    return {
        "username": usuario.username,
        "is_active": "on",
        "first_name": usuario.first_name,
        "last_name": usuario.last_name,
        "email": "",
        "rol": usuario.rol,
        "unidad_territorial": usuario.unidad_territorial_id or "",
        "lenguas": "",
        "asignaciones-TOTAL_FORMS": "0",
        "asignaciones-INITIAL_FORMS": "0",
    } | cambios


def test_el_rol_da_y_quita_la_entrada_al_admin(cliente, sede):
    url = reverse("admin:juntos_usuario_change", args=[sede.pk])
    assert cliente.post(url, datos_de(sede, rol=Rol.ADMINISTRACION)).status_code == 302
    sede.refresh_from_db()
    assert sede.is_staff
    assert sede.is_superuser
    cliente.post(url, datos_de(sede, rol=Rol.SEDE))
    sede.refresh_from_db()
    assert not sede.is_staff
    assert not sede.is_superuser


def test_una_supervisora_sin_unidad_se_dice_en_el_formulario(cliente, sede):
    url = reverse("admin:juntos_usuario_change", args=[sede.pk])
    respuesta = cliente.post(url, datos_de(sede, rol=Rol.SUPERVISORA))
    assert respuesta.status_code == 200
    assert respuesta.context["adminform"].form.errors
    sede.refresh_from_db()
    assert sede.rol == Rol.SEDE


def test_la_asignacion_se_edita_en_la_ficha_y_deja_historia(cliente, supervisora, administracion):
    """Her districts with their dates, beside the person; and who set them."""
    distrito = Distrito.objects.get(pk="150101")
    asignacion = {
        "asignaciones-TOTAL_FORMS": "1",
        "asignaciones-0-usuario": supervisora.pk,
        "asignaciones-0-distrito": distrito.pk,
        "asignaciones-0-desde": "01/11/2026",
        "asignaciones-0-hasta": "",
    }
    url = reverse("admin:juntos_usuario_change", args=[supervisora.pk])
    assert cliente.post(url, datos_de(supervisora, **asignacion)).status_code == 302
    assert Asignacion.objects.get(usuario=supervisora).distrito == distrito
    historia = LogEntry.objects.get(object_id=str(supervisora.pk))
    assert historia.user == administracion
    assert "asignaci" in historia.change_message.lower()
    listado = cliente.get(reverse("admin:juntos_usuario_history", args=[supervisora.pk]))
    assert administracion.username in listado.text or str(administracion) in listado.text


def test_una_cuenta_no_se_borra(cliente, sede):
    assert cliente.get(reverse("admin:juntos_usuario_delete", args=[sede.pk])).status_code == 403


def test_el_sistema_no_se_edita(cliente):
    sistema = Usuario.objects.sistema()
    cliente.post(reverse("admin:juntos_usuario_change", args=[sistema.pk]), datos_de(sistema))
    sistema.refresh_from_db()
    assert not sistema.is_active


# --- Facts and parameters


@pytest.mark.parametrize("modelo", ["juntos_evento", "admin_logentry"])
def test_los_hechos_solo_se_leen(cliente, modelo, sede, administracion):
    hecho = Evento.registrar(sede, "", "creada", por=sede)
    if modelo == "admin_logentry":
        hecho = LogEntry.objects.create(
            user=administracion, action_flag=2, object_repr="x", object_id="1"
        )
    assert cliente.get(reverse(f"admin:{modelo}_add")).status_code == 403
    assert cliente.get(reverse(f"admin:{modelo}_delete", args=[hecho.pk])).status_code == 403
    cambio = reverse(f"admin:{modelo}_change", args=[hecho.pk])
    assert cliente.get(cambio).status_code == 200
    assert cliente.post(cambio, {"a": "otra"}).status_code == 403


def test_un_parametro_cambia_de_valor_y_se_sabe_quien(cliente, administracion):
    url = reverse("admin:juntos_parametro_change", args=["dias_aprobacion"])
    assert cliente.post(url, {"valor": "5", "fuente": "Directiva", "clave": "x"}).status_code == 302
    assert Parametro.de("dias_aprobacion") == 5
    historia = LogEntry.objects.get(object_id="dias_aprobacion")
    assert historia.user == administracion
    assert cliente.post(url, {"valor": "-1", "fuente": ""}).status_code == 200
    assert Parametro.de("dias_aprobacion") == 5


def test_un_parametro_no_se_agrega_ni_se_borra(cliente):
    assert cliente.get(reverse("admin:juntos_parametro_add")).status_code == 403
    borrar = reverse("admin:juntos_parametro_delete", args=["dias_aprobacion"])
    assert cliente.get(borrar).status_code == 403


# --- The table of districts


def test_importar_muestra_antes_de_cambiar_y_cambia_al_confirmar(cliente):
    fila = CHACHAPOYAS.replace("Chachapoyas,-6", "Chachapoyas Nueva,-6")
    respuesta = cliente.post(reverse(IMPORTAR), {"archivo": tabla(fila)})
    assert respuesta.status_code == 200
    assert "distritos nuevos: 0; cambiados: 1" in respuesta.text
    assert "Chachapoyas Nueva" in respuesta.text
    assert Distrito.objects.get(pk="010101").nombre == "Chachapoyas"

    contexto = respuesta.context
    confirmar = {"contenido": contexto["contenido"], "huella": contexto["cambios"].huella}
    assert cliente.post(reverse(IMPORTAR), confirmar).status_code == 302
    assert Distrito.objects.get(pk="010101").nombre == "Chachapoyas Nueva"
    repetido = cliente.post(reverse(IMPORTAR), confirmar)
    assert "no cambia nada" in repetido.text


def test_lo_que_se_confirma_es_lo_que_se_mostro(cliente):
    fila = CHACHAPOYAS.replace("Chachapoyas,-6", "Chachapoyas Nueva,-6")
    mostrado = cliente.post(reverse(IMPORTAR), {"archivo": tabla(fila)}).context
    Distrito.objects.filter(pk="010101").update(provincia="Otra")
    confirmar = {"contenido": mostrado["contenido"], "huella": mostrado["cambios"].huella}
    respuesta = cliente.post(reverse(IMPORTAR), confirmar)
    assert respuesta.status_code == 200
    assert "Otra" in respuesta.text
    assert Distrito.objects.get(pk="010101").nombre == "Chachapoyas"


@pytest.mark.parametrize(
    ("archivo", "mensaje"),
    [
        (tabla("1,2,3"), "8 campos"),
        (tabla(CHACHAPOYAS.replace("UT01", "UT77")), "UT77 no existe"),
        (tabla(CHACHAPOYAS.replace("Amazonas", "Áncash"), codificacion="cp1252"), "UTF-8"),
        (None, "Elija el archivo"),
    ],
)
def test_una_tabla_mala_no_cambia_nada_y_dice_por_que(cliente, archivo, mensaje):
    if archivo:
        archivo.seek(0)
    respuesta = cliente.post(reverse(IMPORTAR), {"archivo": archivo} if archivo else {})
    assert respuesta.status_code == 422
    assert mensaje in respuesta.text
    assert Distrito.objects.get(pk="010101").unidad_territorial.codigo == "UT01"
