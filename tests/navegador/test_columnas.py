"""A file that names its columns in its own way: refused, mapped, loaded; on phone and desk."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from captacion.models import Carga, EstadoCarga, PerfilPropio
from juntos.models import Rol
from tests import fabricas
from tests.navegador.test_recorrido import CLAVE, entrar

TITULOS = "Código del padrón;Nombre de la niña o niño;Nació el;Sexo;DNI mamá;Lugar (ubigeo)"


@pytest.fixture
def sede(base_real):
    persona = fabricas.UsuarioFactory(username="sede", rol=Rol.SEDE)
    persona.set_password(CLAVE)
    persona.save()
    return persona


@pytest.fixture
def archivo(tmp_path):
    nacio = timezone.localdate() - dt.timedelta(days=5)
    filas = [f"500{n};LUZ {n};{nacio:%d/%m/%Y};F;9100000{n};080101" for n in range(1, 4)]
    ruta = tmp_path / "posta.csv"
    ruta.write_text("\n".join([TITULOS, *filas]) + "\n", encoding="utf-8")
    return ruta


def subir(pagina: Page, ruta) -> None:
    pagina.goto("/cargas/")
    pagina.get_by_label("Elija uno o varios archivos").set_input_files(ruta)
    pagina.get_by_role("button", name="Subir y procesar").click()
    expect(pagina.get_by_role("heading", name=ruta.name, exact=True)).to_be_visible()


def recorrer(pagina: Page, archivo) -> None:
    entrar(pagina, "sede")
    subir(pagina, archivo)
    expect(pagina.get_by_text("Rechazada", exact=True)).to_be_visible(timeout=60_000)
    pagina.get_by_role("button", name="Indicar qué trae cada columna").click()

    # The closest names are chosen already; what is not found is said.
    expect(pagina.get_by_label("Fuente del archivo")).to_have_value("padron_nominal")
    expect(pagina.get_by_label(re.compile("^Código de padrón"))).to_have_value("0")
    assert pagina.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    nacimiento = pagina.get_by_label(re.compile("^Fecha de nacimiento"))
    nacimiento.select_option("2")
    expect(pagina.get_by_label("DNI de la madre")).to_have_value("4")
    pagina.get_by_label("Nombre del formato").fill("padron-posta")
    pagina.get_by_role("button", name="Guardar el formato y cargar el archivo").click()

    # The same file goes in, to its ledger.
    expect(pagina.get_by_text("Procesada", exact=True)).to_be_visible(timeout=60_000)
    expect(pagina.get_by_text("Entraron las 3 filas del archivo.")).to_be_visible()
    assert pagina.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert PerfilPropio.objects.get().codigo == "padron-posta"
    carga = Carga.objects.get()
    assert (carga.estado, carga.perfil, carga.nuevas) == (EstadoCarga.PROCESADA, "padron-posta", 3)

    # The next one with those columns needs nobody.
    otro = archivo.with_name("posta-2.csv")
    otro.write_text(archivo.read_text(encoding="utf-8").replace("500", "600"), encoding="utf-8")
    subir(pagina, otro)
    expect(pagina.get_by_text("Procesada", exact=True)).to_be_visible(timeout=60_000)
    assert Carga.objects.latest("pk").perfil == "padron-posta"


def test_un_encabezado_desconocido_se_ensena_en_un_telefono(pagina, sede, archivo, trabajador):
    recorrer(pagina, archivo)


def test_un_encabezado_desconocido_se_ensena_en_un_escritorio(
    pagina_ancha, sede, archivo, trabajador
):
    recorrer(pagina_ancha, archivo)
