"""The files of the queue: what is filtered, who took it, and no formula in a cell."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from afiliacion.consultas.exportar import COLUMNAS, sin_formula
from tests import fabricas

pytestmark = pytest.mark.django_db


@pytest.fixture
def crear(distrito):
    def _crear(n=1, **campos):
        for _ in range(n):
            captacion = fabricas.CaptacionFactory(hogar__distrito=distrito)
            contacto = fabricas.ContactoFactory(hogar=captacion.hogar, **campos)
            contacto.casos.create(captacion=captacion)
        return contacto

    return _crear


def bajar(client, formato, consulta=""):
    respuesta = client.get(f"/cola/exportar/{formato}/?{consulta}")
    assert respuesta.status_code == 200
    assert "attachment" in respuesta["Content-Disposition"]
    return b"".join(respuesta.streaming_content)


def filas_csv(client, consulta=""):
    contenido = bajar(client, "csv", consulta)
    assert contenido.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(contenido.decode("utf-8-sig"))))


def filas_xlsx(client, consulta=""):
    libro = CalamineWorkbook.from_filelike(io.BytesIO(bajar(client, "xlsx", consulta)))
    return libro.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_csv_trae_lo_filtrado_con_quien_cuando_y_que_filtros(client, crear, gestora):
    contacto = crear(vence_el=timezone.localdate() + dt.timedelta(days=2), telefono="987654321")
    crear(vence_el=timezone.localdate() - dt.timedelta(days=2))
    client.force_login(gestora)
    filas = filas_csv(client, "vence=tres")
    cabeza = {f[0]: f[1] for f in filas[:7] if len(f) > 1}
    assert gestora.username in cabeza["Descargado por"]
    assert f"{timezone.localtime():%d/%m/%Y}" in cabeza["Fecha y hora"]
    assert cabeza["Filtros"] == "Plazo: Vencen en 1 a 3 días"
    assert cabeza["Contactos"] == "1"
    assert filas[7] == list(COLUMNAS)
    datos = [dict(zip(COLUMNAS, fila, strict=True)) for fila in filas[8:]]
    assert [d["Contacto"] for d in datos] == [str(contacto.pk)]
    assert datos[0]["Días que quedan"] == "2"
    assert datos[0]["Vence"] == f"{contacto.vence_el:%d/%m/%Y}"
    assert datos[0]["Madre"] == "QUISPE MAMANI, Rosa"
    assert datos[0]["Teléfono"] == "987654321"


def test_xlsx_trae_lo_mismo_con_fechas_de_verdad(client, crear, gestora):
    contacto = crear(telefono="987654321")
    client.force_login(gestora)
    filas = filas_xlsx(client)
    assert gestora.username in filas[1][1]
    assert filas[7] == list(COLUMNAS)
    dato = dict(zip(COLUMNAS, filas[8], strict=True))
    assert dato["Vence"] == contacto.vence_el
    assert dato["Teléfono"] == "987654321"
    assert dato["Contacto"] == contacto.pk
    assert len(filas) == 9


@pytest.mark.parametrize("inicio", ["=", "+", "-", "@", "\t", "\r"])
def test_ninguna_celda_es_formula(client, crear, gestora, inicio):
    texto = f'{inicio}HYPERLINK("http://malo.example";"pago")'
    crear(direccion=texto)
    client.force_login(gestora)
    for filas in (filas_csv(client), filas_xlsx(client)):
        celda = dict(zip(COLUMNAS, filas[8], strict=True))["Dirección"]
        assert celda.startswith("'")


def test_los_numeros_negativos_siguen_siendo_numeros():
    assert sin_formula(-5) == -5
    assert sin_formula("-5") == "'-5"
    assert sin_formula(None) is None


def test_solo_sale_lo_del_territorio(client, crear, ajena, administracion):
    crear()
    for usuario in (ajena, administracion):
        client.force_login(usuario)
        assert len(filas_csv(client)) == 8
        assert len(filas_xlsx(client)) == 8


def test_un_formato_desconocido_no_existe(client, gestora):
    client.force_login(gestora)
    assert client.get("/cola/exportar/pdf/").status_code == 404


def test_las_consultas_no_crecen_con_las_filas(client, crear, gestora):
    client.force_login(gestora)
    medidas = []
    for cuantos in (3, 60):
        crear(cuantos)
        with CaptureQueriesContext(connection) as capturadas:
            bajar(client, "csv")
        medidas.append(len(capturadas))
    assert medidas[0] == medidas[1]
