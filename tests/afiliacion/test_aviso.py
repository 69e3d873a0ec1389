"""What a family is told its data are for: once, by whom, which version; a new one asks again."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from afiliacion.acciones.ruta import agregar_paradas
from afiliacion.consultas.avisos import Leidos, leidos_por_persona
from afiliacion.consultas.ruta import datos_de_ruta
from afiliacion.models import AvisoDeFinalidad, Visita
from tests.afiliacion.campo import Telefono, unico, visita
from tests.afiliacion.construir import HOY

pytestmark = pytest.mark.django_db
PRIMERA = "Primera vez en este hogar"


@pytest.fixture
def mia(client, gestora):
    client.force_login(gestora)
    return client


def registrar(client, contacto, **mas):
    contacto.refresh_from_db()
    datos = {
        "clave": str(uuid.uuid4()),
        "version": contacto.version,
        "modalidad": "presencial",
        "resultado": "ausente",
        "fecha": HOY.isoformat(),
    }
    camino = reverse("afiliacion:visita-registrar", args=[contacto.pk])
    assert client.post(camino, datos | mas).status_code == 302


def formulario(client, contacto) -> str:
    camino = reverse("afiliacion:visita-registrar", args=[contacto.pk])
    return client.get(camino).content.decode()


def ficha(client, contacto) -> str:
    return client.get(reverse("afiliacion:contacto", args=[contacto.pk])).content.decode()


def nueva(version: int, desde: dt.date) -> AvisoDeFinalidad:
    return AvisoDeFinalidad.objects.create(version=version, texto="Otra cosa", vigente_desde=desde)


def test_se_pide_hasta_que_alguien_lo_lee_y_dice_quien(mia, contacto, gestora):
    assert PRIMERA in formulario(mia, contacto)
    registrar(mia, contacto)
    assert "Falta el aviso" in ficha(mia, contacto)
    registrar(mia, contacto, aviso="1")
    assert Visita.objects.get(aviso=1).registrada_por == gestora
    assert PRIMERA not in formulario(mia, contacto)
    dicho = ficha(mia, contacto)
    assert "Aviso leído" in dicho
    assert "Falta el aviso" not in dicho


def test_otra_version_se_vuelve_a_leer_desde_su_dia(mia, contacto):
    registrar(mia, contacto, aviso="1")
    nueva(3, HOY + dt.timedelta(days=1))
    assert "léaselo otra vez" not in formulario(mia, contacto)
    nueva(2, HOY)
    pagina = formulario(mia, contacto)
    assert "Cambió el aviso: léaselo otra vez" in pagina
    assert "Otra cosa" in pagina
    assert "Hay una versión nueva" in ficha(mia, contacto)
    registrar(mia, contacto, aviso="2")
    assert "Falta el aviso" not in ficha(mia, contacto)
    assert "léaselo otra vez" not in formulario(mia, contacto)


@pytest.mark.parametrize("aviso", ["9", "3", ""])
def test_una_version_que_nadie_escribio_o_no_empieza_no_se_leyo(mia, contacto, aviso):
    nueva(3, HOY + dt.timedelta(days=9))
    registrar(mia, contacto, aviso=aviso)
    assert Visita.objects.get().aviso is None


def test_lo_que_se_lee_sin_senal_llega_una_vez(client, gestora, contacto, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    telefono = Telefono(client, gestora)
    agregar_paradas([contacto.pk], por=gestora)
    llevado = datos_de_ruta(gestora)
    assert llevado["catalogo"]["aviso"]["version"] == 1
    assert [p["falta_aviso"] for p in llevado["paradas"]] == [True]
    leida = visita(contacto, aviso=1)
    for _ in range(2):
        assert unico(telefono.enviar(leida))["estado"] == "aplicado"
    assert Visita.objects.get().aviso_id == 1
    assert [p["falta_aviso"] for p in datos_de_ruta(gestora)["paradas"]] == [False]


def test_un_telefono_que_no_sabe_del_aviso_sigue_enviando(client, gestora, contacto):
    assert unico(Telefono(client, gestora).enviar(visita(contacto)))["estado"] == "aplicado"
    assert Visita.objects.get().aviso is None


def test_cualquiera_lee_el_que_esta_en_vigor(client):
    pagina = client.get("/aviso/").content.decode()
    assert "sin nombres, cómo va el programa" in pagina
    assert "Versión 1" in pagina
    assert "/aviso/" in client.get("/entrar/").content.decode()


def test_la_supervisora_ve_a_cuantos_hogares_se_les_leyo(client, supervisora, contacto, gestora):
    client.force_login(supervisora)
    assert "Nadie de su equipo habló" in client.get("/aviso/").content.decode()
    acepta = {
        "contacto": contacto, "registrada_por": gestora, "fecha": HOY, "modalidad": "presencial"
    }  # fmt: skip
    Visita.objects.create(**acepta, resultado_id="ausente")
    assert leidos_por_persona(supervisora, hoy=HOY) == []
    Visita.objects.create(**acepta, resultado_id="ubicada_acepta")
    Visita.objects.create(**acepta, resultado_id="ubicada_rechaza")
    assert leidos_por_persona(supervisora, hoy=HOY) == [Leidos(gestora, 1, 0)]
    Visita.objects.create(**acepta, resultado_id="ausente", aviso_id=1)
    assert leidos_por_persona(supervisora, hoy=HOY) == [Leidos(gestora, 1, 1)]
    assert str(gestora) in client.get("/aviso/").content.decode()
    despues = HOY + dt.timedelta(days=30)
    assert leidos_por_persona(supervisora, hoy=despues) == []
    nueva(2, HOY)
    assert leidos_por_persona(supervisora, hoy=HOY) == [Leidos(gestora, 1, 0)]


@pytest.mark.parametrize("quien", ["gestora", "sede", "ajena"])
def test_a_los_demas_la_hoja_no_les_cuenta_de_nadie(client, request, quien, contacto, gestora):
    Visita.objects.create(
        contacto=contacto, registrada_por=gestora, fecha=HOY, modalidad="presencial",
        resultado_id="ubicada_acepta",
    )  # fmt: skip
    client.force_login(request.getfixturevalue(quien))
    assert str(gestora) not in client.get("/aviso/").content.decode().split("<main", 1)[1]


VIOLACIONES = {
    "avisodefinalidad_dice_algo": lambda cosas: AvisoDeFinalidad.objects.create(
        version=9, texto="", vigente_desde=HOY
    )
}


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_refuta(nombre):
    with pytest.raises(IntegrityError, match=f'"{nombre}"'), transaction.atomic():
        VIOLACIONES[nombre]({})


def test_lo_que_se_leyo_no_se_reescribe():
    primera = AvisoDeFinalidad.objects.filter(version=1)
    for hacer in (lambda: primera.update(texto="Otra cosa"), primera.delete):
        with pytest.raises(IntegrityError, match="no se reescribe"), transaction.atomic():
            hacer()
