"""`simular --sucio`: the evils of real files in their shares, and a truth that they do not bend."""

import re
from collections import Counter
from pathlib import Path

import pytest

from captacion.simulacion.archivos import PADRON
from captacion.simulacion.azar import Azar
from captacion.simulacion.erratas import apellido_de_oido, documento_errado
from captacion.simulacion.verdad import Verdad
from tests.captacion.simulada import (
    DNI_FICTICIO,
    FUENTES,
    cerca,
    fecha,
    leer_verdad,
    simular,
)

SUCIO = 0.3
TARJETA = re.compile(r"CE9\d{6}")


@pytest.fixture(scope="module")
def sucia(tmp_path_factory) -> Path:
    carpeta = tmp_path_factory.mktemp("sucio")
    simular(carpeta, sucio=SUCIO)
    return carpeta


@pytest.fixture(scope="module")
def pares(muestra, sucia) -> list[tuple[dict, dict]]:
    """Rows of the Padrón before and after they were spoilt."""
    despues = {f["CO_PADRON_NOMINAL"]: f for f in legibles(sucia / "padron_nominal.txt")}
    limpias = [f for f in muestra.padron if f["CO_PADRON_NOMINAL"] in despues]
    return [(f, despues[f["CO_PADRON_NOMINAL"]]) for f in limpias]


def test_lo_limpio_no_cambia_por_lo_sucio(muestra, sucia):
    """The people are the same: only some rows are spoilt."""
    for fuente in FUENTES:
        limpias = (muestra.carpeta / f"{fuente}.txt").read_bytes().split(b"\n")
        sucias = Counter((sucia / f"{fuente}.txt").read_bytes().split(b"\n"))
        quedan = sum(sucias[linea] > 0 for linea in limpias) / len(limpias)
        assert cerca(quedan, 1 - SUCIO, 0.05)


def test_lo_sucio_trae_cada_mal_de_formats(muestra, sucia):
    crudas = (sucia / "padron_nominal.txt").read_bytes().split(b"\n")[1:-1]
    filas, partidas, ilegibles = [], 0, 0
    for cruda in crudas:
        try:
            celdas = cruda.decode().split("|")
        except UnicodeDecodeError:
            ilegibles += 1
            continue
        if len(celdas) == len(PADRON):
            filas.append(dict(zip(PADRON, celdas, strict=True)))
        else:
            partidas += 1
    madres = {f["CO_PADRON_NOMINAL"]: f["CO_DNI_MADRE"] for f in muestra.padron}
    vistos = Counter(ilegibles=ilegibles, partidas=partidas)
    claves = Counter(f["CO_PADRON_NOMINAL"] for f in filas)
    for f in filas:
        madre, suya = f["CO_DNI_MADRE"], madres.get(f["CO_PADRON_NOMINAL"], "")
        vistos["siete"] += len(madre) == 7
        vistos["relleno"] += len(set(madre)) == 1
        vistos["errado"] += bool(DNI_FICTICIO.fullmatch(madre)) and madre != suya
        vistos["sin_identidad"] += not f["CO_PADRON_NOMINAL"] and not madre
        vistos["nombre"] += f["PRENOMBRE_MENOR"] in {"RN", "R N", "NN", "XX", "SN", "SR", "SD"}
        vistos["sin_segundo"] += not f["AP_SEGUNDO_MADRE"].strip()
        vistos["cruzado"] += f["AP_PRIMER_MADRE"] != f["AP_SEGUNDO_MENOR"]
        vistos["sin_ubigeo"] += not f["CO_UBIGEO_INEI"].strip()
        vistos["otro_ubigeo"] += not f["CO_CENTRO_POBLADO"].startswith(f["CO_UBIGEO_INEI"] or "x")
        vistos["celular"] += not re.fullmatch(r"(9\d{8})?", f["NU_CEL_MADRE"].strip())
        vistos["nulo"] += "NULL" in f.values()
        vistos["imposible"] += not re.fullmatch(r"[0-3]\d/[01]\d/20\d\d", f["FE_NAC_MENOR"])
        vistos["futura"] += f["FE_NAC_MENOR"].endswith("2199")
        vistos["cnv"] += f["NU_CNV"].isdigit() and len(f["NU_CNV"]) != 10
        vistos["repetida"] += claves[f["CO_PADRON_NOMINAL"]] == 2
    esperados = {
        "ilegibles", "partidas", "siete", "relleno", "errado", "sin_identidad", "nombre",
        "sin_segundo", "cruzado", "sin_ubigeo", "otro_ubigeo", "celular", "nulo", "imposible",
        "futura", "cnv", "repetida",
    }  # fmt: skip
    assert not [mal for mal in esperados if not vistos[mal]]


def test_lo_sucio_de_gestantes(sucia):
    lineas = (sucia / "sis_gestantes.txt").read_bytes().decode(errors="replace").split("\n")
    encabezado = lineas[0].split("|")
    filas = [
        dict(zip(encabezado, x.split("|"), strict=True))
        for x in lineas[1:-1]
        if x.count("|") == len(encabezado) - 1
    ]
    con_ambas = [
        f
        for f in filas
        if f["FE_ULTIMA_REGLA"][:1].isdigit() and f["FE_PROBABLE_PARTO"][:1].isdigit()
    ]
    lejos = [
        f
        for f in con_ambas
        if abs((fecha(f["FE_PROBABLE_PARTO"]) - fecha(f["FE_ULTIMA_REGLA"])).days - 280) > 7
        and not f["FE_ULTIMA_REGLA"].endswith("2199")
    ]
    assert lejos
    assert any(f["FE_ULTIMA_REGLA"].endswith("2199") for f in filas)
    assert any(
        not f["FE_ULTIMA_REGLA"] and not f["FE_PROBABLE_PARTO"] and not f["EDAD_GESTACIONAL"]
        for f in filas
    )


def test_la_verdad_calla_de_las_filas_que_se_rechazan(muestra, sucia):
    verdad = leer_verdad(sucia / "verdad.csv")
    assert del_padron(verdad) < del_padron(muestra.verdad)
    calladas = 1 - len(verdad) / len(muestra.verdad)
    assert cerca(calladas, SUCIO * 0.08, 0.01)
    filas = (sucia / "padron_nominal.txt").read_bytes().split(b"\n")[1:-1]
    for fila in filas:
        celdas = fila.split(b"|")
        if len(celdas) != len(PADRON):
            assert ("padron_nominal", celdas[0].decode()) not in verdad


def del_padron(verdad: dict) -> set[str]:
    return {clave for fuente, clave in verdad if fuente == "padron_nominal"}


def legibles(ruta: Path) -> list[dict[str, str]]:
    """The rows of a spoilt file that a reader can take: whole and in UTF-8."""
    lineas = ruta.read_bytes().split(b"\n")[:-1]
    encabezado = lineas[0].decode().split("|")
    filas = []
    for linea in lineas[1:]:
        celdas = linea.decode(errors="replace").split("|")
        if len(celdas) == len(encabezado) and "\ufffd" not in "".join(celdas):
            filas.append(dict(zip(encabezado, celdas, strict=True)))
    return filas


def test_la_verdad_espera_un_hogar_del_que_se_lee_alguna_fila(sucia):
    """JUNTOS's if any row of it can be read; else the PGH's, if any of that one can."""
    juntos = {f["CODIGOHOGAR"] for f in legibles(sucia / "juntos.txt") if f["X_DNI"]}
    pgh = {f["CO_HOGAR"] for f in legibles(sucia / "pgh.txt") if f["NU_DOC"]}
    verdades = leer_verdad(sucia / "verdad.csv").values()
    en_juntos = [v for v in verdades if v["hogar_juntos"]]
    assert en_juntos
    assert {v["hogar_juntos"] for v in en_juntos if v["hogar_pgh"] in pgh} <= juntos


def test_quien_vive_en_un_hogar_de_juntos_es_de_ese_hogar_aunque_su_fila_no_se_lea():
    verdad = Verdad("J1", "H1")
    verdad.en_juntos, verdad.en_pgh = {"1"}, {"1", "2"}
    assert verdad.hogares() == ("J1", "H1")
    verdad.en_juntos = set()
    assert verdad.hogares() == ("", "H1")
    verdad.en_pgh = set()
    assert verdad.hogares() == ("J1", "H1")


def test_la_casa_de_los_padres_es_la_suya_solo_si_ningun_otro_hogar_se_lee():
    verdad = Verdad("J1", "")
    verdad.otro_pgh, verdad.en_otro, verdad.en_juntos = "H9", {"1"}, {"2"}
    assert verdad.hogares() == ("J1", "H9")
    verdad.en_juntos = set()
    assert verdad.hogares() == ("", "H9")


def documentos(fila: dict) -> set[str]:
    return {fila["NU_DNI_MENOR"], fila["CO_DNI_MADRE"]} - {""}


# --- What makes linkage hard


def errado(limpia: dict, sucia: dict) -> bool:
    madre = sucia["CO_DNI_MADRE"]
    return bool(DNI_FICTICIO.fullmatch(madre)) and madre != limpia["CO_DNI_MADRE"]


@pytest.mark.parametrize("sucio", [0.1, SUCIO])
def test_el_dni_de_ocho_madres_de_cien_esta_errado_y_en_proporcion(muestra, pares, tmp_path, sucio):
    if sucio != SUCIO:
        simular(tmp_path, sucio=sucio)
        despues = {f["CO_PADRON_NOMINAL"]: f for f in legibles(tmp_path / "padron_nominal.txt")}
        pares = [(f, despues.get(f["CO_PADRON_NOMINAL"], f)) for f in muestra.padron]
    errados = sum(errado(*par) for par in pares)
    assert cerca(errados / len(pares), 0.08 * sucio / 0.3, 0.008)


def test_los_mas_por_un_digito_y_algunos_por_dos(pares):
    distintos = Counter()
    for limpia, sucia in pares:
        if errado(limpia, sucia):
            uno, otro = limpia["CO_DNI_MADRE"], sucia["CO_DNI_MADRE"]
            cruzados = sorted(uno) == sorted(otro)
            cuantos = sum(a != b for a, b in zip(uno, otro, strict=True))
            distintos["cruzados" if cruzados else cuantos] += 1
    assert set(distintos) == {1, 2, "cruzados"}
    assert cerca(distintos[2] / distintos.total(), 0.10, 0.04)
    assert distintos["cruzados"] > 0.2 * distintos.total()


def test_un_documento_errado_sigue_en_el_bloque_ficticio():
    azar = Azar(5)
    for _ in range(2000):
        errado = documento_errado(azar, "90123456")
        assert DNI_FICTICIO.fullmatch(errado)
        assert errado != "90123456"


@pytest.mark.parametrize(
    ("apellido", "posibles"),
    [
        ("QUISPE", {"KISPE", "QUIZPE"}),
        ("HUAMAN", {"GUAMAN"}),
        ("CCORI", {"KORI", "CORI"}),
        ("AYALA", {"ALLALA"}),
        ("LLACTA", {"YACTA"}),
        ("BRAVO", {"VRAVO", "BRABO"}),
        ("ZARATE", {"SARATE"}),
        ("JANAMPA", {"HANAMPA"}),
        ("MAMANI", {"MAMANI"}),
        ("", {""}),
    ],
)
def test_un_apellido_se_escribe_como_se_oye(apellido, posibles):
    azar = Azar(5)
    assert {apellido_de_oido(azar, apellido) for _ in range(60)} == posibles


def test_las_madres_vienen_con_cada_mal_que_estorba_al_cruce(pares):
    celulares = Counter(sucia["NU_CEL_MADRE"] for _, sucia in pares)
    vistos = Counter()
    for limpia, sucia in pares:
        antes, ahora = ([f["AP_PRIMER_MADRE"], f["AP_SEGUNDO_MADRE"]] for f in (limpia, sucia))
        mismo_ubigeo = sucia["CO_UBIGEO_INEI"] == limpia["CO_UBIGEO_INEI"]
        otro_centro = sucia["CO_CENTRO_POBLADO"] != limpia["CO_CENTRO_POBLADO"]
        suyo = sucia["CO_CENTRO_POBLADO"].startswith(sucia["CO_UBIGEO_INEI"] or "x")
        celular = sucia["NU_CEL_MADRE"]
        prestado = celular != limpia["NU_CEL_MADRE"] and re.fullmatch(r"900\d{6}", celular)
        vistos["cruzados"] += ahora != antes and ahora == antes[::-1]
        vistos["sin_segundo"] += not ahora[1].strip()
        vistos["de_oido"] += sum(a != b for a, b in zip(antes, ahora, strict=True)) == 1 and all(
            ahora
        )
        vistos["otro_centro"] += otro_centro and mismo_ubigeo
        vistos["mudada"] += otro_centro and not mismo_ubigeo and suyo
        vistos["celular_de_varias"] += bool(prestado) and celulares[celular] > 1
        vistos["tarjeta"] += bool(TARJETA.fullmatch(sucia["CO_DNI_MADRE"]))
        vistos["sin_documento"] += not sucia["CO_DNI_MADRE"]
        vistos["errado_y_cruzado"] += errado(limpia, sucia) and ahora == antes[::-1]
        vistos["errado_y_mudada"] += errado(limpia, sucia) and otro_centro
    esperados = {
        "cruzados", "sin_segundo", "de_oido", "otro_centro", "mudada", "celular_de_varias",
        "tarjeta", "sin_documento", "errado_y_cruzado", "errado_y_mudada",
    }  # fmt: skip
    assert not [mal for mal in esperados if not vistos[mal]]


def test_los_mellizos_son_los_mismos_en_lo_sucio(muestra, pares):
    def partos(filas):
        cuentas = Counter((f["AP_SEGUNDO_MENOR"], f["FE_CREA_REGISTRO"]) for f in filas)
        return sum(n for n in cuentas.values() if n > 1)

    limpias = [limpia for limpia, _ in pares]
    assert partos(limpias) == partos(sucia for _, sucia in pares)


def test_la_gestante_de_documento_errado_se_nombra_como_esta_escrita(muestra, sucia):
    """The same household as hers in the clean files, under the document that the file writes."""

    def atencion(fila):
        return fila["CO_EESS"], fila["FE_NACIMIENTO"], fila["FE_ATENCION"], fila["NOMBRES"]

    verdad, antes = leer_verdad(sucia / "verdad.csv"), {atencion(f): f for f in muestra.sis}
    vistos = Counter()
    for fila in legibles(sucia / "sis_gestantes.txt"):
        limpia, dicha = antes.get(atencion(fila)), verdad.get(("sis_gestantes", fila["NU_DOC"]))
        if not limpia or not dicha or fila["NU_DOC"] == limpia["NU_DOC"]:
            continue
        cierta = muestra.verdad["sis_gestantes", limpia["NU_DOC"]]
        assert dicha["hogar_pgh"] == cierta["hogar_pgh"]
        assert dicha["hogar_juntos"] in {cierta["hogar_juntos"], ""}
        vistos["errado"] += bool(DNI_FICTICIO.fullmatch(fila["NU_DOC"]))
        vistos["siete"] += len(fila["NU_DOC"]) == 7
        vistos["tarjeta"] += fila["TI_DOC"] == "2" and bool(TARJETA.fullmatch(fila["NU_DOC"]))
    assert all(vistos[mal] for mal in ("errado", "siete", "tarjeta"))
    assert cerca(vistos["errado"] / len(muestra.sis), 0.08, 0.02)
    claves = [clave for fuente, clave in verdad if fuente == "sis_gestantes"]
    assert len(claves) == len(set(claves))
