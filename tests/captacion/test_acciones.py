"""Files that come in: received once, queued, called off, tried again."""

import hashlib
import threading

import pytest
from celery import Celery, current_app
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from captacion import acciones
from captacion.acciones.cargas import nombre_limpio
from captacion.models import Carga, EstadoCarga
from juntos.estados import TransicionInvalida
from juntos.models import Evento, Parametro
from tests.fabricas import CargaFactory, UsuarioFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archivos")]
CONTENIDO = b"A|B\n1|2\n"


def guardados(archivos) -> list:
    return [ruta for ruta in archivos.rglob("*") if ruta.is_file()]


def recibir(contenido=CONTENIDO, *, por, nombre="padron.txt", **campos):
    return acciones.recibir(ContentFile(contenido), nombre=nombre, por=por, **campos)


def test_recibir_guarda_cuenta_y_deja_esperando(sede, archivos):
    carga = recibir(por=sede, fuente="pgh", inicial=True)
    assert carga.estado == EstadoCarga.RECIBIDA
    assert carga.sha256 == hashlib.sha256(CONTENIDO).hexdigest()
    assert (carga.tamano, carga.fuente, carga.inicial) == (8, "pgh", True)
    assert [ruta.read_bytes() for ruta in guardados(archivos)] == [CONTENIDO]
    assert "padron" not in carga.archivo.name
    assert carga.archivo.name.endswith(".txt")


def test_recibir_no_carga_el_archivo_en_memoria(sede):
    """The largest piece asked for is a chunk, whatever the size of the file."""
    pedidos = []

    class Vigilado(ContentFile):
        def read(self, n=-1):
            pedidos.append(n)
            return super().read(n)

    carga = acciones.recibir(Vigilado(b"x" * 300_000), nombre="a.txt", por=sede)
    assert carga.tamano == 300_000
    assert set(pedidos) == {ContentFile.DEFAULT_CHUNK_SIZE}


def test_quien_no_carga_archivos_no_recibe(gestora, archivos):
    with pytest.raises(PermissionDenied):
        recibir(por=gestora)
    assert not guardados(archivos)


@pytest.mark.parametrize("estado", [e for e in EstadoCarga if e in acciones.cargas.VIVAS])
def test_el_mismo_archivo_dos_veces_lleva_a_la_primera(sede, archivos, estado):
    primera = CargaFactory(sha256=hashlib.sha256(CONTENIDO).hexdigest(), estado=estado)
    with pytest.raises(acciones.ArchivoRepetido) as repetido:
        recibir(por=sede)
    assert repetido.value.carga_anterior == primera
    assert not guardados(archivos)
    assert Carga.objects.count() == 1


@pytest.mark.parametrize(
    "estado", [EstadoCarga.RECHAZADA, EstadoCarga.FALLIDA, EstadoCarga.CANCELADA]
)
def test_un_archivo_que_no_entro_se_puede_volver_a_subir(sede, estado):
    CargaFactory(sha256=hashlib.sha256(CONTENIDO).hexdigest(), estado=estado)
    assert recibir(por=sede).estado == EstadoCarga.RECIBIDA


def test_archivo_vacio_se_rechaza_con_una_frase(sede, archivos):
    with pytest.raises(acciones.ArchivoNoRecibido, match="vacío"):
        recibir(b"", por=sede)
    assert not guardados(archivos)
    assert not Carga.objects.exists()


def test_archivo_demasiado_grande_no_deja_rastro(sede, archivos):
    Parametro.objects.filter(pk="carga_mb").update(valor=1)
    with pytest.raises(acciones.ArchivoNoRecibido, match="1 MB"):
        recibir(b"x" * (1024 * 1024 + 1), por=sede)
    assert not guardados(archivos)
    assert recibir(b"x" * (1024 * 1024), por=sede).tamano == 1024 * 1024


def test_disco_lleno_es_una_frase(sede, archivos):
    class SinEspacio(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"x"
            raise OSError(28, "No space left on device")

    with pytest.raises(acciones.ArchivoNoRecibido, match="espacio"):
        acciones.recibir(SinEspacio(b"x"), nombre="a.txt", por=sede)
    assert not guardados(archivos)


@pytest.mark.parametrize(
    ("escrito", "mostrado"),
    [
        ("padron.txt", "padron.txt"),
        ("C:\\Mis documentos\\padrón nominal.xlsx", "padrón nominal.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\u202ecod.txt", "a b cod.txt"),
        ("   ", "archivo"),
        ("", "archivo"),
    ],
)
def test_nombre_limpio(escrito, mostrado):
    assert nombre_limpio(escrito) == mostrado


def test_un_nombre_larguisimo_se_recorta_y_guarda_su_extension(sede):
    carga = recibir(por=sede, nombre="ñ" * 400 + ".csv")
    assert len(carga.nombre_archivo) == 120
    assert carga.nombre_archivo.endswith("….csv")


def test_dos_subidas_iguales_a_la_vez_dejan_una_sola_carga(base_real, archivos):
    sede, resultados, salida = UsuarioFactory(), [], threading.Barrier(4)

    class HastaQueEstenTodas(ContentFile):
        """Every upload has been copied before any of them is written down."""

        def chunks(self, chunk_size=None):
            yield from super().chunks(chunk_size)
            salida.wait()

    def subir():
        try:
            llegada = HastaQueEstenTodas(CONTENIDO)
            resultados.append(type(acciones.recibir(llegada, nombre="a.txt", por=sede)))
        except acciones.ArchivoRepetido:
            resultados.append(acciones.ArchivoRepetido)
        finally:
            connection.close()

    hilos = [threading.Thread(target=subir) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert sorted(r.__name__ for r in resultados) == ["ArchivoRepetido"] * 3 + ["Carga"]
    assert Carga.objects.count() == len(guardados(archivos)) == 1


def test_recibir_varios_no_se_detiene_en_el_malo(sede, django_capture_on_commit_callbacks):
    subidos = [SimpleUploadedFile(f"{n}.txt", texto) for n, texto in enumerate([b"a", b"", b"b"])]
    with django_capture_on_commit_callbacks() as timbres:
        cargas, rechazos = acciones.recibir_varios(subidos, por=sede)
    assert [c.nombre_archivo for c in cargas] == ["0.txt", "2.txt"]
    assert [r.nombre for r in rechazos] == ["1.txt"]
    assert len(timbres) == 2


@pytest.fixture
def sin_broker():
    """An application of its own: the real one would keep the dead address in its pool."""
    real = current_app._get_current_object()
    sorda = Celery(set_as_current=False)
    sorda.config_from_object("django.conf:settings", namespace="CELERY")
    sorda.conf.broker_url = "redis://127.0.0.1:1/0"
    sorda.set_current()
    yield
    real.set_current()


@pytest.mark.usefixtures("sin_broker")
def test_sin_broker_la_carga_queda_esperando(sede, django_capture_on_commit_callbacks, caplog):
    carga = recibir(por=sede)
    with django_capture_on_commit_callbacks(execute=True):
        acciones.encolar(carga)
    assert "queda para el repaso" in caplog.text
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.RECIBIDA


def test_cancelar_lo_que_espera_es_inmediato(sede):
    carga = recibir(por=sede)
    acciones.cancelar(carga, por=sede)
    assert carga.estado == EstadoCarga.CANCELADA
    assert (carga.cancelada_por, carga.fin) == (sede, carga.cancelada_en)
    assert not Evento.objects.exists()  # a Carga is its own dated record (ADR 3)


def test_cancelar_lo_que_se_procesa_lo_pide_y_repetirlo_no_cambia_nada(sede, administracion):
    carga = CargaFactory(estado=EstadoCarga.EN_PROCESO)
    acciones.cancelar(carga, por=sede)
    pedida_en = carga.cancelada_en
    acciones.cancelar(carga, por=administracion)
    assert (carga.estado, carga.cancelada_por) == (EstadoCarga.EN_PROCESO, sede)
    assert carga.cancelada_en == pedida_en


def test_cancelar_lo_que_ya_termino_es_tarde(sede):
    carga = CargaFactory(estado=EstadoCarga.EN_PROCESO)
    Carga.objects.filter(pk=carga.pk).update(estado=EstadoCarga.PROCESADA)
    with pytest.raises(TransicionInvalida):
        acciones.cancelar(carga, por=sede)
    carga.refresh_from_db()
    assert carga.cancelada_en is None


def test_reintentar_deja_la_carga_como_recien_llegada(sede, django_capture_on_commit_callbacks):
    carga = CargaFactory(estado=EstadoCarga.EN_PROCESO, motivo="se cayó", intentos=3)
    acciones.cancelar(carga, por=sede)
    Carga.objects.filter(pk=carga.pk).update(estado=EstadoCarga.CANCELADA)
    carga.refresh_from_db()
    with django_capture_on_commit_callbacks() as timbres:
        acciones.reintentar(carga, por=sede)
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.RECIBIDA
    assert (carga.motivo, carga.intentos, carga.cancelada_en) == ("", 0, None)
    assert len(timbres) == 1


def test_reintentar_lo_que_otro_ya_reintento(sede):
    carga = CargaFactory(estado=EstadoCarga.FALLIDA)
    Carga.objects.filter(pk=carga.pk).update(estado=EstadoCarga.RECIBIDA)
    with pytest.raises(TransicionInvalida):
        acciones.reintentar(carga, por=sede)


def test_reintentar_lo_que_ya_entro_con_otra_carga(sede):
    carga = CargaFactory(estado=EstadoCarga.FALLIDA)
    otra = CargaFactory(estado=EstadoCarga.PROCESADA, sha256=carga.sha256)
    with pytest.raises(acciones.ArchivoRepetido) as repetido:
        acciones.reintentar(carga, por=sede)
    assert repetido.value.carga_anterior == otra


@pytest.mark.parametrize("accion", [acciones.cancelar, acciones.reintentar])
def test_solo_quien_carga_archivos_cancela_o_reintenta(supervisora, accion):
    carga = CargaFactory(estado=EstadoCarga.RECIBIDA)
    with pytest.raises(PermissionDenied):
        accion(carga, por=supervisora)
