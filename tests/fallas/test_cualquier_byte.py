"""Any bytes as a file: a ledger that adds up or one clear refusal, from the worker and the web."""

import datetime as dt
import itertools

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from captacion.acciones import ArchivoNoRecibido
from captacion.importacion import ArchivoRechazado
from captacion.models import Carga, EstadoCarga, FilaObservada, Persona
from tests.captacion.archivos import cargar_bytes, texto
from tests.fallas import trabajo
from tests.fallas.archivos_raros import cualquiera, en_zip, libro

NUMERO = itertools.count()
REVISADO = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
LARGO = dt.timedelta(seconds=30)


def probar(ejemplos: int):
    return settings(
        max_examples=ejemplos * 50 if trabajo.LARGAS else ejemplos,
        deadline=LARGO,
        suppress_health_check=REVISADO,
    )


@probar(50)
@given(contenido=cualquiera)
def test_el_libro_cuadra_o_hay_una_frase(cargar, tmp_path, contenido):
    with transaction.atomic():
        try:
            carga = cargar_bytes(tmp_path, contenido, nombre=f"{next(NUMERO)}.dat")
        except ArchivoNoRecibido as rechazo:
            frase = str(rechazo)
        except ArchivoRechazado as rechazo:
            frase = str(rechazo)
            carga = Carga.objects.get()
            assert (carga.estado, carga.motivo) == (EstadoCarga.RECHAZADA, frase)
            assert not Persona.objects.exists()
        else:
            frase = "."
            assert carga.estado == EstadoCarga.PROCESADA
            rechazadas = FilaObservada.objects.filter(carga=carga, tipo="rechazada").count()
            assert (carga.leidas >= 1, rechazadas) == (True, carga.rechazadas)
        transaction.set_rollback(True)
    assert frase.endswith(".")
    assert "\n" not in frase


@probar(20)
@given(contenido=cualquiera)
def test_la_web_nunca_responde_500(client, sede, cargar, contenido):
    client.force_login(sede)
    with transaction.atomic():
        archivo = SimpleUploadedFile(f"{next(NUMERO)}.dat", contenido)
        respuesta = client.post(reverse("captacion:cargas"), {"archivos": archivo, "fuente": ""})
        transaction.set_rollback(True)
    assert respuesta.status_code in (302, 422)


def test_un_libro_con_numeros_y_fechas_donde_va_texto(cargar, tmp_path):
    """A DNI kept as a number lost its zero: read as 8 digits and told; 4.5E7 is a DNI."""
    encabezado, fila = (linea.split("|") for linea in texto("padron_nominal", {}).splitlines())
    otra = list(fila)
    lugar = {titulo: i for i, titulo in enumerate(encabezado)}
    for celdas, codigo, madre in ((fila, 5000000001, 45_000_000.0), (otra, 5000000002, 1_234_567)):
        celdas[lugar["CO_PADRON_NOMINAL"]] = codigo
        celdas[lugar["CO_DNI_MADRE"]] = madre
        celdas[lugar["FE_NAC_MENOR"]] = dt.date(2026, 11, 18)
    carga = cargar_bytes(tmp_path, libro([encabezado, fila, otra]), nombre="f.xlsx")
    assert (carga.nuevas, carga.rechazadas) == (2, 0)
    madres = Persona.objects.filter(hijos__isnull=False).values_list("dni", flat=True)
    assert set(madres) == {"45000000", "01234567"}
    nacidos = Persona.objects.filter(recien_nacido__isnull=False)
    assert set(nacidos.values_list("fecha_nacimiento", flat=True)) == {dt.date(2026, 11, 18)}


@pytest.mark.parametrize("columnas", [250, 300, 10_000])
def test_una_fila_tan_ancha_como_se_admite_cabe(cargar, tmp_path, columnas):
    """With cells that PostgreSQL can neither shorten nor put aside."""
    encabezado, fila = texto("padron_nominal", {}).splitlines()
    faltan = columnas - encabezado.count("|") - 1
    encabezado += "".join(f"|X{n}" for n in range(faltan))
    fila += "".join(f"|{n:024d}" for n in range(faltan))
    contenido = f"{encabezado}\n{fila}\n".encode()
    if columnas < 256:
        assert cargar_bytes(tmp_path, contenido).nuevas == 1
    else:
        with pytest.raises(ArchivoRechazado, match="256 columnas"):
            cargar_bytes(tmp_path, contenido)


def test_un_zip_de_otra_version_se_rechaza_con_su_frase(cargar, tmp_path):
    """Found by the strategies above: what unpacks it says so in an exception of its own."""
    contenido = en_zip(texto("padron_nominal", {}).encode(), "f.txt")
    lugar = contenido.index(b"PK\x01\x02") + 6
    with pytest.raises(ArchivoRechazado, match="dañado"):
        cargar_bytes(tmp_path, contenido[:lugar] + b"\x40\x00" + contenido[lugar + 2 :])


def test_un_libro_sin_su_comienzo_se_rechaza_con_su_frase(cargar, tmp_path):
    """Found by the strategies above: its first part lies before the beginning of the file."""
    contenido = libro([["NU_DNI"], ["1"]])
    with pytest.raises(ArchivoRechazado, match="dañado"):
        cargar_bytes(tmp_path, contenido[contenido.index(b"PK\x03\x04", 4) :])
