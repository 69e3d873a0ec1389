"""The files of tests/datos/atenciones, each with its expected ledger (datos_atenciones.toml)."""

import io
import tomllib
import zipfile
from pathlib import Path

import pytest

from captacion.importacion import ArchivoRechazado
from captacion.models import Atencion, Captacion, FilaObservada, Gestante
from tests.captacion.archivos import cargar_bytes

DATOS = Path(__file__).resolve().parents[1] / "datos"
ESPERADO = tomllib.loads(Path(__file__).with_name("datos_atenciones.toml").read_text("utf-8"))
ARCHIVOS = {ruta.stem: ruta for ruta in sorted((DATOS / "atenciones").iterdir())}


def contenido(nombre: str) -> bytes:
    """The file, or the trama that a folder holds."""
    ruta = ARCHIVOS[nombre]
    if ruta.is_file():
        return ruta.read_bytes()
    bufer = io.BytesIO()
    with zipfile.ZipFile(bufer, "w", zipfile.ZIP_DEFLATED) as z:
        for miembro in sorted(ruta.iterdir()):
            z.writestr(miembro.name, miembro.read_bytes())
    return bufer.getvalue()


def motivos(carga, tipo: str) -> dict[str, set[str]]:
    filas = FilaObservada.objects.filter(carga=carga, tipo=tipo)
    return {str(f.numero): set(f.motivos) for f in filas}


def en_conjuntos(tabla: dict) -> dict[str, set[str]]:
    return {fila: set(lista) for fila, lista in tabla.items()}


def test_cada_archivo_tiene_su_libro_y_cada_libro_su_archivo():
    assert set(ARCHIVOS) == set(ESPERADO)


@pytest.mark.parametrize("nombre", [n for n, e in ESPERADO.items() if "libro" in e])
def test_el_archivo_da_el_libro_esperado(cargar, tmp_path, nombre):
    esperado = ESPERADO[nombre]
    carga = cargar_bytes(tmp_path, contenido(nombre))

    assert carga.fuente == nombre.split("_")[0]
    assert motivos(carga, "rechazada") == en_conjuntos(esperado.get("rechazadas", {}))
    assert motivos(carga, "aviso") == en_conjuntos(esperado.get("avisos", {}))
    libro = [carga.leidas, carga.nuevas, carga.rechazadas, carga.en_revision]
    assert libro == esperado["libro"]
    modelos = (Atencion, Gestante, Captacion)
    assert [m.objects.count() for m in modelos] == esperado["hechos"]


@pytest.mark.parametrize("nombre", [n for n, e in ESPERADO.items() if "frase" in e])
def test_el_archivo_se_rechaza_entero(cargar, tmp_path, nombre):
    with pytest.raises(ArchivoRechazado, match=ESPERADO[nombre]["frase"]):
        cargar_bytes(tmp_path, contenido(nombre))
    assert not Atencion.objects.exists()
