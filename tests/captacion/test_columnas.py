"""/cargas/<n>/columnas/: the form on which a person says what each column of a file is."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from captacion import acciones
from captacion.importacion import ArchivoRechazado, procesar
from captacion.models import Carga, EstadoCarga, PerfilPropio
from juntos.models import Usuario
from tests.captacion.archivos import HOY, MADRE
from tests.fabricas import CargaFactory

pytestmark = pytest.mark.django_db
TITULOS = ["Código padrón", "Nombre del niño", "Fecha nacimiento", "Niña/Niño", "DNI mamá", "Lugar"]
FILAS = [f"500{n};NIÑA {n};1{n}/11/2026;F;{MADRE};080101" for n in range(1, 6)]


@pytest.fixture(autouse=True)
def _archivos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "archivos"


@pytest.fixture
def rechazada():
    contenido = "\n".join([";".join(TITULOS), *FILAS]) + "\n"
    carga = acciones.recibir(
        ContentFile(contenido.encode()), nombre="o.csv", por=Usuario.objects.sistema(), hoy=HOY
    )
    with pytest.raises(ArchivoRechazado):
        procesar(carga)
    return carga


def ruta(carga: Carga) -> str:
    return reverse("captacion:carga-columnas", args=[carga.pk])


def dicho(**cambios) -> dict:
    """What the form sends: each canonical column and the place of its header."""
    base = {
        "fuente": "padron_nominal",
        "codigo": "padron-posta",
        "ubigeo_sistema": "inei",
        "columna_codigo_padron": "0",
        "columna_nombres": "1",
        "columna_fecha_nacimiento": "2",
        "columna_sexo": "3",
        "columna_madre_documento": "4",
        "columna_ubigeo": "5",
    }
    return base | cambios


def test_la_carga_lleva_a_decir_que_trae_cada_columna(cliente, rechazada):
    texto = cliente.get(reverse("captacion:carga", args=[rechazada.pk])).content.decode()
    assert f'href="{ruta(rechazada)}"' in texto
    assert "Indicar qué trae cada columna" in texto


def test_la_pagina_propone_fuente_y_columnas_y_muestra_tres_filas(cliente, rechazada):
    respuesta = cliente.get(ruta(rechazada))
    formulario = respuesta.context["formulario"]
    assert formulario.por_decir.fuente == "padron_nominal"
    assert formulario["columna_fecha_nacimiento"].value() == "2"
    assert formulario["columna_codigo_padron"].value() == "0"
    assert formulario["columna_celular"].value() == ""
    texto = respuesta.content.decode()
    assert "Fecha nacimiento · 11/11/2026 · 12/11/2026 · 13/11/2026" in texto
    assert "14/11/2026" not in texto
    titulos = [g.titulo for g in formulario.grupos()]
    assert titulos == ["Obligatorias", "Al menos una de estas", "Las demás, si vienen"]
    assert [c.name for c in formulario.grupos()[0].campos] == ["columna_fecha_nacimiento"]


def test_otra_fuente_pide_otros_datos(cliente, rechazada):
    formulario = cliente.get(ruta(rechazada), {"fuente": "pgh"}).context["formulario"]
    obligatorias = [c.name for c in formulario.grupos()[0].campos]
    assert obligatorias == ["columna_codigo_hogar", "columna_documento", "columna_nivel"]


def test_dicho_el_archivo_vuelve_a_la_cola(cliente, sede, rechazada):
    respuesta = cliente.post(ruta(rechazada), dicho())
    assert respuesta.url == reverse("captacion:carga", args=[rechazada.pk])
    perfil = PerfilPropio.objects.get()
    assert (perfil.codigo, perfil.creado_por, perfil.ubigeo) == ("padron-posta", sede, "inei")
    assert perfil.columnas["madre_documento"] == "DNI mamá"
    procesar(Carga.objects.get())
    assert Carga.objects.get().nuevas == 5
    assert cliente.post(ruta(rechazada), dicho()).status_code == 409


@pytest.mark.parametrize(
    ("cambios", "campo", "frase"),
    [
        ({"columna_fecha_nacimiento": ""}, "columna_fecha_nacimiento", "sin ella no se puede"),
        (
            {"columna_codigo_padron": "", "columna_madre_documento": ""},
            "columna_codigo_padron",
            "al menos una",
        ),
        ({"columna_cnv": "0"}, "columna_cnv", "ya se usó"),
        ({"codigo": "precotejo"}, "codigo", "Ya hay un formato"),
        ({"codigo": "Con-Mayúscula"}, "codigo", "minúsculas"),
        ({"codigo": ""}, "codigo", "Escriba un nombre"),
        ({"columna_dni": "99"}, "columna_dni", ""),
        ({"columna_ubigeo_distrito": "1"}, "columna_ubigeo", "departamento, provincia y distrito"),
        ({"ubigeo_sistema": ""}, "ubigeo_sistema", ""),
    ],
)
def test_lo_que_falta_se_dice_en_su_campo_y_nada_se_pierde(
    cliente, rechazada, cambios, campo, frase
):
    respuesta = cliente.post(ruta(rechazada), dicho(**cambios))
    assert respuesta.status_code == 422
    formulario = respuesta.context["formulario"]
    assert frase in formulario.errors[campo][0]
    assert formulario["columna_nombres"].value() == dicho(**cambios)["columna_nombres"]
    assert not PerfilPropio.objects.exists()


def test_el_ubigeo_en_tres_columnas(cliente, rechazada):
    partes = {"columna_ubigeo_provincia": "1", "columna_ubigeo_distrito": "3"}
    cliente.post(ruta(rechazada), dicho(columna_nombres="", columna_sexo="", **partes))
    columnas = PerfilPropio.objects.get().columnas
    assert columnas["ubigeo"] == ["Lugar", "Nombre del niño", "Niña/Niño"]


def test_sin_el_archivo_se_ven_los_encabezados_sin_ejemplos(cliente, rechazada):
    rechazada.archivo.storage.delete(rechazada.archivo.name)
    texto = cliente.get(ruta(rechazada)).content.decode()
    assert "Código padrón" in texto
    assert "sin ejemplos" in texto


def test_lo_que_ya_se_conoce_se_ofrece_cargar(cliente, sede, rechazada):
    igual = CargaFactory(estado=EstadoCarga.RECHAZADA, fuente="", perfil="", encabezado=TITULOS)
    cliente.post(ruta(rechazada), dicho())
    texto = cliente.get(reverse("captacion:carga", args=[igual.pk])).content.decode()
    assert "Cargar con el formato padron-posta" in texto
    assert cliente.post(reverse("captacion:carga-releer", args=[igual.pk])).status_code == 302
    igual.refresh_from_db()
    assert (igual.estado, igual.fuente) == (EstadoCarga.RECIBIDA, "padron_nominal")
    assert cliente.post(reverse("captacion:carga-releer", args=[igual.pk])).status_code == 409


def test_la_pagina_no_crece_en_consultas(cliente, rechazada, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        cliente.get(ruta(rechazada))


def test_para_quien_no_carga_no_existe(supervisora, rechazada):
    cliente = Client()
    cliente.force_login(supervisora)
    assert cliente.get(ruta(rechazada)).status_code == 404
    assert cliente.post(ruta(rechazada), dicho()).status_code == 404
