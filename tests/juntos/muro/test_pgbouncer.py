"""One connection to PostgreSQL for everybody: PgBouncer in transaction mode, for real."""

import os
import shutil
import socket
import threading
import time
from collections import defaultdict

import pytest
from django.db import connection, connections
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from afiliacion.models import Contacto
from juntos import procesos
from juntos.muro import Muro, tras_el_muro
from tests import fabricas
from tests.afiliacion import construir

# Debian keeps it where only root's path leads.
PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
VECES = 15
pytestmark = pytest.mark.skipif(
    PGBOUNCER is None and os.environ.get("CI") != "true",
    reason="Falta PgBouncer: apt-get install pgbouncer",
)


@pytest.fixture
def por_pgbouncer(base_real, tmp_path):
    """New connections of this process go through a pool of one."""
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        puerto = libre.getsockname()[1]
    base = connection.settings_dict
    archivo = tmp_path / "pgbouncer.ini"
    archivo.write_text(
        f"[databases]\n{base['NAME']} = host={base['HOST']} user={base['USER']}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {puerto}\nunix_socket_dir =\n"
        "auth_type = any\npool_mode = transaction\ndefault_pool_size = 1\n"
    )
    archivo.chmod(0o644)
    for carpeta in (tmp_path, *tmp_path.parents[:2]):
        carpeta.chmod(0o755)
    # It refuses to be root, as PostgreSQL does.
    quien = ["-u", "nobody"] if os.geteuid() == 0 else []
    proceso = procesos.lanzar(
        [PGBOUNCER, *quien, str(archivo)], registro=tmp_path / "pgbouncer.log"
    )
    limite = time.monotonic() + 10
    while not _escucha(puerto):
        assert time.monotonic() < limite, (tmp_path / "pgbouncer.log").read_text()
        time.sleep(0.05)
    antes = {clave: base[clave] for clave in ("HOST", "PORT")}
    connection.close()
    connections.databases["default"] |= {"HOST": "127.0.0.1", "PORT": str(puerto)}
    yield
    connections.databases["default"] |= antes
    connection.close()
    procesos.detener([proceso])


@pytest.fixture
def dos_territorios(base_real):
    """A supervisor and her only contact, twice."""
    pares = []
    for nombre in ("UT de acá", "UT de allá"):
        unidad = fabricas.UnidadTerritorialFactory(nombre=nombre)
        hogar = construir.hogar(fabricas.DistritoFactory(unidad_territorial=unidad))
        construir.recien_nacido(hogar)
        supervisora = fabricas.UsuarioFactory(rol="supervisora", unidad_territorial=unidad)
        pares.append((supervisora, construir.contacto(hogar)))
    return pares


def test_dos_personas_a_la_vez_sobre_una_conexion_ven_cada_una_lo_suyo(
    dos_territorios, por_pgbouncer
):
    vistos, sesiones = defaultdict(list), set()

    def mirar(request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            sesiones.add(cursor.fetchone())
        return StreamingHttpResponse(f"{c.pk} " for c in Contacto.objects.all().iterator())

    def insistir(usuario):
        try:
            for _ in range(VECES):
                request = RequestFactory().get("/")
                request.user = usuario
                vistos[usuario.pk].append(Muro(mirar)(request).getvalue().decode().split())
        finally:
            connection.close()

    a_la_vez(insistir, [supervisora for supervisora, _ in dos_territorios])

    for supervisora, contacto in dos_territorios:
        assert vistos[supervisora.pk] == [[str(contacto.pk)]] * VECES
    assert len(sesiones) == 1


def test_las_paginas_de_verdad_pasan_por_el_pool(dos_territorios, por_pgbouncer):
    respuestas = defaultdict(list)

    def insistir(par):
        usuario, _ = par
        try:
            cliente = Client()
            cliente.force_login(usuario)
            for _, contacto in dos_territorios:
                direccion = reverse("afiliacion:contacto", args=[contacto.pk])
                respuestas[usuario.pk].append(cliente.get(direccion).status_code)
            respuestas[usuario.pk].append(cliente.get(reverse("afiliacion:cola")).status_code)
        finally:
            connection.close()

    a_la_vez(insistir, dos_territorios)

    (una, _), (otra, _) = dos_territorios
    assert respuestas == {una.pk: [200, 404, 200], otra.pk: [404, 200, 200]}


def test_quien_viene_despues_en_la_conexion_no_hereda_el_muro(dos_territorios, por_pgbouncer):
    [(supervisora, _), _] = dos_territorios
    with tras_el_muro(supervisora):
        assert Contacto.objects.count() == 1
    assert Contacto.objects.count() == 2  # the owner: a worker, a command
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user, muro_distritos()")
        assert cursor.fetchone() == (True, [])


def _escucha(puerto: int) -> bool:
    with socket.socket() as sonda:
        return sonda.connect_ex(("127.0.0.1", puerto)) == 0


def a_la_vez(hacer, cosas) -> None:
    hilos = [threading.Thread(target=hacer, args=[cosa]) for cosa in cosas]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
