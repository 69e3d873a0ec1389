"""A worker killed at any moment of a load changes nothing of what the tables say in the end."""

import random
import time

import pytest
from django.db import connection

from afiliacion.acciones.cargas import procesar_carga
from captacion.models import Carga, EstadoCarga
from tests.fallas import trabajo
from tests.fallas.huella import exigir_igual, huella

VUELTAS = 5 if trabajo.LARGAS else 1


def huella_de_ahora():
    with connection.cursor() as cursor:
        return huella(cursor)


def momentos(segundos: list[float], vuelta: int) -> list[float]:
    """When to kill each load: one in each stretch of its real duration, drawn by the seed."""
    azar = random.Random(trabajo.SEMILLA + vuelta)
    tramos = list(range(len(segundos)))
    azar.shuffle(tramos)
    return [
        dura * (tramo + azar.random()) / len(tramos)
        for dura, tramo in zip(segundos, tramos, strict=True)
    ]


@pytest.mark.parametrize("vuelta", range(VUELTAS))
def test_matar_al_trabajador_en_cada_carga_no_cambia_nada(
    sin_interrupcion, cuadrilla, rutas, vuelta
):
    esperada, segundos = sin_interrupcion
    cuando = momentos(segundos, vuelta)
    donde = []
    trabajador = cuadrilla.contratar()
    for ruta, momento in zip(rutas, cuando, strict=True):
        carga = trabajo.llegar(ruta)
        trabajo.esperar(lambda carga=carga: trabajo.empezo(carga))
        time.sleep(momento)
        cuadrilla.matar(trabajador)
        trabajador = cuadrilla.contratar()
        carga.refresh_from_db()
        donde.append(f"{ruta.stem} a los {momento:.2f} s: {carga.estado} {carga.paso}")
        trabajo.rescatar(carga)
        trabajo.esperar(lambda carga=carga: trabajo.termino(carga), 30)
    relato = "\n".join([f"semilla {trabajo.SEMILLA}, vuelta {vuelta}", *donde])
    print(relato)
    exigir_igual(esperada, huella_de_ahora(), relato)


def test_matarlo_entre_la_carga_y_la_cola_no_deja_a_nadie_sin_contacto(
    sin_interrupcion, cuadrilla, rutas
):
    """The load has committed and the queue waits its turn: the moment that no state tells."""
    esperada, _ = sin_interrupcion
    for ruta in rutas[:-1]:
        procesar_carga(trabajo.recibida(ruta))
    trabajador = cuadrilla.contratar()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('afiliacion.conciliar'))")
        carga = trabajo.llegar(rutas[-1])
        trabajo.esperar(lambda: trabajo.empezo(carga))
        trabajo.esperar(lambda: Carga.objects.get(pk=carga.pk).estado == EstadoCarga.PROCESADA)
        cuadrilla.matar(trabajador)
        cursor.execute("SELECT pg_advisory_unlock(hashtext('afiliacion.conciliar'))")
    cuadrilla.contratar()
    trabajo.rescatar(carga)
    trabajo.esperar(lambda: trabajo.termino(carga), 20)
    exigir_igual(esperada, huella_de_ahora())
