"""The page of a load tells what it changed and who no longer comes; both as files."""

import csv
import io

import pytest
from django.urls import reverse

from captacion.models import Carga
from juntos.models import Parametro
from tests.captacion.archivos import dia
from tests.captacion.test_cargas import archivo
from tests.captacion.test_cortes import ninos

pytestmark = pytest.mark.django_db


@pytest.fixture
def cliente(client, sede):
    client.force_login(sede)
    return client


def ver(cliente, nombre, carga):
    return cliente.get(reverse(f"captacion:{nombre}", args=[carga.pk]))


def filas_csv(respuesta) -> list[list[str]]:
    texto = respuesta.getvalue().decode()
    assert texto.startswith("\ufeff")
    return list(csv.reader(io.StringIO(texto[1:])))


@pytest.fixture
def cambiada(cargar):
    cargar("padron_nominal", {"codigo_padron": "1"}, {"codigo_padron": "2", "nombres": "SOL"})
    return cargar(
        "padron_nominal",
        {"codigo_padron": "1", "fecha_nacimiento": dia(6), "direccion": "@A1"},
        {"codigo_padron": "2", "nombres": "SOL", "direccion": "JR. SOL 1"},
    )


def test_la_pagina_cuenta_los_cambios_por_dato(cliente, cambiada):
    respuesta = ver(cliente, "carga", cambiada)
    corte = respuesta.context["corte"]
    assert (corte.total, corte.cambios) == (3, [("Dirección", 2), ("Fecha de nacimiento", 1)])
    texto = respuesta.content.decode()
    assert "Qué cambió: 3 datos" in texto
    assert "Fecha de nacimiento: 18/11/2026 → <strong>17/11/2026</strong>" in texto


def test_los_cambios_se_descargan_con_la_direccion_tapada(cliente, cambiada):
    respuesta = ver(cliente, "carga-cambios", cambiada)
    assert f"cambios-carga-{cambiada.pk}-L-" in respuesta["Content-Disposition"]
    *filas, rastro = filas_csv(respuesta)
    assert rastro[0].startswith("# L-")
    assert filas == [
        ["Fila", "Persona", "Documento", "Hogar", "Dato", "Antes", "Después"],
        *(
            ["2", "QUISPE MAMANI, Luz", "Sin documento", "", *cambio]
            for cambio in (
                ["Dirección", "vacío", "tapada"],
                ["Fecha de nacimiento", "18/11/2026", "17/11/2026"],
            )
        ),
        ["3", "QUISPE MAMANI, Sol", "Sin documento", "", "Dirección", "vacío", "tapada"],
    ]


def test_ninguna_celda_de_los_cambios_es_una_formula(cliente, cargar):
    cargar("padron_nominal", {"centro_poblado": "LIMPIO"})
    carga = cargar("padron_nominal", {"centro_poblado": "@A1"})
    assert filas_csv(ver(cliente, "carga-cambios", carga))[1][5:] == ["LIMPIO", "'@A1"]


def test_el_cambio_de_clasificacion_se_lee_en_palabras(cliente, cargar):
    cargar("pgh", {})
    carga = cargar("pgh", {"nivel": "NO POBRE"})
    assert filas_csv(ver(cliente, "carga-cambios", carga))[1][3:] == [
        *("H1", "Clasificación socioeconómica", "Pobre", "No pobre")
    ]


def test_una_carga_sin_cambios_no_habla_de_ellos(cliente, cargar):
    texto = ver(cliente, "carga", cargar("padron_nominal", {})).content.decode()
    assert "Qué cambió" not in texto
    assert "ya no viene" not in texto


@pytest.fixture
def corte(cargar):
    """Two gone of ten, one of them by age."""
    mayor = ninos(8, fecha_nacimiento="24/11/2020")
    cargar("padron_nominal", *ninos(*range(8)), *mayor, *ninos(9), corte_completo=True)
    Parametro.objects.filter(pk="anios_padron").update(valor=5)
    return cargar("padron_nominal", *ninos(*range(8)), corte_completo=True)


def test_la_pagina_dice_cuantos_ya_no_vienen(cliente, corte):
    texto = ver(cliente, "carga", corte).content.decode()
    assert "2 registros ya no vienen en este corte" in texto
    assert "<strong>1</strong> cumplió la edad máxima" in texto
    assert "corte completo" in texto


def test_la_lista_y_el_archivo_dicen_quienes_son(cliente, corte):
    texto = ver(cliente, "carga-ausentes", corte).content.decode()
    assert "QUISPE MAMANI, N8" in texto
    assert "QUISPE MAMANI, N9" in texto
    assert "QUISPE MAMANI, N7" not in texto
    filas = filas_csv(ver(cliente, "carga-ausentes-archivo", corte))
    assert [(f[0], f[3], f[6], f[7]) for f in filas[1:-1]] == [
        ("QUISPE MAMANI, N8", "24/11/2020", "10", "Cumplió la edad máxima"),
        ("QUISPE MAMANI, N9", "18/11/2026", "11", ""),
    ]


def test_quien_volvio_sale_de_la_lista_y_el_corte_conserva_su_cuenta(cliente, cargar, corte):
    cargar("padron_nominal", *ninos(9))
    respuesta = ver(cliente, "carga", corte)
    assert "2 registros ya no vienen" in respuesta.content.decode()
    assert respuesta.context["corte"].volvieron == 1
    assert "QUISPE MAMANI, N9" not in ver(cliente, "carga-ausentes", corte).content.decode()


def test_la_lista_va_por_paginas_y_sus_consultas_no_crecen(
    cliente, cargar, django_assert_max_num_queries
):
    cargar("padron_nominal", *ninos(*range(400)), corte_completo=True)
    carga = cargar("padron_nominal", *ninos(*range(340)), corte_completo=True)
    with django_assert_max_num_queries(12):
        respuesta = ver(cliente, "carga-ausentes", carga)
    assert (respuesta.context["hoja"].paginator.num_pages, len(respuesta.context["hoja"])) == (
        2,
        50,
    )


@pytest.mark.parametrize("nombre", ["carga-cambios", "carga-ausentes", "carga-ausentes-archivo"])
def test_para_quien_no_carga_archivos_no_existen(client, gestora, corte, nombre):
    client.force_login(gestora)
    assert ver(client, nombre, corte).status_code == 404


def test_la_casilla_declara_el_corte(cliente, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cliente.post(reverse("captacion:cargas"), {"archivos": archivo(), "corte_completo": "on"})
    assert Carga.objects.get().corte_completo
