"""Pick-up by HTTPS, from a real server on loopback with a certificate of its own."""

import base64
import datetime as dt

import pytest
import time_machine

from afiliacion.tasks import procesar_carga
from captacion import tasks
from captacion.models import ArchivoRecogido, Carga, EstadoCarga, PuntoDeRecojo
from captacion.recojo import comun
from juntos.models import Parametro
from tests.captacion import remotos
from tests.captacion.archivos import texto

VARIABLE = "JUNTOS_RECOJO_PRUEBA"
RUTA = "/salida/padron.txt"


@pytest.fixture(scope="module")
def del_servidor(tmp_path_factory):
    return remotos.certificado(tmp_path_factory.mktemp("certificado"))


@pytest.fixture
def servidor(del_servidor):
    with remotos.ServidorHttps(*del_servidor) as servidor:
        yield servidor


@pytest.fixture(autouse=True)
def _entorno(settings, tmp_path, monkeypatch, del_servidor):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    monkeypatch.setattr(comun, "MIRADA", 0.01)
    monkeypatch.setenv(VARIABLE, remotos.CLAVE)
    monkeypatch.setenv("JUNTOS_CA_ADICIONAL", str(del_servidor[0]))


@pytest.fixture
def punto(db, servidor):
    return PuntoDeRecojo.objects.create(
        nombre="SIS diario",
        fuente="padron_nominal",
        protocolo="https",
        url=servidor.url + RUTA,
        variable_secreto=VARIABLE,
    )


def cuerpo(**cambios) -> bytes:
    return texto("padron_nominal", cambios).encode()


def visitar(punto) -> PuntoDeRecojo:
    PuntoDeRecojo.objects.filter(pk=punto.pk).update(proximo_intento="2020-01-01T00:00Z")
    tasks.recoger(punto.pk)
    punto.refresh_from_db()
    return punto


def guardados(settings) -> list:
    return [f for f in settings.MEDIA_ROOT.rglob("*") if f.is_file()]


def test_un_archivo_recogido_llega_a_procesada(servidor, punto):
    servidor.poner(RUTA, cuerpo(), ETag='"1"')
    visitar(punto)
    carga = Carga.objects.get()
    assert (carga.nombre_archivo, punto.ultimo_error) == ("padron.txt", "")
    procesar_carga(carga.pk)
    carga.refresh_from_db()
    assert (carga.estado, carga.nuevas) == (EstadoCarga.PROCESADA, 1)
    _, _, cabeceras = servidor.pedidos[0]
    assert cabeceras["Authorization"] == f"Bearer {remotos.CLAVE}"


def test_con_usuario_se_entra_con_su_clave(servidor, punto):
    PuntoDeRecojo.objects.update(usuario=remotos.USUARIO)
    servidor.poner(RUTA, cuerpo())
    visitar(punto)
    esperado = base64.b64encode(f"{remotos.USUARIO}:{remotos.CLAVE}".encode()).decode()
    assert servidor.pedidos[0][2]["Authorization"] == f"Basic {esperado}"


def test_sin_secreto_se_entra_a_lo_abierto(servidor, punto):
    PuntoDeRecojo.objects.update(variable_secreto="")
    servidor.poner(RUTA, cuerpo())
    assert visitar(punto).ultimo_error == ""
    assert "Authorization" not in servidor.pedidos[0][2]


@pytest.mark.parametrize("secreto", ["dos palabras", "dos\nlíneas"])
def test_una_credencial_que_no_se_puede_mandar_se_dice_sin_decirla(
    servidor, punto, monkeypatch, secreto
):
    monkeypatch.setenv(VARIABLE, secreto)
    visitar(punto)
    assert "La credencial debe ser una sola palabra" in punto.ultimo_error
    assert servidor.pedidos == []


def test_una_direccion_mal_escrita_se_dice(servidor, punto):
    PuntoDeRecojo.objects.update(url="https://127.0.0.1:puerto/x")
    assert "mal escrita" in visitar(punto).ultimo_error


MARCAS = [{"ETag": '"1"'}, {"ETag": 'W/"1"'}, {"Last_Modified": "Mon, 23 Nov 2026 11:00:00 GMT"}]


@pytest.mark.parametrize("marca", MARCAS, ids=str)
def test_lo_que_no_cambia_no_se_trae_otra_vez(servidor, punto, marca):
    servidor.poner(RUTA, cuerpo(), **marca)
    visitar(punto)
    visitar(punto)
    condicion = {"If-None-Match", "If-Modified-Since"} & set(servidor.pedidos[-1][2])
    assert len(condicion) == 1
    assert (servidor.veces(RUTA), Carga.objects.count(), punto.ultimo_error) == (2, 1, "")


def test_lo_que_cambia_se_trae(servidor, punto):
    servidor.poner(RUTA, cuerpo(), ETag='"1"')
    visitar(punto)
    servidor.poner(RUTA, cuerpo(nombres="ROSA"), ETag='"2"')
    visitar(punto)
    assert Carga.objects.count() == 2


def test_sin_marca_del_servidor_los_mismos_bytes_no_se_cargan_dos_veces(servidor, punto):
    servidor.poner(RUTA, cuerpo())
    visitar(punto)
    visitar(punto)
    assert (Carga.objects.count(), ArchivoRecogido.objects.count()) == (1, 1)
    assert punto.ultimo_error == ""


@pytest.mark.parametrize("trozos", [{}, {"Transfer_Encoding": "chunked", "Content_Length": None}])
def test_cortado_en_medio_no_deja_nada_y_se_reintenta(servidor, punto, settings, trozos):
    servidor.poner(RUTA, cuerpo() * 2000, faltan=10, **trozos)
    visitar(punto)
    assert punto.ultimo_error == "La conexión con el servidor se cortó."
    assert not punto.pide_atencion
    assert (Carga.objects.count(), guardados(settings)) == (0, [])
    servidor.poner(RUTA, cuerpo() * 2000, **trozos)
    assert visitar(punto).ultimo_error == ""
    assert Carga.objects.count() == 1


def test_sin_saber_cuanto_mide_no_se_recibe(servidor, punto):
    servidor.poner(RUTA, cuerpo(), Content_Length=None)
    assert "cuánto mide" in visitar(punto).ultimo_error
    assert Carga.objects.count() == 0


def test_lo_que_cambia_mientras_se_trae_espera(servidor, punto, settings, monkeypatch):
    servidor.poner(RUTA, cuerpo(), ETag='"1"')
    atender = servidor.atender

    def crecer(pedido):
        atender(pedido)
        servidor.poner(RUTA, cuerpo(nombres="ROSA"), ETag='"2"')

    monkeypatch.setattr(servidor, "atender", crecer)
    visitar(punto)
    assert (Carga.objects.count(), guardados(settings), punto.ultimo_error) == (0, [], "")
    visitar(punto)
    assert Carga.objects.count() == 1


@pytest.mark.parametrize(
    ("estado", "frase", "pide"),
    [
        (404, "no está en esa dirección", False),
        (500, "el error 500", False),
        (429, "el error 429", False),
        (401, "no aceptó la credencial", True),
        (403, "no aceptó la credencial", True),
        (418, "el error 418", True),
    ],
)
def test_lo_que_el_servidor_niega_se_dice(servidor, punto, estado, frase, pide):
    servidor.poner(RUTA, b"nada", estado=estado)
    visitar(punto)
    assert frase in punto.ultimo_error
    assert (punto.pide_atencion, Carga.objects.count()) == (pide, 0)


def test_un_archivo_vacio_se_dice(servidor, punto):
    servidor.poner(RUTA, b"")
    assert "está vacío" in visitar(punto).ultimo_error


def test_un_certificado_desconocido_no_se_acepta(servidor, punto, monkeypatch):
    monkeypatch.delenv("JUNTOS_CA_ADICIONAL")
    servidor.poner(RUTA, cuerpo())
    assert "certificado" in visitar(punto).ultimo_error
    assert punto.pide_atencion
    assert servidor.pedidos == []


def test_un_certificado_de_otro_servidor_no_se_acepta(punto, tmp_path, monkeypatch):
    de_otro = remotos.certificado(tmp_path, nombre="127.0.0.2")
    monkeypatch.setenv("JUNTOS_CA_ADICIONAL", str(de_otro[0]))
    with remotos.ServidorHttps(*de_otro) as otro:
        PuntoDeRecojo.objects.update(url=otro.url + RUTA)
        assert "certificado" in visitar(punto).ultimo_error
        assert otro.pedidos == []


def test_un_archivo_de_autoridades_que_no_existe_se_dice(servidor, punto, monkeypatch):
    monkeypatch.setenv("JUNTOS_CA_ADICIONAL", "/no/existe.pem")
    assert "JUNTOS_CA_ADICIONAL" in visitar(punto).ultimo_error


def test_se_sigue_una_redireccion_del_mismo_servidor(servidor, punto):
    servidor.poner(RUTA, estado=302, Location="/otro/padron.txt")
    servidor.poner("/otro/padron.txt", cuerpo())
    visitar(punto)
    assert (Carga.objects.count(), punto.ultimo_error) == (1, "")


@pytest.mark.parametrize("destino", ["https://127.0.0.1:1/x", "http://127.0.0.1/x"])
def test_no_se_sigue_una_redireccion_a_otro_servidor(servidor, punto, destino):
    servidor.poner(RUTA, estado=302, Location=destino)
    assert "otro servidor" in visitar(punto).ultimo_error
    assert punto.pide_atencion


def test_una_redireccion_sin_fin_se_dice(servidor, punto):
    servidor.poner(RUTA, estado=302, Location=RUTA)
    assert "el error 302" in visitar(punto).ultimo_error
    assert servidor.veces(RUTA) == 4


@pytest.mark.parametrize("anuncia", [True, False])
def test_lo_demasiado_grande_no_se_recibe(servidor, punto, settings, anuncia):
    Parametro.objects.filter(pk="carga_mb").update(valor=1)
    trozos = {} if anuncia else {"Transfer_Encoding": "chunked", "Content_Length": None}
    servidor.poner(RUTA, b"x" * (1024 * 1024 + 1), **trozos)
    assert "pasa de 1 MB" in visitar(punto).ultimo_error
    assert (Carga.objects.count(), guardados(settings)) == (0, [])


@pytest.fixture
def con_fecha(servidor, punto):
    PuntoDeRecojo.objects.update(url=servidor.url + "/{AAAA}/{MM}/padron-{DD}.txt")
    with time_machine.travel(
        dt.datetime(2026, 12, 2, 6, tzinfo=dt.timezone(-dt.timedelta(hours=5)))
    ):
        yield punto


def test_una_direccion_con_fecha_trae_los_ultimos_dias(servidor, con_fecha):
    servidor.poner("/2026/11/padron-30.txt", cuerpo(), ETag='"30"')
    servidor.poner("/2026/12/padron-02.txt", cuerpo(nombres="ROSA"))
    servidor.poner("/2026/11/padron-25.txt", cuerpo(nombres="ANA"))
    visitar(con_fecha)
    assert con_fecha.ultimo_error == ""
    nombres = list(Carga.objects.order_by("pk").values_list("nombre_archivo", flat=True))
    assert nombres == ["padron-30.txt", "padron-02.txt"]
    visitar(con_fecha)
    # What the server identifies is asked again (a mended file comes); the rest is not.
    assert servidor.veces("/2026/11/padron-30.txt") == 2
    assert servidor.veces("/2026/12/padron-02.txt") == 1
    assert Carga.objects.count() == 2


def test_un_dia_que_falla_no_detiene_a_los_demas(servidor, con_fecha):
    servidor.poner("/2026/11/padron-28.txt", estado=403)
    servidor.poner("/2026/11/padron-29.txt", cuerpo(), faltan=10)
    servidor.poner("/2026/11/padron-30.txt", cuerpo(nombres="ROSA"))
    visitar(con_fecha)
    assert [c.nombre_archivo for c in Carga.objects.all()] == ["padron-30.txt"]
    assert "no aceptó la credencial" in con_fecha.ultimo_error


def test_ningun_dia_con_archivo_se_dice(servidor, con_fecha):
    visitar(con_fecha)
    assert "últimos 7 días" in con_fecha.ultimo_error
    assert len(servidor.pedidos) == 7
