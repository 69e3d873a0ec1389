"""Every file of tests/datos gives what the .toml beside it says, row by row (see its README)."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from captacion.importacion import ArchivoRechazado
from captacion.models import Carga, EstadoCarga, FilaObservada, RegistroFuente, TipoObservacion
from tests.captacion.archivos import HOY, cargar_bytes
from tests.datos.libros import bytes_de, libros

DATOS = Path(__file__).resolve().parents[1] / "datos"
DECLARACIONES = sorted(DATOS.glob("*.toml"))
CLAVES = {"nota", "archivo", "antes", "declarada", "hoy", "rechazo", "carga", "lee"}
TIPOS = {
    "rechazadas": TipoObservacion.RECHAZADA,
    "en_revision": TipoObservacion.EN_REVISION,
    "avisos": TipoObservacion.AVISO,
}
CUENTAS = ("leidas", "nuevas", "actualizadas", "sin_cambio", "rechazadas", "en_revision", "avisos")
FILAS_MAXIMAS = 20


@pytest.mark.parametrize("ruta", DECLARACIONES, ids=lambda ruta: ruta.stem)
def test_cada_archivo_da_lo_que_declara(cargar, tmp_path, ruta):
    dicho = tomllib.loads(ruta.read_text())
    assert dicho.keys() <= CLAVES | TIPOS.keys()
    for previo in dicho.get("antes", []):
        cargar_bytes(tmp_path, (DATOS / previo).read_bytes(), nombre=previo)

    if "rechazo" in dicho:
        _se_rechaza_entero(dicho, _archivo_de(ruta, dicho), tmp_path)
    else:
        carga = _cargar(dicho, _archivo_de(ruta, dicho), tmp_path)
        _cuadra(carga, dicho)


def test_ningun_archivo_de_datos_queda_sin_declarar():
    declarados = {_archivo_de(r, tomllib.loads(r.read_text())).name for r in DECLARACIONES}
    previos = {p for r in DECLARACIONES for p in tomllib.loads(r.read_text()).get("antes", [])}
    archivos = {r.name for r in DATOS.iterdir() if r.is_file()}
    ajenos = {r.name for r in DATOS.iterdir() if r.suffix in (".toml", ".py", ".md")}
    assert archivos - ajenos == declarados | previos


@pytest.mark.parametrize(("nombre", "hojas"), libros().items())
def test_los_libros_son_los_que_escribe_su_programa(nombre, hojas):
    assert (DATOS / nombre).read_bytes() == bytes_de(nombre, hojas)


def _archivo_de(ruta: Path, dicho: dict) -> Path:
    """The file that a declaration is of: the one it names, or the one of its own name."""
    if "archivo" in dicho:
        return DATOS / dicho["archivo"]
    (archivo,) = (r for r in DATOS.glob(f"{ruta.stem}.*") if r.suffix not in (".toml", ".py"))
    return archivo


def _cargar(dicho: dict, archivo: Path, carpeta: Path) -> Carga:
    return cargar_bytes(
        carpeta,
        archivo.read_bytes(),
        nombre=archivo.name,
        fuente=dicho.get("declarada", ""),
        hoy=dicho.get("hoy", HOY),
    )


def _se_rechaza_entero(dicho: dict, archivo: Path, carpeta: Path) -> None:
    antes = RegistroFuente.objects.count()
    with pytest.raises(ArchivoRechazado, match=dicho["rechazo"]):
        _cargar(dicho, archivo, carpeta)
    carga = Carga.objects.latest("pk")
    assert carga.estado == EstadoCarga.RECHAZADA
    assert "\n" not in carga.motivo
    assert not FilaObservada.objects.filter(carga=carga).exists()
    assert RegistroFuente.objects.count() == antes


def _cuadra(carga: Carga, dicho: dict) -> None:
    esperado = dict.fromkeys(CUENTAS, 0) | dicho["carga"]
    assert {campo: getattr(carga, campo) for campo in esperado} == esperado
    assert carga.leidas <= FILAS_MAXIMAS
    for nombre, tipo in TIPOS.items():
        vistas = FilaObservada.objects.filter(carga=carga, tipo=tipo)
        assert {str(f.numero): set(f.motivos) for f in vistas} == {
            fila: set(motivos) for fila, motivos in dicho.get(nombre, {}).items()
        }
    for leido in dicho.get("lee", []):
        registros = apps.get_model(leido["modelo"]).objects.filter(carga=carga, fila=leido["fila"])
        assert registros.values(*leido["valores"]).get() == leido["valores"]
