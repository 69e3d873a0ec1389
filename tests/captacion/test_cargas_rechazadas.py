"""What a load rejected: told on its page, downloaded, mended and uploaded again."""

import csv
import io

import pytest
from django.utils import timezone

from afiliacion.acciones.cargas import procesar_carga
from captacion.importacion import ArchivoRechazado
from captacion.models import Carga, FilaObservada
from tests.captacion.cargas import CARGAS, ENCABEZADO, archivo, direccion
from tests.fabricas import CargaFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archivos")]


def bajar(cliente, carga) -> str:
    respuesta = cliente.get(direccion("carga-rechazadas", carga))
    assert respuesta.status_code == 200
    assert respuesta["Content-Disposition"].startswith("attachment")
    return b"".join(respuesta.streaming_content).decode()


def test_las_rechazadas_bajan_como_vinieron(cliente, procesada):
    filas = list(csv.reader(io.StringIO(bajar(cliente, procesada), newline=""), delimiter="|"))
    assert filas[0] == ["FILA", "COLUMNA", "MOTIVO", *ENCABEZADO]
    assert [f[0] for f in filas[1:]] == ["3", "4"]
    assert filas[1][1] == "FE_NAC_MENOR"
    assert "Falta la fecha de nacimiento. Complete la fecha" in filas[1][2]
    assert "Nada identifica a la persona" in filas[1][2]
    assert filas[2][3:] == ["9", "", '=A|B "ñ"\nC', ""]


def test_una_fila_con_campos_de_mas_baja_con_todos(cliente, procesada):
    FilaObservada.objects.filter(numero=4).update(motivos=["campos"], celdas=list("abcdef"))
    filas = bajar(cliente, procesada).splitlines()
    assert filas[2].split("|")[1] == "(toda la fila)"
    assert filas[2].endswith("|a|b|c|d|e|f")


def test_sin_rechazadas_no_hay_nada_que_bajar(cliente):
    assert cliente.get(direccion("carga-rechazadas", CargaFactory())).status_code == 404


def test_bajar_corregir_y_volver_a_subir(base_real, cliente):
    """Through the real reader: the mended file goes in as it was downloaded."""
    hoy = timezone.localdate()
    filas = [
        "|".join(ENCABEZADO),
        f"9900000001||LUZ|{hoy:%d/%m/%Y}",
        "9900000002||ROSA|",
        "9900000003||ANA|31/02/2026",
    ]
    cliente.post(CARGAS, {"archivos": archivo("\n".join(filas).encode())})
    carga = procesar_carga(Carga.objects.get())
    assert (carga.leidas, carga.nuevas, carga.rechazadas) == (3, 1, 2)
    texto = cliente.get(direccion("carga", carga)).content.decode()
    assert "Entraron <strong>1</strong> de 3 filas" in texto

    bajado = bajar(cliente, carga)
    corregido = bajado.replace("|ROSA|", f"|ROSA|{hoy:%d/%m/%Y}").replace(
        "31/02/2026", "01/02/2026"
    )
    cliente.post(CARGAS, {"archivos": archivo(corregido.encode(), "corregido.txt")})
    otra = procesar_carga(Carga.objects.exclude(pk=carga.pk).get())
    assert (otra.leidas, otra.nuevas, otra.rechazadas) == (2, 2, 0)


def test_un_archivo_que_no_es_lo_que_dice_se_explica_en_su_pagina(base_real, cliente):
    cliente.post(CARGAS, {"archivos": archivo(b"%PDF-1.7\n%\xe2\xe3\n", "padron.txt")})
    carga = Carga.objects.get()
    with pytest.raises(ArchivoRechazado) as rechazo:
        procesar_carga(carga)
    texto = cliente.get(direccion("carga", carga)).content.decode()
    assert "El archivo no entró y no cambió nada" in texto
    assert str(rechazo.value) in texto
