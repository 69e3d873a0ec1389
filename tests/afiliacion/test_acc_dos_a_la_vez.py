"""Two people at once, over committed data and a connection each."""

import threading
import uuid

import pytest
from django.db import connection

from afiliacion.acciones import contactos, solicitudes
from afiliacion.acciones.conciliar import conciliar
from afiliacion.models import Acuerdo, Afiliacion, Contacto, Solicitud, Visita
from juntos.estados import TransicionInvalida
from juntos.models import Rol
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.construir import HOY, visitar


@pytest.fixture(autouse=True)
def _archivos(base_real, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def hogar(distrito):
    nuevo = construir.hogar(distrito)
    construir.recien_nacido(nuevo)
    return nuevo


def a_la_vez(*tareas):
    """What each task returned or raised, started together."""
    salida, resultados = threading.Barrier(len(tareas)), [None] * len(tareas)

    def correr(indice, tarea):
        try:
            salida.wait(10)
            resultados[indice] = tarea()
        except TransicionInvalida as error:
            resultados[indice] = error
        finally:
            connection.close()

    hilos = [threading.Thread(target=correr, args=par) for par in enumerate(tareas)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join(30)
    assert not any(hilo.is_alive() for hilo in hilos)
    return resultados


def _separar(resultados):
    perdidas = [r for r in resultados if isinstance(r, TransicionInvalida)]
    return [r for r in resultados if r not in perdidas], perdidas


def test_dos_supervisoras_aprueban_y_hay_una_afiliacion(hogar, gestora, supervisora):
    otra = fabricas.UsuarioFactory(
        rol=Rol.SUPERVISORA, unidad_territorial=supervisora.unidad_territorial
    )
    pk = construir.solicitud_enviada(hogar, por=gestora).pk
    logradas, perdidas = _separar(
        a_la_vez(
            lambda: solicitudes.aprobar(Solicitud.objects.get(pk=pk), por=supervisora),
            lambda: solicitudes.aprobar(Solicitud.objects.get(pk=pk), por=otra),
        )
    )
    assert logradas == [Afiliacion.objects.get()]
    assert len(perdidas) == 1


def test_un_doble_clic_aprueba_una_vez(hogar, gestora, supervisora):
    solicitud = construir.solicitud_enviada(hogar, por=gestora)
    tarea = lambda: solicitudes.aprobar(  # noqa: E731
        Solicitud.objects.get(pk=solicitud.pk), por=supervisora
    )
    logradas, perdidas = _separar(a_la_vez(tarea, tarea, tarea))
    assert logradas == [Afiliacion.objects.get()]
    assert len(perdidas) == 2


def test_el_mismo_formulario_dos_veces_es_una_visita(hogar, gestora):
    contacto, clave = construir.contacto(hogar), uuid.uuid4()
    tarea = lambda: visitar(  # noqa: E731
        Contacto.objects.get(pk=contacto.pk), "ausente", por=gestora, clave=clave, version=0
    )
    logradas, perdidas = _separar(a_la_vez(tarea, tarea, tarea))
    assert set(logradas) == {Visita.objects.get()}
    assert not perdidas


def test_dos_formularios_a_la_vez_el_segundo_pierde(hogar, gestora, supervisora):
    contacto = construir.contacto(hogar)
    logradas, perdidas = _separar(
        a_la_vez(
            *(
                lambda por=por: visitar(
                    Contacto.objects.get(pk=contacto.pk), "ausente", por=por, version=0
                )
                for por in (gestora, supervisora)
            )
        )
    )
    assert logradas == [Visita.objects.get()]
    assert len(perdidas) == 1


def test_dos_toman_y_uno_lo_tiene(hogar, gestora, supervisora):
    contacto = construir.contacto(hogar)
    logradas, perdidas = _separar(
        a_la_vez(
            lambda: contactos.tomar(contacto, por=gestora),
            lambda: contactos.tomar(contacto, por=supervisora),
        )
    )
    assert (len(logradas), len(perdidas)) == (1, 1)
    assert Contacto.objects.get().asignada_a == logradas[0].asignada_a


def test_dos_abren_y_hay_una_solicitud(hogar, gestora, supervisora):
    contacto = construir.contacto(hogar)
    abiertas = a_la_vez(
        *(
            lambda por=por: solicitudes.abrir(Contacto.objects.get(pk=contacto.pk), por=por)
            for por in (gestora, supervisora)
        )
    )
    assert set(abiertas) == {Solicitud.objects.get()}


def test_el_mismo_acuerdo_subido_dos_veces_a_la_vez(hogar, gestora, tmp_path):
    contacto = construir.contacto(hogar)
    solicitud = solicitudes.abrir(contacto, por=gestora)
    tarea = lambda: solicitudes.adjuntar_acuerdo(  # noqa: E731
        Solicitud.objects.get(pk=solicitud.pk), archivo=construir.pdf(), por=gestora
    )
    assert set(a_la_vez(tarea, tarea)) == {Acuerdo.objects.get()}
    assert len([ruta for ruta in tmp_path.rglob("*") if ruta.is_file()]) == 1


def test_dos_conciliaciones_abren_una_vez(distrito):
    for _ in range(20):
        construir.recien_nacido(construir.hogar(distrito))
    abiertos = a_la_vez(*[lambda: conciliar(hoy=HOY)] * 3)
    assert sorted(abiertos) == [0, 0, 20]
    assert Contacto.objects.count() == 20


def test_aprobar_mientras_se_concilia(hogar, gestora, supervisora):
    pk = construir.solicitud_enviada(hogar, por=gestora).pk
    fabricas.ClasificacionFactory(hogar=hogar, nivel="no_pobre", carga=fabricas.CargaFactory())
    hogar.clasificaciones.filter(nivel="no_pobre").delete()
    a_la_vez(
        lambda: solicitudes.aprobar(Solicitud.objects.get(pk=pk), por=supervisora),
        lambda: conciliar(hoy=HOY),
        lambda: conciliar(hoy=HOY),
    )
    assert Contacto.objects.get().estado == "afiliada"
    assert Afiliacion.objects.count() == 1
