"""Open data: counts by district and month, the small ones hidden, nothing that a sheet runs."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from afiliacion.acciones import hechos
from afiliacion.consultas.datos_abiertos import buscar, datos, diccionario, trimestres
from tests import fabricas
from tests.afiliacion.informes import nace

pytestmark = pytest.mark.django_db
HOY = dt.date(2026, 8, 1)
MES = dt.date(2026, 4, 10)


def leer(lineas) -> list[dict]:
    return list(csv.DictReader(io.StringIO("".join(lineas).removeprefix("\ufeff"))))


def nacen(distrito, cuantos: int, el=MES, **campos):
    for _ in range(cuantos):
        nace(distrito, el, **campos)


@pytest.fixture
def trimestre(db):
    return buscar("2026-T2", HOY)


def test_un_trimestre_se_ofrece_cuando_todas_cumplieron_treinta_dias(db):
    assert buscar("2026-T2", dt.date(2026, 7, 30)) is None
    segundo = buscar("2026-T2", dt.date(2026, 7, 31))
    assert segundo.corte == dt.date(2026, 7, 30)
    assert [f"{m:%Y-%m}" for m in segundo.meses] == ["2026-04", "2026-05", "2026-06"]
    assert [t.codigo for t in trimestres(dt.date(2026, 2, 15))][:2] == ["2025-T4", "2025-T3"]


def test_cuenta_por_distrito_y_mes_con_sus_totales(distrito, trimestre):
    nacen(distrito, 7)
    nacen(distrito, 6, dt.date(2026, 6, 30))
    nacen(fabricas.DistritoFactory(), 9)
    hechos.actualizar_todos()
    filas = {(f["ubigeo"], f["mes"]): f["nacidos"] for f in leer(datos(trimestre))}
    assert filas[distrito.pk, "2026-04"] == "7"
    assert filas[distrito.pk, "2026-05"] == "0"
    assert filas[distrito.pk, "total"] == "13"
    assert filas["total", "2026-04"] == "16"
    assert filas["total", "total"] == "22"


def test_lo_menor_de_cinco_no_sale_ni_se_calcula(distrito, trimestre):
    nacen(distrito, 3)
    nacen(distrito, 20, dt.date(2026, 5, 10))
    nacen(fabricas.DistritoFactory(unidad_territorial=distrito.unidad_territorial), 9)
    hechos.actualizar_todos()
    filas = {(f["ubigeo"], f["mes"]): f["nacidos"] for f in leer(datos(trimestre))}
    assert filas[distrito.pk, "2026-04"] == "*"
    assert "*" in (filas[distrito.pk, "2026-05"], filas[distrito.pk, "total"])


def test_un_resto_pequeno_tambien_se_oculta(distrito, trimestre):
    """Twenty births and eighteen captured tell of two that were not."""
    nacen(distrito, 18)
    nacen(distrito, 2, a_los=60)
    hechos.actualizar_todos()
    fila = leer(datos(trimestre))[0]
    assert (fila["nacidos"], fila["captados"]) == ("20", "*")


def test_lo_que_llego_tras_el_corte_no_cambia_el_archivo(distrito, trimestre):
    nacen(distrito, 7)
    nacen(distrito, 5, a_los=120)
    hechos.actualizar_todos()
    assert leer(datos(trimestre))[0]["nacidos"] == "7"


def test_una_celda_que_empieza_como_formula_es_texto(trimestre):
    malo = fabricas.DistritoFactory(nombre="=1+1", provincia="@x", departamento="-y")
    nacen(malo, 7)
    hechos.actualizar_todos()
    fila = leer(datos(trimestre))[0]
    assert (fila["distrito"], fila["provincia"], fila["departamento"]) == ("'=1+1", "'@x", "'-y")


def test_el_diccionario_dice_cada_columna_el_periodo_y_el_corte(trimestre):
    dicho = {f["columna"]: f["que_es"] for f in leer(diccionario(trimestre))}
    (encabezado, *_) = "".join(datos(trimestre)).removeprefix("\ufeff").splitlines()
    assert set(encabezado.split(",")) <= set(dicho)
    assert dicho["(período)"] == "2026-04 a 2026-06"
    assert "30/07/2026" in dicho["(fecha de corte)"]


def test_el_nombre_del_archivo_lleva_el_periodo_y_el_corte(client, sede):
    client.force_login(sede)
    (ultimo, *_) = trimestres(dt.date.today())
    respuesta = client.get(reverse("afiliacion:datos-archivo", args=[ultimo.codigo, "datos"]))
    respuesta.getvalue()
    nombre = respuesta["Content-Disposition"]
    assert ultimo.codigo in nombre
    assert f"corte-{ultimo.corte}" in nombre
    for mal in (("2026-T9", "datos"), (ultimo.codigo, "otro")):
        assert client.get(reverse("afiliacion:datos-archivo", args=mal)).status_code == 404
