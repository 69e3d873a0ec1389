"""Saved lists and groups of the queue: each person's own, one to open with, undone when removed."""

import pytest
from django.utils import timezone

from afiliacion.acciones.filtros import FILTROS_POR_PERSONA
from afiliacion.models import FiltroGuardado
from tests import fabricas

pytestmark = pytest.mark.django_db


@pytest.fixture
def como(client, gestora):
    client.force_login(gestora)
    return client


def guardar(client, consulta="vence=hoy", nombre="De hoy", **campos):
    return client.post("/cola/filtros/", {"nombre": nombre, "filtros": consulta, **campos})


def test_un_filtro_se_guarda_se_borra_y_se_deshace(como, gestora):
    assert guardar(como, "vence=hoy&lengua=2&texto=abc&pagina=3").url.startswith("/cola/?vence=hoy")
    filtro = FiltroGuardado.objects.get(usuario=gestora)
    assert filtro.consulta == "vence=hoy&lengua=2"
    assert "De hoy" in como.get("/cola/").content.decode()
    guardar(como, "vence=tres")
    filtro.refresh_from_db()
    assert filtro.consulta == "vence=tres"
    borrado = como.post(f"/cola/filtros/{filtro.pk}/retirar/", follow=True)
    assert "Se borró el filtro «De hoy»" in borrado.content.decode()
    assert borrado.context["panel"].guardados == []
    como.post(f"/cola/filtros/{filtro.pk}/restaurar/")
    assert como.get("/cola/").context["panel"].guardados == [filtro]


def test_la_cola_abre_con_el_predeterminado_y_se_puede_ver_toda(como, distrito):
    hoy = fabricas.ContactoFactory(hogar__distrito=distrito, vence_el=timezone.localdate())
    fabricas.ContactoFactory(hogar__distrito=distrito)
    guardar(como, predeterminado="on")
    abierta = como.get("/cola/")
    assert [c.pk for c in abierta.context["hoja"].object_list] == [hoy.pk]
    panel = abierta.context["panel"]
    [quitar] = panel.quitables
    for consulta in (quitar.consulta, panel.toda):
        assert como.get(f"/cola/?{consulta}").context["panel"].total == 2
    filtro = FiltroGuardado.objects.get()
    como.post(f"/cola/filtros/{filtro.pk}/abrir/")
    assert como.get("/cola/").context["panel"].total == 2


def test_lo_que_no_se_puede_guardar_se_dice(como):
    for consulta, nombre, dicho in (
        ("", "Nada", "Primero elija algún filtro"),
        ("texto=abc", "Texto", "Primero elija algún filtro"),
        ("vence=hoy", "", "Escriba un nombre"),
        ("vence=hoy", "x" * 41, "40 letras"),
    ):
        respuesta = guardar(como, consulta, nombre)
        assert dicho in como.get(respuesta.url).content.decode()
    for n in range(FILTROS_POR_PERSONA + 1):
        guardar(como, nombre=f"Filtro {n}")
    assert FiltroGuardado.objects.count() == FILTROS_POR_PERSONA


def test_el_filtro_de_otra_persona_no_existe(client, como, supervisora):
    guardar(como)
    filtro = FiltroGuardado.objects.get()
    client.force_login(supervisora)
    assert client.get("/cola/").context["panel"].guardados == []
    for verbo in ("abrir", "retirar", "restaurar"):
        assert client.post(f"/cola/filtros/{filtro.pk}/{verbo}/").status_code == 404


def test_si_el_nombre_se_volvio_a_usar_el_nuevo_queda(como):
    guardar(como)
    viejo = FiltroGuardado.objects.get()
    como.post(f"/cola/filtros/{viejo.pk}/retirar/")
    guardar(como, "vence=tres")
    respuesta = como.post(f"/cola/filtros/{viejo.pk}/restaurar/", follow=True)
    assert "Ya tiene otro filtro llamado «De hoy»" in respuesta.content.decode()


def test_los_grupos_dicen_el_lugar_y_cuantos_hay_en_toda_la_lista(como, distrito):
    for _ in range(27):
        fabricas.ContactoFactory(hogar__distrito=distrito, centro_poblado="Alto Perú")
    for _ in range(2):
        fabricas.ContactoFactory(hogar__distrito=distrito, centro_poblado="")
    primera = como.get("/cola/?agrupar=lugar&tipo=recien_nacido")
    assert [(g.centro_poblado, g.cuenta, len(g.filas)) for g in primera.context["grupos"]] == [
        ("Sin centro poblado", 2, 2),
        ("Alto Perú", 27, 23),
    ]
    texto = primera.content.decode()
    assert "27 contactos, aquí 23" in texto
    assert "?agrupar=lugar&amp;tipo=recien_nacido&amp;pagina=2" in texto
    segunda = como.get("/cola/?agrupar=lugar&pagina=2").context["grupos"]
    assert [(g.centro_poblado, g.cuenta, len(g.filas)) for g in segunda] == [("Alto Perú", 27, 4)]
