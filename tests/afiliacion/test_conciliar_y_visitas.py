"""A visit while the country is being reconciled: it waits for its part, and nobody dies of it."""

import datetime as dt
import threading
import time
import uuid

import pytest
from django.db import connection, transaction

from afiliacion.acciones.campo import recibir
from afiliacion.acciones.conciliar import conciliar
from afiliacion.acciones.dispositivos import saludar
from afiliacion.models import Contacto, EstadoContacto, RegistroDeCampo
from captacion.models import Captacion, NivelPobreza
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.campo import visita
from tests.afiliacion.conciliar.test_por_partes import de_a_uno
from tests.afiliacion.construir import HOY
from tests.afiliacion.test_acc_dos_a_la_vez import a_la_vez

ESPERANDO = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
VENCE = HOY + dt.timedelta(days=3)


@pytest.fixture
def contactos(base_real, distrito):
    hogares = [construir.hogar(distrito) for _ in range(2)]
    for hogar in hogares:
        construir.recien_nacido(hogar)
    conciliar(hoy=HOY)
    return list(Contacto.objects.order_by("hogar"))


def empezar() -> threading.Thread:
    """A run in a thread of its own, by now waiting for what the caller has locked."""

    def correr():
        try:
            conciliar(hoy=HOY)
        finally:
            connection.close()

    hilo = threading.Thread(target=correr)
    hilo.start()
    limite = time.monotonic() + 20
    while not _alguien_espera():
        assert time.monotonic() < limite, "nadie esperó"
        time.sleep(0.01)
    return hilo


def _alguien_espera() -> bool:
    with connection.cursor() as cursor:
        # A transaction sees the activity as it was when it first looked.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(ESPERANDO)
        return cursor.fetchone()[0] > 0


def bloquear(contacto: Contacto, **como) -> Contacto:
    return Contacto.objects.select_for_update(no_key=True, **como).get(pk=contacto.pk)


def test_lo_que_ya_se_concilio_no_espera_a_lo_que_falta(contactos, monkeypatch):
    Captacion.objects.update(limite_el=VENCE)
    de_a_uno(monkeypatch)
    primero, segundo = contactos
    with transaction.atomic():
        bloquear(segundo)
        hilo = empezar()
        assert bloquear(primero, nowait=True).vence_el == VENCE
    hilo.join(30)
    assert {contacto.vence_el for contacto in Contacto.objects.all()} == {VENCE}


def test_la_que_espera_en_circulo_con_una_visita_cede_y_vuelve(contactos):
    primero, segundo = contactos
    # What changes of the second is written by an earlier statement than what changes of the first.
    Captacion.objects.filter(hogar=segundo.hogar).update(limite_el=VENCE)
    primero.hogar.clasificaciones.all().delete()
    fabricas.ClasificacionFactory(hogar=primero.hogar, nivel=NivelPobreza.NO_POBRE)
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Of the two that wait for each other it is not this one that PostgreSQL ends.
            cursor.execute("SET LOCAL deadlock_timeout = '60s'")
        bloquear(primero)
        hilo = empezar()
        assert bloquear(segundo).vence_el != VENCE
    hilo.join(30)
    primero.refresh_from_db()
    segundo.refresh_from_db()
    assert (primero.estado, segundo.vence_el) == (EstadoContacto.NO_ELEGIBLE, VENCE)


def test_dos_telefonos_con_los_mismos_hogares_en_otro_orden(contactos, gestora):
    """Each sends the two households in its own order, again and again: none waits in a ring."""
    telefonos = [saludar(uuid.uuid4(), por=gestora) for _ in range(2)]

    def enviar(telefono, orden):
        for _ in range(15):
            registros = [visita(contacto) for contacto in orden]
            recibir(registros, dispositivo=telefono, reloj=0)

    a_la_vez(
        lambda: enviar(telefonos[0], contactos),
        lambda: enviar(telefonos[1], contactos[::-1]),
    )
    assert RegistroDeCampo.objects.filter(visita__isnull=False).count() == 60
