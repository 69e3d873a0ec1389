"""The whole cycle in a real browser: care in a file, its calendar, the bimester, the payment."""

import datetime as dt
import re
import time

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from afiliacion.acciones import calendario
from afiliacion.acciones.liquidaciones import inicio_de
from afiliacion.consultas.liquidaciones import ultimos_periodos
from afiliacion.models import Liquidacion, Recalculo
from tests.afiliacion import dinero
from tests.captacion.archivos import texto

HOY = timezone.localdate()
# Of this child two doses of three vaccines are required within the bimester: on its days 120, 148.
VACUNAS = {"neumococo": "90670", "polio": "90713", "pentavalente": "90723"}
DOSIS_A_LOS = (60, 100)

# The bimester that ended last.
PERIODO = ultimos_periodos(HOY)[1]
INICIO = inicio_de(PERIODO)
NACIO = INICIO - dt.timedelta(days=92)


@pytest.fixture
def hogar(trabajador, distrito):
    return dinero.hogar(distrito, codigo="HOGAR-1")


@pytest.fixture
def nacido(hogar):
    return dinero.nacido(hogar, NACIO)


@pytest.fixture
def atenciones(nacido, tmp_path):
    """What the health facility reported of the child."""
    filas = [
        {
            "id_cita": f"{codigo}{edad}",
            "documento": nacido.persona.dni,
            "atencion_el": f"{NACIO + dt.timedelta(days=edad):%d/%m/%Y}",
            "codigo": codigo,
        }
        for codigo in VACUNAS.values()
        for edad in DOSIS_A_LOS
    ]
    archivo = tmp_path / "his.txt"
    archivo.write_text(texto("his", *filas))
    return archivo


def entrar(pagina, servidor, usuario):
    cliente = Client()
    cliente.force_login(usuario)
    sesion = cliente.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": sesion, "url": servidor.url}]
    )


def esperar_calendario() -> None:
    """Until the worker has done what the load asked."""
    limite = time.monotonic() + 60
    while not Recalculo.objects.filter(carga__fuente="his", fin__isnull=False).exists():
        assert time.monotonic() < limite
        time.sleep(0.2)


def pulsar(pagina, boton):
    pagina.get_by_role("button", name=boton, exact=True).click()


def test_de_la_atencion_al_pago(pagina_ancha, servidor, hogar, atenciones, sede, gestora, tmp_path):
    pagina, otra = pagina_ancha, dinero.de_sede()
    entrar(pagina, servidor, sede)
    calendario.poner_al_dia()
    pagina.goto(f"/hogares/{hogar.pk}/")
    pagina.get_by_text(re.compile("Con el plazo pasado")).first.click()
    expect(pagina.get_by_text(re.compile("Neumococo 1: .*sin dato")).first).to_be_visible()

    pagina.goto("/cargas/")
    pagina.get_by_label("Elija uno o varios archivos").set_input_files(atenciones)
    pulsar(pagina, "Subir y procesar")
    esperar_calendario()
    pagina.goto(f"/hogares/{hogar.pk}/")
    dosis = NACIO + dt.timedelta(days=100)
    pagina.get_by_text("Todo, mes a mes").first.click()
    expect(pagina.get_by_text(f"Neumococo 2, {dosis:%d/%m/%Y}")).to_be_visible()

    pagina.goto("/liquidaciones/")
    pagina.get_by_label("Bimestre").select_option(PERIODO)
    pagina.get_by_label("Fecha de corte").fill(f"{HOY}")
    pulsar(pagina, "Calcular")
    # By itself, once the worker ends.
    expect(pagina.get_by_text("Cuadra", exact=True)).to_be_visible(timeout=20_000)
    expect(pagina.get_by_text("S/ 300.00").first).to_be_visible()
    pulsar(pagina, "Dar por revisada")
    expect(pagina.get_by_text("la aprueba otra persona de la sede")).to_be_visible()

    entrar(pagina, servidor, otra)
    pagina.reload()
    for boton in ("Aprobar", "Cerrar el bimestre", "Preparar los archivos"):
        pulsar(pagina, boton)
    with pagina.expect_download() as bajada:
        pagina.get_by_role("button", name="Descargar el texto para el banco").click()
    referencia = Liquidacion.objects.get().referencia
    assert bajada.value.suggested_filename == f"{referencia}.txt"
    assert bajada.value.path().read_text().startswith(f"1{referencia}")

    respuesta = tmp_path / "banco.csv"
    cabeza = "REFERENCIA;LINEA;MONTO;ESTADO;CAUSA;FECHA"
    respuesta.write_text(f"{cabeza}\n{referencia};1;299.00;PAGADO;;{HOY:%d/%m/%Y}\n")
    pagina.get_by_label("Archivo del banco").set_input_files(respuesta)
    pulsar(pagina, "Subir los resultados")
    expect(pagina.get_by_role("alert")).to_contain_text("el archivo dice S/ 299.00")
    respuesta.write_text(f"{cabeza}\n{referencia};1;300.00;PAGADO;;{HOY:%d/%m/%Y}\n")
    pagina.get_by_label("Archivo del banco").set_input_files(respuesta)
    pulsar(pagina, "Subir los resultados")
    expect(pagina.get_by_text("Entraron los resultados de 1 líneas.")).to_be_visible()

    entrar(pagina, servidor, gestora)
    pagina.goto(f"/hogares/{hogar.pk}/")
    pagina.get_by_role("link", name=f"Bimestre {PERIODO}: S/ 300.00").click()
    expect(pagina.get_by_text("Pagada", exact=True)).to_be_visible()
    expect(pagina.get_by_role("heading", name=": S/ 50.00")).to_have_count(2)
    expect(pagina.get_by_text("his.txt").first).to_be_visible()
