"""Pick-up by SFTP, from a real server on loopback."""

import datetime as dt
import os
import threading

import pytest
from django.db import connections

from afiliacion.tasks import procesar_carga
from captacion import tasks
from captacion.acciones import recojo
from captacion.models import ArchivoRecogido, Carga, EstadoCarga, PuntoDeRecojo
from captacion.recojo import comun
from juntos.models import Parametro
from tests.captacion import remotos
from tests.captacion.archivos import texto

VARIABLE = "JUNTOS_RECOJO_PRUEBA"
AYER = 1_795_000_000


@pytest.fixture(autouse=True)
def _sin_esperas(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    monkeypatch.setattr(comun, "MIRADA", 0.01)
    monkeypatch.setenv(VARIABLE, remotos.CLAVE)


@pytest.fixture
def servidor(tmp_path):
    carpeta = tmp_path / "remoto"
    (carpeta / "salida").mkdir(parents=True)
    with remotos.ServidorSftp(carpeta) as servidor:
        yield servidor


def crear_punto(servidor, **cambios) -> PuntoDeRecojo:
    datos = {
        "nombre": "RENIEC diario",
        "fuente": "padron_nominal",
        "protocolo": "sftp",
        "anfitrion": "127.0.0.1",
        "puerto": servidor.puerto,
        "carpeta": "salida",
        "patron": "*.txt",
        "huella_servidor": servidor.huella,
        "usuario": remotos.USUARIO,
        "variable_secreto": VARIABLE,
    }
    return PuntoDeRecojo.objects.create(**datos | cambios)


@pytest.fixture
def punto(db, servidor):
    return crear_punto(servidor)


def dejar(servidor, nombre="padron.txt", contenido=None, momento=AYER):
    ruta = servidor.carpeta / "salida" / nombre
    ruta.write_bytes(texto("padron_nominal", {}).encode() if contenido is None else contenido)
    os.utime(ruta, (momento, momento))
    return ruta


def visitar(punto) -> PuntoDeRecojo:
    """A visit as the bell makes it, whatever the pace."""
    PuntoDeRecojo.objects.filter(pk=punto.pk).update(proximo_intento="2020-01-01T00:00Z")
    tasks.recoger(punto.pk)
    punto.refresh_from_db()
    return punto


def test_un_archivo_recogido_llega_a_procesada(servidor, punto):
    ruta = dejar(servidor)
    visitar(punto)
    carga = Carga.objects.get()
    assert (carga.fuente, carga.nombre_archivo) == ("padron_nominal", "padron.txt")
    assert carga.recibida_por.username == "sistema"
    procesar_carga(carga.pk)
    carga.refresh_from_db()
    assert (carga.estado, carga.nuevas) == (EstadoCarga.PROCESADA, 1)
    assert (punto.ultimo_error, punto.fallos, punto.pide_atencion) == ("", 0, False)
    assert punto.ultimo_exito >= punto.ultimo_intento
    assert ruta.exists()
    recogido = ArchivoRecogido.objects.get()
    assert (recogido.carga, recogido.tamano) == (carga, ruta.stat().st_size)


@pytest.mark.parametrize("en_una_linea", [False, True])
def test_se_entra_con_una_clave_privada(servidor, punto, monkeypatch, en_una_linea):
    pem, servidor.clave_de_usuario = remotos.clave_privada()
    monkeypatch.setenv(VARIABLE, pem.replace("\n", "\\n") if en_una_linea else pem)
    dejar(servidor)
    assert visitar(punto).ultimo_error == ""
    assert Carga.objects.count() == 1


def test_lo_recogido_no_se_trae_otra_vez_y_lo_que_cambia_si(servidor, punto):
    dejar(servidor)
    visitar(punto)
    visitar(punto)
    assert servidor.leidos == ["padron.txt"]
    dejar(servidor, contenido=texto("padron_nominal", {"nombres": "ROSA"}).encode())
    visitar(punto)
    assert servidor.leidos == ["padron.txt"] * 2
    assert Carga.objects.count() == 2


def test_el_mismo_archivo_con_otro_nombre_es_un_final_normal(servidor, punto):
    dejar(servidor)
    dejar(servidor, "copia.txt", momento=AYER + 60)
    visitar(punto)
    assert punto.ultimo_error == ""
    carga = Carga.objects.get()
    assert set(carga.recogidos.values_list("nombre", flat=True)) == {"padron.txt", "copia.txt"}
    visitar(punto)
    assert servidor.leidos == ["padron.txt", "copia.txt"]


def test_solo_lo_que_cumple_el_patron_y_esta_entero(servidor, punto):
    (servidor.carpeta / "salida" / "carpeta.txt").mkdir()
    for nombre in (".oculto.txt", "otro.csv"):
        dejar(servidor, nombre)
    dejar(servidor, "vacio.txt", b"")
    PuntoDeRecojo.objects.update(patron="*")
    dejar(servidor, "corte.txt.part")
    dejar(servidor, "bueno.TXT")
    (servidor.carpeta / "salida" / "otro.csv").unlink()
    visitar(punto)
    assert servidor.leidos == ["bueno.TXT"]


def test_lo_que_crece_entre_dos_miradas_espera(servidor, punto):
    ruta = dejar(servidor)
    servidor.al_listar = lambda: ruta.write_bytes(ruta.read_bytes() + b"x")
    visitar(punto)
    assert (servidor.leidos, punto.ultimo_error) == ([], "")
    servidor.al_listar = lambda: None
    visitar(punto)
    assert Carga.objects.count() == 1


def test_lo_que_crece_mientras_se_lee_espera(servidor, punto, settings):
    ruta = dejar(servidor)
    servidor.al_leer = lambda: ruta.write_bytes(ruta.read_bytes() + b"x")
    visitar(punto)
    assert (Carga.objects.count(), punto.ultimo_error) == (0, "")
    assert not [f for f in settings.MEDIA_ROOT.rglob("*") if f.is_file()]
    servidor.al_leer = lambda: None
    visitar(punto)
    assert Carga.objects.count() == 1


def test_un_archivo_de_varias_ventanas_llega_entero(servidor, punto):
    contenido = os.urandom(5 * 1024 * 1024 + 7)
    dejar(servidor, contenido=contenido)
    visitar(punto)
    with Carga.objects.get().archivo.open("rb") as guardado:
        assert guardado.read() == contenido


def test_cortada_en_medio_no_deja_nada_y_se_reintenta_pronto(servidor, punto, settings):
    dejar(servidor, contenido=os.urandom(5 * 1024 * 1024))
    servidor.cortar_tras = 3 * 1024 * 1024
    visitar(punto)
    assert punto.ultimo_error == "La conexión con el servidor se cortó."
    assert (punto.fallos, punto.pide_atencion) == (1, False)
    assert (punto.proximo_intento - punto.ultimo_intento).total_seconds() < 90
    assert Carga.objects.count() == 0
    assert not [f for f in settings.MEDIA_ROOT.rglob("*") if f.is_file()]
    servidor.cortar_tras = None
    visitar(punto)
    assert (punto.ultimo_error, Carga.objects.count()) == ("", 1)


def test_una_clave_equivocada_pide_atencion(servidor, punto, monkeypatch):
    monkeypatch.setenv(VARIABLE, "otra")
    dejar(servidor)
    visitar(punto)
    assert "no aceptó el usuario" in punto.ultimo_error
    assert punto.pide_atencion
    assert (punto.proximo_intento - punto.ultimo_intento).total_seconds() >= 3600
    assert Carga.objects.count() == 0


def test_otra_clave_del_servidor_no_se_acepta(servidor, punto):
    dejar(servidor)
    visitar(punto)
    PuntoDeRecojo.objects.update(huella_servidor="SHA256:" + "A" * 43)
    dejar(servidor, "nuevo.txt", b"A|B\n1|2\n")
    visitar(punto)
    assert servidor.huella in punto.ultimo_error
    assert punto.pide_atencion
    assert servidor.leidos == ["padron.txt"]


def test_una_de_varias_huellas_basta(servidor, punto):
    PuntoDeRecojo.objects.update(huella_servidor=f"SHA256:{'A' * 43} {servidor.huella}")
    assert visitar(punto).ultimo_error == ""


def test_nadie_en_esa_puerta(servidor, punto):
    with remotos.socket.create_server(("127.0.0.1", 0)) as libre:
        puerto = libre.getsockname()[1]
    PuntoDeRecojo.objects.update(puerto=puerto)
    assert visitar(punto).ultimo_error == "El servidor no responde."
    visitar(punto)
    assert not punto.pide_atencion
    visitar(punto)
    assert (punto.fallos, punto.pide_atencion) == (3, True)


@pytest.mark.parametrize("valor", [None, "  "])
def test_sin_el_secreto_en_el_entorno_se_dice_cual_falta(servidor, punto, monkeypatch, valor):
    if valor is None:
        monkeypatch.delenv(VARIABLE)
    else:
        monkeypatch.setenv(VARIABLE, valor)
    assert VARIABLE in visitar(punto).ultimo_error
    assert punto.pide_atencion


def test_una_clave_privada_que_no_se_puede_leer_se_dice(servidor, punto, monkeypatch):
    monkeypatch.setenv(VARIABLE, "-----BEGIN OPENSSH PRIVATE KEY-----\nnada\n")
    assert "La clave privada no se pudo leer" in visitar(punto).ultimo_error


def test_una_carpeta_que_no_existe_se_dice(servidor, punto):
    PuntoDeRecojo.objects.update(carpeta="otra")
    assert "no existe" in visitar(punto).ultimo_error


def test_un_archivo_demasiado_grande_ni_se_lee(servidor, punto):
    Parametro.objects.filter(pk="carga_mb").update(valor=1)
    dejar(servidor, contenido=b"x" * (1024 * 1024 + 1))
    dejar(servidor, "despues.txt", momento=AYER + 60)
    assert "pasa de 1 MB" in visitar(punto).ultimo_error
    # It does not stop the one behind it.
    assert servidor.leidos == ["despues.txt"]


def test_una_visita_no_dura_para_siempre(servidor, punto, monkeypatch):
    monkeypatch.setattr(recojo, "PLAZO", dt.timedelta(0))
    dejar(servidor)
    assert "tardó demasiado" in visitar(punto).ultimo_error
    assert Carga.objects.count() == 0


def test_un_nombre_que_no_se_puede_leer_se_dice(servidor, punto):
    dejar(servidor)
    (servidor.carpeta / "salida" / os.fsdecode(b"padr\xf3n.txt")).write_bytes(b"x")
    assert "letras que no se pueden leer" in visitar(punto).ultimo_error


def test_dos_trabajadores_a_la_vez_traen_una_vez(base_real, servidor):
    punto = crear_punto(servidor)
    dejar(servidor)
    leyendo, seguir = threading.Event(), threading.Event()

    def esperar():
        leyendo.set()
        seguir.wait(10)

    servidor.al_leer = esperar

    def trabajar():
        tasks.recoger(punto.pk)
        connections.close_all()

    primero = threading.Thread(target=trabajar)
    primero.start()
    assert leyendo.wait(10)
    # Due again, as if the clock had gone on: only the turn keeps the second one out.
    PuntoDeRecojo.objects.update(proximo_intento="2020-01-01T00:00Z")
    tasks.recoger(punto.pk)
    assert servidor.leidos == ["padron.txt"]
    seguir.set()
    primero.join(20)
    assert not primero.is_alive()
    tasks.recoger(punto.pk)
    assert servidor.leidos == ["padron.txt"]
    assert (Carga.objects.count(), ArchivoRecogido.objects.count()) == (1, 1)
