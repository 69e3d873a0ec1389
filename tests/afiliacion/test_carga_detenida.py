"""A load that the circuit breaker stops, from the command line, the worker and the drop folder."""

import datetime as dt
import io
import os

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from afiliacion import tasks
from afiliacion.acciones import cargas, entrada
from afiliacion.models import Contacto
from captacion.acciones import autorizar, descartar, recibir
from captacion.models import Carga, EstadoCarga, Persona
from juntos.models import Usuario
from tests.captacion.archivos import HOY, texto

pytestmark = pytest.mark.django_db
MALAS = texto(
    "padron_nominal",
    {},
    *({"codigo_padron": str(n), "fecha_nacimiento": "31/02/2026"} for n in range(120)),
).encode()


@pytest.fixture(autouse=True)
def _carpetas(tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    settings.JUNTOS_DATOS = tmp_path
    monkeypatch.setattr(entrada, "MIRADA", 0.01)


@pytest.fixture
def importar(tmp_path):
    """Run the command over the bad file: (exit code, stdout, stderr)."""

    def correr(*opciones):
        ruta = tmp_path / "malas.txt"
        ruta.write_bytes(MALAS)
        salida, error, codigo = io.StringIO(), io.StringIO(), 0
        try:
            call_command(
                "importar", str(ruta), f"--hoy={HOY}", *opciones, stdout=salida, stderr=error
            )
        except SystemExit as fin:
            codigo = fin.code
        return codigo, salida.getvalue(), error.getvalue()

    return correr


def detenida() -> Carga:
    sistema = Usuario.objects.sistema()
    carga = recibir(ContentFile(MALAS), nombre="malas.txt", por=sistema, hoy=HOY)
    tasks.procesar_carga(carga.pk)
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.DETENIDA
    return carga


# importar


def test_importar_lo_que_se_detiene_sale_con_2_y_dice_donde_se_decide(importar):
    codigo, salida, error = importar()
    (frase,) = error.splitlines()
    carga = Carga.objects.get()
    assert (codigo, salida, carga.estado) == (2, "", EstadoCarga.DETENIDA)
    assert "de 121 filas, 120 (99.2 %) se rechazarían" in frase
    assert frase.endswith(
        f"decida en la página de la carga {carga.pk} (Cargas) o repita la orden con --aceptar."
    )
    assert not Persona.objects.exists()


def test_importar_otra_vez_lo_detenido_dice_lo_mismo(importar):
    _, _, primera = importar()
    codigo, _, segunda = importar()
    assert (codigo, segunda) == (2, primera)
    assert Carga.objects.count() == 1


@pytest.mark.parametrize("antes", [0, 1])
def test_aceptar_carga_de_todos_modos_y_queda_escrito(importar, antes):
    for _ in range(antes):
        importar()
    codigo, salida, error = importar("--aceptar")
    assert (codigo, error) == (0, "")
    assert "120 rechazadas" in salida
    carga = Carga.objects.get()
    assert (carga.estado, carga.nuevas) == (EstadoCarga.PROCESADA, 1)
    assert carga.autorizada_por.username == "sistema"
    assert carga.detencion.rechazadas == 120
    assert Contacto.objects.exists()


def test_aceptar_lo_que_no_se_detiene_no_autoriza_nada(importar, monkeypatch):
    monkeypatch.setitem(importar.__globals__, "MALAS", texto("padron_nominal", {}).encode())
    assert importar("--aceptar")[0] == 0
    assert Carga.objects.get().autorizada_en is None


# The worker, the sweeper, the drop folder


def test_el_repaso_no_toca_lo_que_espera_una_decision(monkeypatch):
    carga = detenida()
    hace_horas = timezone.now() - dt.timedelta(hours=5)
    Carga.objects.update(latido=hace_horas, recibida_en=hace_horas, inicio=hace_horas)
    tocados = []
    monkeypatch.setattr(cargas, "encolar", tocados.append)
    tasks.retomar_cargas()
    tasks.procesar_carga(carga.pk)
    carga.refresh_from_db()
    assert (carga.estado, tocados) == (EstadoCarga.DETENIDA, [])


@pytest.fixture
def dejada(tmp_path):
    """The bad file in the drop folder, taken and stopped."""
    carpeta = tmp_path / "entrada" / "padron_nominal"
    carpeta.mkdir(parents=True)
    ruta = carpeta / "corte.txt"
    ruta.write_bytes(MALAS)
    os.utime(ruta, (0, 0))
    tasks.revisar_entrada()
    carga = Carga.objects.get()
    tasks.procesar_carga(carga.pk)
    tasks.revisar_entrada()
    assert (carpeta / "en_proceso" / f"{carga.pk}__corte.txt").exists()
    return carpeta, Carga.objects.get()


def test_en_la_carpeta_de_entrada_espera_y_autorizada_termina_en_procesados(dejada, sede):
    carpeta, carga = dejada
    autorizar(carga, por=sede)
    tasks.procesar_carga(carga.pk)
    tasks.revisar_entrada()
    assert "120 rechazadas" in (carpeta / "procesados" / "corte.txt.txt").read_text()


def test_en_la_carpeta_de_entrada_espera_y_descartada_termina_en_rechazados(dejada, sede):
    carpeta, carga = dejada
    descartar(carga, por=sede)
    tasks.revisar_entrada()
    assert "cancelada" in (carpeta / "rechazados" / "corte.txt.txt").read_text()
    assert not list((carpeta / "en_proceso").iterdir())


def test_si_se_murio_antes_de_apartarlo_y_ya_se_detuvo_lo_retoma(dejada):
    carpeta, carga = dejada
    (carpeta / "en_proceso" / f"{carga.pk}__corte.txt").rename(carpeta / "corte.txt")
    tasks.revisar_entrada()
    assert (carpeta / "en_proceso" / f"{carga.pk}__corte.txt").exists()
    assert Carga.objects.count() == 1
