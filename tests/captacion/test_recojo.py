"""Pick-up points: when each is due, what a person sees of it, and what may not exist."""

import datetime as dt
import time

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from captacion import tasks
from captacion.acciones import recojo
from captacion.models import ArchivoRecogido, PuntoDeRecojo
from captacion.recojo import RecojoFallido
from tests.fabricas import CargaFactory

pytestmark = pytest.mark.django_db
AHORA = dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC)
HUELLA = "SHA256:" + "A" * 43
SFTP = {
    "nombre": "RENIEC diario",
    "fuente": "padron_nominal",
    "protocolo": "sftp",
    "anfitrion": "127.0.0.1",
    "huella_servidor": HUELLA,
    "usuario": "juntos",
    "variable_secreto": "JUNTOS_RECOJO_NADIE",
}
HTTPS = {
    "nombre": "SIS diario",
    "fuente": "sis_gestantes",
    "protocolo": "https",
    "url": "https://datos.example/gestantes-{AAAA}{MM}{DD}.txt",
}


def crear(base=SFTP, **cambios) -> PuntoDeRecojo:
    return PuntoDeRecojo.objects.create(**base | cambios)


@pytest.fixture
def timbres(monkeypatch):
    """The points for which a bell rang."""
    tocados = []
    monkeypatch.setattr(recojo, "tocar", lambda tarea, pk: tocados.append((tarea, pk)))
    return tocados


@pytest.fixture(autouse=True)
def _a_una_hora_fija(request):
    if "trabajador" in request.fixturenames:  # another process, with its own clock
        yield
        return
    with time_machine.travel(AHORA, tick=False):
        yield


# When


def test_se_llama_a_los_que_tocan(timbres):
    toca = crear(proximo_intento=AHORA)
    crear(nombre="después", proximo_intento=AHORA + dt.timedelta(minutes=1))
    crear(nombre="retirado", activo=False)
    tasks.llamar_a_recoger()
    assert timbres == [("captacion.tasks.recoger", toca.pk)]


@pytest.mark.parametrize(
    "cambios", [{"proximo_intento": AHORA + dt.timedelta(seconds=1)}, {"activo": False}]
)
def test_lo_que_no_toca_no_se_visita_aunque_se_llame(cambios):
    punto = crear(**cambios)
    tasks.recoger(punto.pk)
    punto.refresh_from_db()
    assert punto.ultimo_intento is None


@pytest.mark.parametrize(
    ("cada", "fallos", "pasajero", "minutos"),
    [
        (60, 1, True, 1),
        (60, 2, True, 2),
        (60, 5, True, 16),
        (60, 6, True, 60),
        (5, 5, True, 5),
        (5, 6, True, 60),
        (1440, 6, True, 1440),
        (5, 1, False, 60),
        (1440, 1, False, 1440),
    ],
)
def test_los_reintentos_se_espacian_y_no_insisten(cada, fallos, pasajero, minutos):
    punto = PuntoDeRecojo(cada_minutos=cada, fallos=fallos)
    espera = recojo._espera(punto, RecojoFallido("", pasajero=pasajero))
    assert espera == dt.timedelta(minutes=minutos)


def test_una_visita_que_mata_al_trabajador_tambien_cuenta(monkeypatch):
    class Muerte(BaseException):
        pass

    def morir(*_):
        raise Muerte

    monkeypatch.setattr(recojo, "_visitar", morir)
    punto = crear()
    for visita in range(1, 5):
        PuntoDeRecojo.objects.update(proximo_intento=AHORA)
        with pytest.raises(Muerte):
            tasks.recoger(punto.pk)
        punto.refresh_from_db()
        assert (punto.fallos, punto.ultimo_error) == (visita, recojo.SIN_TERMINAR)
        assert punto.proximo_intento == AHORA + recojo.TRAS_MORIR
    assert punto.pide_atencion


# "Recoger ahora"


def test_recoger_ahora_adelanta_la_visita(timbres, sede):
    punto = crear(proximo_intento=AHORA + dt.timedelta(days=1))
    assert recojo.recoger_ahora(punto, por=sede)
    punto.refresh_from_db()
    assert punto.proximo_intento == AHORA
    assert timbres == [("captacion.tasks.recoger", punto.pk)]


def test_quien_no_carga_archivos_no_recoge(timbres, gestora):
    with pytest.raises(PermissionDenied):
        recojo.recoger_ahora(crear(), por=gestora)
    assert timbres == []


def test_lo_retirado_no_se_recoge(timbres, sede):
    punto = crear()
    PuntoDeRecojo.objects.update(activo=False)
    assert not recojo.recoger_ahora(punto, por=sede)
    assert timbres == []


def test_los_puntos_solo_los_ve_quien_carga_archivos(sede, administracion, gestora):
    crear()
    vistos = [PuntoDeRecojo.objects.visibles_para(u).count() for u in (sede, administracion)]
    assert vistos == [1, 1]
    assert not PuntoDeRecojo.objects.visibles_para(gestora).exists()


def test_el_timbre_llega_al_trabajador(trabajador, sede):
    """A real worker makes the visit; without its secret it says which one it lacks."""
    punto = crear()
    recojo.recoger_ahora(punto, por=sede)
    limite = time.monotonic() + 30
    while punto.ultimo_intento is None or punto.ultimo_error == recojo.SIN_TERMINAR:
        assert time.monotonic() < limite
        time.sleep(0.1)
        punto.refresh_from_db()
    assert "JUNTOS_RECOJO_NADIE" in punto.ultimo_error
    assert punto.pide_atencion


# The admin


@pytest.fixture
def cliente(administracion):
    cliente = Client()
    cliente.force_login(administracion)
    return cliente


def formulario(**cambios) -> dict:
    vacio = {"url": "", "anfitrion": "", "huella_servidor": "", "usuario": "", "patron": "*"}
    comun = {"puerto": "22", "carpeta": ".", "cada_minutos": "60", "activo": "on"}
    return vacio | comun | {"variable_secreto": ""} | cambios


def test_se_configura_en_el_admin(cliente):
    alta = reverse("admin:captacion_puntoderecojo_add")
    assert cliente.post(alta, formulario(**SFTP)).status_code == 302
    punto = PuntoDeRecojo.objects.get()
    assert (punto.huella_servidor, punto.cada_minutos) == (HUELLA, 60)
    cambio = reverse("admin:captacion_puntoderecojo_change", args=[punto.pk])
    PuntoDeRecojo.objects.update(ultimo_error="El servidor no responde.", pide_atencion=True)
    assert "El servidor no responde." in cliente.get(cambio).content.decode()
    cliente.post(cambio, formulario(**SFTP, cada_minutos="15"))
    punto.refresh_from_db()
    assert (punto.cada_minutos, punto.pide_atencion) == (15, True)
    lista = cliente.get(reverse("admin:captacion_puntoderecojo_changelist")).content.decode()
    assert "El servidor no responde." in lista


@pytest.mark.parametrize(
    ("cambios", "frase"),
    [
        (SFTP | {"huella_servidor": ""}, "necesita servidor, carpeta, nombres, huella"),
        (SFTP | {"huella_servidor": "MD5:aa"}, "La huella se escribe SHA256:"),
        (SFTP | {"variable_secreto": "SECRET_KEY"}, "Debe empezar por JUNTOS_RECOJO_"),
        (HTTPS | {"url": ""}, "necesita su dirección https://"),
        (HTTPS | {"url": "http://datos.example/x"}, "Escriba una dirección https://"),
        (HTTPS | {"url": "https://ana:clave@datos.example/x"}, "sin usuario ni clave"),
        (HTTPS | {"usuario": "ana"}, "la variable con su secreto"),
    ],
)
def test_lo_que_falta_se_dice_en_el_formulario(cliente, cambios, frase):
    respuesta = cliente.post(reverse("admin:captacion_puntoderecojo_add"), formulario(**cambios))
    assert respuesta.status_code == 200
    assert frase in respuesta.content.decode()
    assert not PuntoDeRecojo.objects.exists()


def test_guardar_y_recoger_ahora(cliente, timbres):
    punto = crear(proximo_intento=AHORA + dt.timedelta(days=1))
    cambio = reverse("admin:captacion_puntoderecojo_change", args=[punto.pk])
    assert "Guardar y recoger ahora" in cliente.get(cambio).content.decode()
    datos = formulario(**SFTP, cada_minutos="30", _recoger="1")
    respuesta = cliente.post(cambio, datos, follow=True)
    assert "la visita empieza" in respuesta.content.decode()
    punto.refresh_from_db()
    assert (punto.cada_minutos, punto.proximo_intento) == (30, AHORA)
    assert timbres


def test_recoger_ahora_desde_la_lista(cliente, timbres):
    puntos = [crear(), crear(nombre="retirado", activo=False)]
    datos = {"action": "recoger_ahora", "_selected_action": [p.pk for p in puntos]}
    lista = reverse("admin:captacion_puntoderecojo_changelist")
    texto = cliente.post(lista, datos, follow=True).content.decode()
    assert "RENIEC diario: la visita empieza" in texto
    assert "Retirado: no está activo" in texto
    assert len(timbres) == 1


def test_un_punto_no_se_borra(cliente):
    punto = crear()
    borrar = reverse("admin:captacion_puntoderecojo_delete", args=[punto.pk])
    assert cliente.post(borrar, {"post": "yes"}).status_code == 403
    assert PuntoDeRecojo.objects.exists()


# The page of loads


def fallando(**cambios) -> PuntoDeRecojo:
    datos = {
        "ultimo_error": "El servidor no responde.",
        "pide_atencion": True,
        "ultimo_intento": AHORA,
        "ultimo_exito": AHORA - dt.timedelta(days=2),
    }
    return crear(**datos | cambios)


def test_lo_que_no_se_puede_recoger_se_dice_en_cargas(sede, cliente):
    punto = fallando()
    de_sede = Client()
    de_sede.force_login(sede)
    texto = de_sede.get("/cargas/").content.decode()
    assert "No se pueden recoger los archivos de <strong>RENIEC diario</strong>" in texto
    assert "El servidor no responde." in texto
    assert "Último intento: 23/11/2026 06:00. Último recojo bueno: 21/11/2026 06:00." in texto
    assert "Avise a quien administra" in texto
    texto = cliente.get("/cargas/").content.decode()
    assert reverse("admin:captacion_puntoderecojo_change", args=[punto.pk]) in texto


@pytest.mark.parametrize("cambios", [{"pide_atencion": False}, {"activo": False}])
def test_lo_que_se_arregla_solo_o_esta_retirado_no_se_dice(cliente, cambios):
    fallando(**cambios)
    assert "No se pueden recoger" not in cliente.get("/cargas/").content.decode()


# What may not exist


@pytest.mark.parametrize(
    ("base", "cambios", "restriccion"),
    [
        (SFTP, {"fuente": "otra"}, "punto_de_recojo_fuente_valido"),
        (SFTP, {"protocolo": "ftp"}, "punto_de_recojo_protocolo_valido"),
        *[
            (SFTP, {campo: ""}, "punto_de_recojo_sftp_completo")
            for campo in ("anfitrion", "huella_servidor", "usuario", "carpeta", "patron")
        ],
        (SFTP, {"usuario": "", "variable_secreto": ""}, "punto_de_recojo_sftp_completo"),
        (SFTP, {"huella_servidor": "SHA256:corta"}, "punto_de_recojo_sftp_completo"),
        (SFTP, {"anfitrion": "ana@servidor"}, "punto_de_recojo_sftp_completo"),
        (HTTPS, {"url": ""}, "punto_de_recojo_https_completo"),
        (HTTPS, {"url": "http://datos.example/x"}, "punto_de_recojo_https_completo"),
        (HTTPS, {"url": "https://ana:x@datos.example/"}, "punto_de_recojo_https_completo"),
        (HTTPS, {"variable_secreto": "DATABASE_URL"}, "punto_de_recojo_variable_propia"),
        (HTTPS, {"usuario": "ana"}, "punto_de_recojo_usuario_con_secreto"),
        (HTTPS, {"cada_minutos": 0}, "punto_de_recojo_cada_minutos"),
        (HTTPS, {"puerto": 0}, "punto_de_recojo_puerto"),
        (HTTPS, {"puerto": 65536}, "punto_de_recojo_puerto"),
        (HTTPS, {"pide_atencion": True}, "punto_de_recojo_atencion_con_motivo"),
    ],
)
def test_la_base_no_admite(base, cambios, restriccion):
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        crear(base, **cambios)


def test_un_archivo_se_recuerda_una_vez():
    datos = {"nombre": "padron.txt", "tamano": 1, "marca": "1", "carga": CargaFactory()}
    punto = crear()
    ArchivoRecogido.objects.create(punto=punto, **datos)
    with pytest.raises(IntegrityError, match="archivo_recogido_una_vez"), transaction.atomic():
        ArchivoRecogido.objects.create(punto=punto, **datos)


@pytest.mark.parametrize("base", [SFTP, HTTPS])
def test_lo_completo_es_valido(base):
    PuntoDeRecojo(**base).full_clean()
    with pytest.raises(ValidationError):
        PuntoDeRecojo(**base | {"puerto": 70000}).full_clean()


def test_ningun_texto_del_punto_guarda_un_secreto(monkeypatch):
    monkeypatch.setenv("JUNTOS_RECOJO_NADIE", "secreto-de-verdad")
    punto = crear(anfitrion="127.0.0.1", puerto=1)
    tasks.recoger(punto.pk)
    valores = PuntoDeRecojo.objects.values_list().get()
    assert not any("secreto-de-verdad" in str(valor) for valor in valores)
