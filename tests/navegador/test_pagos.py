"""A bimester in a real browser: calculated by the worker, approved by another person, paid."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from afiliacion.models import Liquidacion
from tests.afiliacion import dinero
from tests.afiliacion.dinero import dia, exigir, nacido


@pytest.fixture
def hogar(trabajador, distrito):
    hogar = dinero.hogar(distrito, codigo="HOGAR-1")
    exigir(nacido(hogar, dia("01/06/2026")), dia("29/09/2026"))
    return hogar


def entrar(pagina, servidor, usuario):
    cliente = Client()
    cliente.force_login(usuario)
    sesion = cliente.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": sesion, "url": servidor.url}]
    )


def pulsar(pagina, boton):
    pagina.get_by_role("button", name=boton, exact=True).click()


def test_del_calculo_al_pago_por_dos_personas(
    pagina_ancha, servidor, hogar, sede, gestora, tmp_path
):
    pagina, otra = pagina_ancha, dinero.de_sede()
    entrar(pagina, servidor, sede)
    pagina.goto("/liquidaciones/")
    pagina.get_by_label("Bimestre").select_option("2026-5")
    pagina.get_by_label("Fecha de corte").fill("2026-10-31")
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
    respuesta.write_text(f"{cabeza}\n{referencia};1;299.00;PAGADO;;05/11/2026\n")
    pagina.get_by_label("Archivo del banco").set_input_files(respuesta)
    pulsar(pagina, "Subir los resultados")
    expect(pagina.get_by_role("alert")).to_contain_text("el archivo dice S/ 299.00")
    respuesta.write_text(f"{cabeza}\n{referencia};1;300.00;PAGADO;;05/11/2026\n")
    pagina.get_by_label("Archivo del banco").set_input_files(respuesta)
    pulsar(pagina, "Subir los resultados")
    expect(pagina.get_by_text("Entraron los resultados de 1 líneas.")).to_be_visible()

    entrar(pagina, servidor, gestora)
    pagina.goto(f"/hogares/{hogar.pk}/")
    pagina.get_by_role("link", name="Bimestre 2026-5: S/ 300.00").click()
    expect(pagina.get_by_text("Pagada", exact=True)).to_be_visible()
    expect(pagina.get_by_role("heading", name="Septiembre de 2026: S/ 50.00")).to_be_visible()
    expect(pagina.get_by_text("Neumococo", exact=True)).to_be_visible()
