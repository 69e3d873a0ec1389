"""The whole journey, three roles, in a real browser over the real worker.

Upload → progress → queue → visit → request → approval → the affiliation in the household's line.
"""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from afiliacion.models import Afiliacion
from captacion.models import Captacion, Fuente
from juntos.models import Rol
from tests import fabricas
from tests.afiliacion.construir import PDF
from tests.captacion.archivos import texto

CLAVE = "una-clave-de-prueba-larga"
MADRE = re.compile("MAMANI CCORI, Rosa")


@pytest.fixture
def elenco(base_real):
    """The three roles of one district, with a password each."""
    distrito = fabricas.DistritoFactory(nombre="Ocongate")
    unidad = distrito.unidad_territorial
    personas = {
        "gestora": {"rol": Rol.GESTORA, "unidad_territorial": unidad},
        "supervisora": {"rol": Rol.SUPERVISORA, "unidad_territorial": unidad},
        "sede": {"rol": Rol.SEDE},
    }
    for nombre, datos in personas.items():
        persona = fabricas.UsuarioFactory(username=nombre, **datos)
        persona.set_password(CLAVE)
        persona.save()
        if nombre == "gestora":
            fabricas.AsignacionFactory(usuario=persona, distrito=distrito)
    return distrito


def entrar(pagina: Page, usuario: str) -> None:
    pagina.context.clear_cookies()
    pagina.goto("/entrar/")
    pagina.get_by_label("Usuario").fill(usuario)
    pagina.get_by_label("Contraseña").fill(CLAVE)
    pagina.get_by_role("button", name="Entrar").click()
    expect(pagina.get_by_role("button", name="Salir")).to_be_attached()


def test_del_archivo_a_la_afiliacion(pagina, elenco, trabajador, tmp_path):
    nacio = timezone.localdate() - dt.timedelta(days=5)
    padron = texto(
        Fuente.PADRON_NOMINAL,
        {
            "ubigeo": elenco.ubigeo,
            "eess": "99000001",
            "dni": "91000070",
            "fecha_nacimiento": f"{nacio:%d/%m/%Y}",
        },
        {"codigo_padron": "2", "fecha_nacimiento": "31/02/2026"},
    )
    pgh = texto(Fuente.PGH, {"ubigeo": elenco.ubigeo, "parentesco": "JEFE"})
    archivos = {"pgh.txt": pgh, "padron.txt": padron}
    for nombre, contenido in archivos.items():
        (tmp_path / nombre).write_text(contenido)

    # Sede uploads; the page follows the load to its ledger.
    entrar(pagina, "sede")
    for nombre in archivos:
        pagina.goto("/cargas/")
        pagina.get_by_label("Elija uno o varios archivos").set_input_files(tmp_path / nombre)
        pagina.get_by_role("button", name="Subir y procesar").click()
        expect(pagina.get_by_text("Procesada", exact=True)).to_be_visible(timeout=60_000)
    expect(pagina.get_by_text("La fecha de nacimiento no existe").first).to_be_visible()

    # The manager finds the household in her queue and records that the mother accepts.
    entrar(pagina, "gestora")
    expect(pagina).to_have_url(re.compile("/cola/"))
    expect(pagina.get_by_text("Vence en 24 días").first).to_be_visible()
    pagina.get_by_role("link", name=MADRE).first.click()
    expect(pagina.get_by_role("heading", name="Próximo paso")).to_be_visible()
    pagina.get_by_role("button", name="Registrar visita").first.click()
    pagina.get_by_text("Visita en persona").click()
    pagina.get_by_text("Ubicada: acepta").click()
    pagina.get_by_role("button", name="Registrar", exact=True).click()
    expect(pagina.get_by_text("Registrado.")).to_be_visible()

    # She completes the request and sends it.
    pagina.locator(".proximo-paso .boton-principal").click()
    pagina.get_by_label("O elegir un archivo").set_input_files(
        {"name": "acuerdo.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    pagina.get_by_role("button", name="Subir el archivo").click()
    expect(pagina.get_by_text("Acuerdo guardado.")).to_be_visible()
    pagina.get_by_role("button", name="Enviar a aprobación").click()
    expect(pagina.get_by_text("Enviada a aprobación.")).to_be_visible()

    # The supervisor approves.
    entrar(pagina, "supervisora")
    expect(pagina).to_have_url(re.compile("/bandeja/"))
    pagina.get_by_role("link", name="1 solicitud por aprobar").click()
    pagina.get_by_role("link", name=MADRE).first.click()
    pagina.get_by_role("button", name="Aprobar y afiliar al hogar").click()
    expect(pagina.get_by_text("Aprobada: el hogar queda afiliado.")).to_be_visible()

    # The household's line of life tells it.
    pagina.get_by_role("link", name=re.compile("Hogar H1")).first.click()
    expect(pagina.locator(".linea-de-vida")).to_contain_text("afiliado")
    afiliacion = Afiliacion.objects.get()
    assert afiliacion.preparada_por.username == "gestora"
    assert afiliacion.aprobada_por.username == "supervisora"
    assert Captacion.objects.get().afiliada_el == afiliacion.afiliada_el
