"""`importar` and the drop folder with care given: one ledger, and a contact when it captures."""

import io
import json
import os
import time

import pytest
from django.core.management import call_command

from afiliacion.acciones import cargas, entrada
from afiliacion.models import Contacto
from captacion.models import Atencion, Captacion, Carga, EstadoCarga
from tests.captacion.archivos import HOY, MADRE, texto
from tests.captacion.tramas import trama


@pytest.fixture
def en_json(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "archivos"

    def importar(contenido: bytes, nombre: str) -> dict:
        (tmp_path / nombre).write_bytes(contenido)
        salida = io.StringIO()
        call_command("importar", str(tmp_path / nombre), "--json", f"--hoy={HOY}", stdout=salida)
        return json.loads(salida.getvalue())

    return importar


def test_una_trama_fua_abre_el_contacto_de_su_gestante(en_json):
    otra = {"numero": "00000002", "documento": MADRE, "condicion_materna": "", "codigo": "001"}
    resultado = en_json(trama({}, otra | {"edad_gestacional": ""}), "9900000120261101.zip")

    libro = {
        k: resultado[k] for k in ("leidas", "nuevas", "rechazadas", "captaciones", "contactos")
    }
    assert libro == {"leidas": 2, "nuevas": 2, "rechazadas": 0, "captaciones": 1, "contactos": 1}
    assert (resultado["fuente"], resultado["perfil"]) == ("fua", "fua")
    assert Contacto.objects.get().hogar == Captacion.objects.get().hogar
    assert Atencion.objects.count() == 2


def test_la_gestante_que_ya_dijo_el_sis_no_abre_otro_contacto(en_json):
    en_json(texto("sis_gestantes", {}).encode(), "sis.txt")
    resultado = en_json(trama({}), "9900000120261101.zip")
    assert (resultado["nuevas"], resultado["captaciones"], resultado["contactos"]) == (1, 0, 0)
    assert Contacto.objects.count() == Captacion.objects.count() == 1


def test_un_his_no_abre_contactos(en_json):
    resultado = en_json(texto("his", {}, {"id_cita": "2", "documento": ""}).encode(), "his.txt")
    assert (resultado["leidas"], resultado["nuevas"], resultado["rechazadas"]) == (2, 1, 1)
    assert (resultado["fuente"], resultado["captaciones"], resultado["contactos"]) == ("his", 0, 0)


@pytest.mark.parametrize(
    ("fuente", "contenido"), [("his", texto("his", {}).encode()), ("fua", trama({}))]
)
def test_la_carpeta_de_entrada_recibe_atenciones(db, tmp_path, settings, fuente, contenido):
    settings.JUNTOS_DATOS = tmp_path
    settings.MEDIA_ROOT = tmp_path / "archivos"
    carpeta = tmp_path / "entrada" / fuente
    carpeta.mkdir(parents=True)
    (carpeta / "octubre.zip").write_bytes(contenido)
    hace_rato = time.time() - 60
    os.utime(carpeta / "octubre.zip", (hace_rato, hace_rato))

    entrada.revisar()
    cargas.procesar_carga(Carga.objects.get())
    entrada.revisar()

    carga = Carga.objects.get()
    assert (carga.fuente, carga.estado, carga.nuevas) == (fuente, EstadoCarga.PROCESADA, 1)
    assert (carpeta / "procesados" / "octubre.zip").exists()
