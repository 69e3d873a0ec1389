"""Whatever the order, the repeats and the losses of a day's records, the rows are the same.

`CAMPO_VUELTAS` is how many random deliveries are tried (1,000 in `make bench`).
"""

import datetime as dt
import os
import random
import threading
import uuid

import pytest
from django.db import connection, transaction
from django.utils import timezone

from afiliacion.acciones.adjuntos import guardar_adjunto
from afiliacion.acciones.campo import recibir
from afiliacion.acciones.dispositivos import saludar
from afiliacion.models import Acuerdo, Adjunto, Alerta, Contacto, RegistroDeCampo, Solicitud, Visita
from captacion.models import Telefono
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.campo import foto, registro, visita
from tests.afiliacion.construir import HOY

VUELTAS = int(os.environ.get("CAMPO_VUELTAS", 12))
FIRMA, FOTO = uuid.uuid4(), uuid.uuid4()
PNG, JPEG = foto("PNG"), foto()


def dia_de_trabajo(hogares: list[Contacto], otro_distrito) -> list[dict]:
    """A day's records: several visits of a household contradict each other on purpose."""
    a, b, c, d, e, f, g = hogares
    amanecer = timezone.now() - dt.timedelta(hours=6)
    hora = iter(amanecer + dt.timedelta(minutes=7 * n) for n in range(60))
    ayer = (HOY - dt.timedelta(days=1)).isoformat()
    return [
        visita(a, hecho_en=next(hora), alertas=["sin_dni"], telefono_nuevo="999000111"),
        visita(a, "ubicada_acepta", hecho_en=next(hora), fotos=[str(FOTO)]),
        registro("acuerdo", a, hecho_en=next(hora), firma=str(FIRMA), nombre="Rosa"),
        registro("telefono", a, hecho_en=next(hora), numero="999000222"),
        registro("requisito", a, hecho_en=next(hora), codigo="SERV", visto=True),
        visita(b, "ubicada_acepta", hecho_en=next(hora)),
        visita(b, "ubicada_rechaza", hecho_en=next(hora), motivo="No desea"),
        visita(c, "ubicada_rechaza", hecho_en=next(hora), motivo="No desea"),
        visita(c, "ubicada_acepta", hecho_en=next(hora)),
        registro("direccion", d, hecho_en=next(hora), direccion="Uno", referencia="Puente"),
        visita(d, "direccion_no_existe", hecho_en=next(hora), direccion="Dos"),
        registro("direccion", d, hecho_en=next(hora), direccion="Tres"),
        registro("telefono", d, hecho_en=next(hora), numero="999000333"),
        visita(e, "no_elegible", hecho_en=next(hora), motivo="Otro"),
        visita(e, "ubicada_rechaza", hecho_en=next(hora), motivo="No desea"),
        visita(e, "ausente", hecho_en=next(hora), fecha=ayer),
        visita(
            f, "mudada", hecho_en=next(hora), distrito_nuevo=otro_distrito.pk, direccion="Lejos"
        ),
        visita(g, "perdida_gestacion", hecho_en=next(hora), caso=None),
        registro("alerta", g, hecho_en=next(hora), tipo="establecimiento"),
        visita(a, hecho_en=next(hora), fecha=(HOY + dt.timedelta(days=4)).isoformat()),
        visita(10**12, hecho_en=next(hora)),
    ]


@pytest.fixture
def hogares(distrito, gestora):
    todos = []
    for n in range(7):
        hogar = construir.hogar(distrito)
        if n == 6:
            construir.gestante(hogar)
        else:
            construir.recien_nacido(hogar)
        todos.append(construir.contacto(hogar))
    return todos


def entregar(azar: random.Random, registros: list[dict], *, telefono, por) -> None:
    """Send in groups of any size and order; some arrive twice, some are lost and come again."""
    pendientes = [*registros, *azar.choices(registros, k=len(registros) // 2)]
    azar.shuffle(pendientes)
    fotos = [(FIRMA, PNG), (FOTO, JPEG), (FOTO, JPEG)]
    while pendientes or fotos:
        if fotos and (not pendientes or azar.random() < 0.2):
            guardar_adjunto(*fotos.pop(azar.randrange(len(fotos))), por=por)
            continue
        grupo = [pendientes.pop() for _ in range(min(azar.randint(1, 8), len(pendientes)))]
        recibir(grupo, dispositivo=telefono, reloj=azar.randint(-2, 2))


def filas() -> dict:
    """Every row that the records leave, without its keys and the instants of its arrival."""
    registros = RegistroDeCampo.objects.order_by("pk")
    return {
        "registros": list(
            registros.values_list("pk", "tipo", "estado", "motivo", "marcas", "visita__clave")
        ),
        "visitas": sorted(
            Visita.objects.values_list(
                "clave",
                "contacto",
                "resultado",
                "fecha",
                "registrada_en",
                "reintento_el",
                "direccion",
                "distrito_nuevo",
                "motivo",
            )
        ),
        "contactos": list(
            Contacto.objects.order_by("pk").values_list(
                "pk",
                "estado",
                "distrito",
                "direccion",
                "referencia",
                "telefono",
                "ultima_visita_el",
                "ultimo_resultado",
                "reintento_el",
                "motivo_cierre",
                "cerrado_por",
                "vence_el",
                "version",
            )
        ),
        "alertas": sorted(Alerta.objects.values_list("visita__clave", "tipo", "captacion")),
        "solicitudes": sorted(
            Solicitud.objects.values_list("contacto", "estado", "titular", "preparada_en")
        ),
        "acuerdos": sorted(Acuerdo.objects.values_list("solicitud__contacto", "sha256")),
        "telefonos": sorted(Telefono.objects.values_list("persona", "numero", "visto_el")),
        "casos": sorted(
            Contacto.objects.filter(casos__cerrado_por_visita__isnull=False).values_list(
                "pk", "casos__cerrado_por_visita__clave"
            )
        ),
        "fotos": sorted(Adjunto.objects.values_list("pk", "registro", "visita__clave", "sha256")),
    }


def sin_version(todas: dict) -> dict:
    """The lock's own count also counts the steps that an order took and another did not."""
    return todas | {"contactos": [fila[:-1] for fila in todas["contactos"]]}


def dejar(vuelta: int, registros, *, por) -> dict:
    """What one delivery leaves; then it never happened."""
    with transaction.atomic():
        telefono = saludar(uuid.UUID(int=1), por=por)
        if vuelta:
            entregar(random.Random(vuelta), registros, telefono=telefono, por=por)
        else:
            recibir(registros, dispositivo=telefono, reloj=0)
            for pk, bytes_ in ((FIRMA, PNG), (FOTO, JPEG)):
                guardar_adjunto(pk, bytes_, por=por)
        quedo = sin_version(filas())
        transaction.set_rollback(True)
    return quedo


def test_en_cualquier_orden_con_repetidos_y_perdidas_quedan_las_mismas_filas(
    hogares, gestora, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    registros = dia_de_trabajo(hogares, fabricas.DistritoFactory())
    esperado = dejar(0, registros, por=gestora)
    assert len(esperado["visitas"]) == 12
    assert {fila[2] for fila in esperado["registros"]} == {"aplicado", "rechazado"}
    for vuelta in range(1, VUELTAS + 1):
        quedo = dejar(vuelta, registros, por=gestora)
        for tabla, suyas in esperado.items():
            assert quedo[tabla] == suyas, f"vuelta {vuelta}: {tabla}"


def test_el_mismo_registro_a_la_vez_se_aplica_una_vez(base_real, hogares, gestora, supervisora):
    """Real threads: the same records in two requests, and a colleague's form among them."""
    telefono = saludar(uuid.uuid4(), por=gestora)
    registros = [visita(hogares[0]), registro("telefono", hogares[0], numero="999000111")]
    registros.append(visita(10**12))
    salida, respuestas = threading.Barrier(4), []

    def enviar():
        try:
            salida.wait(10)
            respuestas.append(
                [(r.pk, r.estado) for r in recibir(registros, dispositivo=telefono, reloj=0)]
            )
        finally:
            connection.close()

    hilos = [threading.Thread(target=enviar) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join(30)
    assert len(respuestas) == 4
    assert all(respuesta == respuestas[0] for respuesta in respuestas)
    assert (Visita.objects.count(), RegistroDeCampo.objects.count()) == (1, 3)
    assert Telefono.objects.filter(numero="999000111").count() == 1
