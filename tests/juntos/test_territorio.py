"""The country's own table: codes, coordinates, Unidades Territoriales, and a newer one."""

import csv
import math
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command

from juntos import datos
from juntos.catalogos import CatalogoInvalido, aplicar_distritos, comparar_distritos
from juntos.models import Distrito, Establecimiento, UnidadTerritorial
from tests.fabricas import DistritoFactory

DATOS = Path(datos.__path__[0])
ENCABEZADO = (
    "ubigeo_inei,ubigeo_reniec,departamento,provincia,distrito,latitud,longitud,unidad_territorial"
)


@pytest.fixture(scope="module")
def tabla() -> dict[str, dict]:
    with (DATOS / "distritos.csv").open(encoding="utf-8", newline="") as archivo:
        lector = csv.DictReader(archivo)
        assert lector.fieldnames == ENCABEZADO.split(",")
        return {fila["ubigeo_inei"]: fila for fila in lector}


def lineas_de_la_tabla() -> list[str]:
    return (DATOS / "distritos.csv").read_text(encoding="utf-8").splitlines()


# --- The file


def test_la_tabla_trae_los_1893_distritos_de_25_departamentos_y_196_provincias(tabla):
    assert len(tabla) == 1893
    assert len({u[:2] for u in tabla}) == 25
    assert len({u[:4] for u in tabla}) == 196


def test_los_codigos_de_reniec_son_otros_y_no_se_repiten(tabla):
    reniec = {u: f["ubigeo_reniec"] for u, f in tabla.items() if f["ubigeo_reniec"]}
    assert max(Counter(reniec.values()).values()) == 1
    distintos = {u: r for u, r in reniec.items() if u != r}
    assert len(distintos) == 1776
    assert sum(r in tabla for r in distintos.values()) == 996
    anteriores = {"090708", "090712"}
    assert set(tabla) - set(reniec) - anteriores == {"090725", "180107", "211105", "221006"}


@pytest.mark.parametrize(
    ("inei", "reniec", "nombre"),
    [
        ("150101", "140101", "Lima"),
        ("080101", "070101", "Cusco"),
        ("070101", "240101", "Callao"),
        ("110301", "100301", "Nasca"),
        ("061306", "060905", "Ninabamba"),
        ("050514", "050414", "Ninabamba"),
    ],
)
def test_codigos_conocidos(tabla, inei, reniec, nombre):
    assert (tabla[inei]["ubigeo_reniec"], tabla[inei]["distrito"]) == (reniec, nombre)


def test_el_codigo_de_reniec_cae_en_el_mismo_departamento(tabla):
    """RENIEC numbers departments its own way, but one of INEI is always one of RENIEC."""
    pares = {(u[:2], f["ubigeo_reniec"][:2]) for u, f in tabla.items() if f["ubigeo_reniec"]}
    assert len(pares) == 25


def test_ningun_distrito_tiene_las_coordenadas_de_un_homonimo(tabla):
    """Every capital lies near those of its province: a homonym would be elsewhere."""
    por_provincia = {}
    for ubigeo, fila in tabla.items():
        if fila["latitud"]:
            punto = float(fila["latitud"]), float(fila["longitud"])
            por_provincia.setdefault(ubigeo[:4], []).append((ubigeo, *punto))
    lejos = []
    for puntos in por_provincia.values():
        for ubigeo, lat, lon in puntos:
            cerca = min(
                (math.hypot(lat - b, lon - c) for u, b, c in puntos if u != ubigeo), default=0
            )
            if cerca * 111 > 100:
                lejos.append(ubigeo)
    # Cayarani and Megantoni are far away in truth, and so are many of the Amazon plain.
    assert {u for u in lejos if u[:2] not in {"16", "17", "25"}} == {"040603", "080914"}
    assert [u for u, f in tabla.items() if not f["latitud"]] == ["221006"]


def test_treinta_y_cinco_unidades_cubren_el_pais(tabla):
    with (DATOS / "unidades.csv").open(encoding="utf-8", newline="") as archivo:
        unidades = [fila["codigo"] for fila in csv.DictReader(archivo)]
    assert len(unidades) == len(set(unidades)) == 35
    assert {fila["unidad_territorial"] for fila in tabla.values()} == set(unidades)


# --- The migration


@pytest.mark.django_db
def test_la_migracion_siembra_el_territorio_y_no_choca_con_las_pruebas():
    assert Distrito.objects.exclude(ubigeo__startswith="99").count() == 1893
    assert UnidadTerritorial.objects.filter(codigo__startswith="UT").count() == 35
    lima = Distrito.objects.get(pk="150101")
    assert (lima.ubigeo_reniec, lima.departamento, lima.latitud, lima.longitud) == (
        "140101",
        "Lima",
        Decimal("-12.04528"),
        Decimal("-77.03083"),
    )
    assert DistritoFactory().ubigeo[:2] not in {
        u[:2]
        for u in Distrito.objects.filter(unidad_territorial__codigo__startswith="UT").values_list(
            "pk", flat=True
        )
    }


# --- A newer table


@pytest.mark.django_db
def test_la_misma_tabla_no_cambia_nada():
    cambios = comparar_distritos(lineas_de_la_tabla())
    assert not cambios
    assert cambios.iguales == 1893


@pytest.mark.django_db
def test_una_tabla_nueva_agrega_cambia_y_deja_lo_que_no_nombra(administracion):
    ausente = DistritoFactory(nombre="No figura")
    lineas = lineas_de_la_tabla()
    lineas[1] = "010101,010101,Amazonas,Chachapoyas,Chachapoyas Nueva,-6.22944,-77.87278,UT02"
    lineas.append("160405,150605,Loreto,Mariscal Ramón Castilla,Santa Rosa de Loreto,,,UT24")
    cambios = comparar_distritos(lineas)
    assert [d.pk for d in cambios.nuevos] == ["160405"]
    assert cambios.cambiados[0].detalle() == [
        ("distrito", "Chachapoyas", "Chachapoyas Nueva"),
        ("unidad territorial", "UT01", "UT02"),
    ]
    assert cambios.ausentes == [ausente]

    aplicar_distritos(cambios, por=administracion)
    cambiado = Distrito.objects.get(pk="010101")
    assert (cambiado.nombre, cambiado.unidad_territorial.codigo) == ("Chachapoyas Nueva", "UT02")
    assert cambiado.ubigeo_reniec == "010101"
    assert Distrito.objects.get(pk="160405").ubigeo_reniec == "150605"
    assert Distrito.objects.filter(pk=ausente.pk).exists()
    quien = LogEntry.objects.filter(user=administracion).values_list("object_id", flat=True)
    assert set(quien) == {"010101", "160405"}
    assert not comparar_distritos(lineas)


@pytest.mark.django_db
def test_dos_distritos_intercambian_su_codigo_de_reniec(administracion):
    lineas = lineas_de_la_tabla()
    lineas[1] = lineas[1].replace("010101,010101", "010101,010102")
    lineas[2] = lineas[2].replace("010102,010102", "010102,010101")
    aplicar_distritos(comparar_distritos(lineas), por=administracion)
    assert Distrito.objects.get(pk="010101").ubigeo_reniec == "010102"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fila", "mensaje"),
    [
        ("16040,150605,Loreto,Castilla,Santa Rosa,,,UT24", "seis dígitos"),
        ("160405,15060,Loreto,Castilla,Santa Rosa,,,UT24", "seis dígitos"),
        ("160405,150605,Loreto,,Santa Rosa,,,UT24", "faltan"),
        ("160405,150605,Loreto,Castilla,Santa Rosa,-4.2,,UT24", "van juntas"),
        ("160405,150605,Loreto,Castilla,Santa Rosa,-70.0,-4.2,UT24", "no está en el Perú"),
        ("160405,150605,Loreto,Castilla,Santa Rosa,norte,-70.0,UT24", "no está en el Perú"),
        ("160405,150605,Loreto,Castilla,Santa Rosa,,,UT99", "no existe"),
        ("160405,140101,Loreto,Castilla,Santa Rosa,,,UT24", "RENIEC 140101 está repetido"),
        ("150101,,Lima,Lima,Lima,,,UT12\n150101,,Lima,Lima,Lima,,,UT12", "INEI 150101 está rep"),
        ("160405,150605,Loreto", "8 campos"),
        (f"160405,150605,Loreto,Castilla,{'A' * 81},,,UT24", "80 caracteres"),
    ],
)
def test_una_tabla_con_errores_se_rechaza_entera_y_dice_cual(fila, mensaje):
    with pytest.raises(CatalogoInvalido, match=mensaje):
        comparar_distritos([ENCABEZADO, *fila.splitlines()])


@pytest.mark.django_db
@pytest.mark.parametrize("lineas", [[], ["a,b"], [ENCABEZADO], ['"sin cerrar']])
def test_lo_que_no_es_una_tabla_se_rechaza(lineas):
    with pytest.raises(CatalogoInvalido):
        comparar_distritos(lineas)


# --- Health facilities


@pytest.mark.django_db
def test_cargar_establecimientos_agrega_y_actualiza(tmp_path, capsys):
    archivo = tmp_path / "establecimientos.csv"
    encabezado = "codigo,nombre,ubigeo,categoria\n"
    archivo.write_text(encabezado + "90000001,PUESTO A,150101,I-1\n90000002,PUESTO B,,I-2\n")
    call_command("cargar_establecimientos", archivo)
    archivo.write_text(encabezado + "90000001,CENTRO A,080101,I-3\n")
    call_command("cargar_establecimientos", archivo)
    assert "0 establecimientos nuevos, 1 actualizados" in capsys.readouterr().out
    uno = Establecimiento.objects.get(pk="90000001")
    assert (uno.nombre, uno.distrito_id, uno.categoria) == ("CENTRO A", "080101", "I-3")
    assert Establecimiento.objects.get(pk="90000002").distrito is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fila", "mensaje"),
    [
        ("9000001,A,150101,I-1", "ocho dígitos"),
        ("90000001,,150101,I-1", "falta el nombre"),
        ("90000001,A,150199,I-1", "150199 no existe"),
        ("90000001,A,150101,CATEGORIA", "8 caracteres"),
        ("90000001,A,,\n90000001,B,,", "repetido"),
    ],
)
def test_un_catalogo_con_errores_no_carga_nada(tmp_path, fila, mensaje):
    archivo = tmp_path / "establecimientos.csv"
    archivo.write_text("codigo,nombre,ubigeo,categoria\n90000009,BUENO,150101,I-1\n" + fila + "\n")
    with pytest.raises(CommandError, match=mensaje) as error:
        call_command("cargar_establecimientos", archivo)
    assert error.value.returncode == 2
    assert not Establecimiento.objects.filter(pk="90000009").exists()


def test_un_archivo_que_no_esta_se_dice_en_una_frase(tmp_path, db):
    with pytest.raises(CommandError, match="No se puede leer"):
        call_command("cargar_establecimientos", tmp_path / "nada.csv")
