"""`simular`: the canonical profiles, the same bytes for the same seed, the shares it promises."""

import csv
import datetime as dt
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from captacion.simulacion.documentos import Bloque, BloqueAgotado
from tests.captacion.simulada import (
    DNI_FICTICIO,
    FUENTES,
    HASTA,
    Muestra,
    cerca,
    fecha,
    huellas,
    simular,
)

# As FORMATS.md says them.
ENCABEZADOS = {
    "padron_nominal": "CO_PADRON_NOMINAL NU_DNI_MENOR NU_CUI NU_CNV AP_PRIMER_MENOR AP_SEGUNDO_MENOR PRENOMBRE_MENOR CO_GENERO_MENOR FE_NAC_MENOR DE_DIRECCION DE_REFERENCIA CO_UBIGEO_INEI CO_CENTRO_POBLADO DE_CENTRO_POBLADO CO_EST_SALUD_NAC CO_EST_SALUD CO_EST_SALUD_ADS TI_SEGURO_MENOR TI_PRO_SOCIAL CO_DNI_MADRE AP_PRIMER_MADRE AP_SEGUNDO_MADRE PRENOMBRE_MADRE NU_CEL_MADRE DI_CORREO_MADRE CO_LEN_MADRE TI_VINCULO_JEFE CO_DNI_JEFE_FAM AP_PRIMER_JEFE AP_SEGUNDO_JEFE PRENOMBRE_JEFE IN_MENOR_VISITADO IN_MENOR_ENC FE_VISITA CO_FUENTE_DATOS FE_CREA_REGISTRO US_CREA_REGISTRO FE_MODI_REGISTRO US_MODI_REGISTRO ES_PADRON",  # noqa: E501
    "sis_gestantes": "TI_DOC NU_DOC AP_PATERNO AP_MATERNO NOMBRES FE_NACIMIENTO CELULAR DIRECCION REFERENCIA CO_UBIGEO CO_CENTRO_POBLADO CO_EESS FE_ULTIMA_REGLA FE_PROBABLE_PARTO EDAD_GESTACIONAL FE_ATENCION CO_PRESTACION CO_LENGUA ESTADO",  # noqa: E501
    "pgh": "CO_HOGAR CO_UBIGEO CO_CENTROPOBLADO DE_CENTROPOBLADO DE_DIRECCION IN_CSE_NIVPOBREZA FE_CSE_TICKET_VIGENCIA_INI FE_CSE_TICKET_VIGENCIA_FIN TI_DOC NU_DOC AP_PRIMER AP_SEGUNDO PRENOMBRE DE_GENERO FE_NACIMIENTO DE_PARENTESCO",  # noqa: E501
    "juntos": "ID_CORTE CODIGOHOGAR C_DEPA C_PROV C_DIST C_POBLADO DIRECCION CEL_TITULAR ES_TITULAR TI_DOC X_DNI X_APPATERNO X_APMATERNO X_NOMBRES X_SEXO X_FECNAC X_GESTANTE PUERPERA CSE HOGAR_CSE_VIGENCIA_FIN TIPO_PADRON HOGAR_TPI ESTADO",  # noqa: E501
}
CNV_FICTICIO = re.compile(r"9[0-8]\d{8}")


# --- Form


@pytest.mark.parametrize("fuente", FUENTES)
def test_los_encabezados_son_los_de_formats(muestra, fuente):
    primera = (muestra.carpeta / f"{fuente}.txt").read_bytes().split(b"\n")[0].decode()
    assert primera.split("|") == ENCABEZADOS[fuente].split(" ")


def test_los_demas_archivos_tienen_su_encabezado(muestra):
    def encabezado(nombre):
        return (muestra.carpeta / nombre).read_text(encoding="utf-8").split("\n")[0]

    assert encabezado("verdad.csv") == "fuente,clave,persona,hogar_juntos,hogar_pgh"
    assert encabezado("verdad_2.csv") == encabezado("verdad.csv")
    assert encabezado("establecimientos.csv") == "codigo,nombre,ubigeo,categoria"
    assert encabezado("padron_nominal_2.txt") == encabezado("padron_nominal.txt")


def test_las_fechas_son_de_calendario_y_ninguna_esta_en_el_futuro(muestra):
    for filas in muestra.filas.values():
        for fila in filas:
            for columna, celda in fila.items():
                if celda and es_de_fecha(columna):
                    assert fecha(celda) <= HASTA, columna


def es_de_fecha(columna: str) -> bool:
    return columna.startswith(("FE_NAC", "FE_CREA", "FE_ATEN", "FE_ULTIMA", "X_FECNAC"))


# --- The same seed


def correr(salida: Path, semilla: str, hash_de_python: str) -> dict[str, str]:
    comando = [sys.executable, "manage.py", "simular", "--salida", str(salida), "--hogares", "400"]
    comando += ["--hasta", "2026-11-23", "--semilla", semilla, "--sucio", "0.3"]
    # No database at all: the command must not ask for one.
    entorno = os.environ | {
        "PYTHONHASHSEED": hash_de_python,
        "LC_ALL": "C",
        "DATABASE_URL": "postgresql://nadie@127.0.0.1:1/nada",
    }
    subprocess.run(comando, check=True, cwd=settings.BASE_DIR, env=entorno, capture_output=True)
    return huellas(salida)


def test_la_misma_semilla_da_los_mismos_bytes_en_otro_proceso_y_sin_base(tmp_path):
    una = correr(tmp_path / "a", "3", "1")
    assert una == correr(tmp_path / "b", "3", "2")
    assert una["padron_nominal.txt"] != correr(tmp_path / "c", "4", "1")["padron_nominal.txt"]


@pytest.mark.parametrize(
    ("sucio", "huella"), [(0.0, "3081d112e010c330"), (0.3, "1fdcdb0bea9d5f64")]
)
def test_los_bytes_no_cambian_sin_querer(tmp_path, sucio, huella):
    """A change of the generator moves every seed: it must be on purpose."""
    simular(tmp_path, hogares=60, semilla=1, sucio=sucio)
    archivos = huellas(tmp_path)
    his = archivos.pop("his.txt")
    todos = hashlib.sha256("".join(archivos.values()).encode()).hexdigest()
    assert (todos[:16], his[:16]) == (huella, "c5e131ff3e4e12fa")


# --- People


def test_todo_documento_es_del_bloque_ficticio_y_nombra_a_uno_solo(muestra):
    columnas = {
        "padron_nominal": ["NU_DNI_MENOR", "NU_CUI", "CO_DNI_MADRE", "CO_DNI_JEFE_FAM"],
        "sis_gestantes": ["NU_DOC"],
        "pgh": ["NU_DOC"],
        "juntos": ["X_DNI"],
    }
    for fuente, nombres in columnas.items():
        for fila in muestra.filas[fuente]:
            for nombre in nombres:
                assert not fila[nombre] or DNI_FICTICIO.fullmatch(fila[nombre])
    for fila in muestra.padron:
        assert not fila["NU_CNV"] or CNV_FICTICIO.fullmatch(fila["NU_CNV"])
    quien = {}
    for fila in muestra.filas["pgh"]:
        nombre = fila["AP_PRIMER"], fila["AP_SEGUNDO"], fila["PRENOMBRE"], fila["FE_NACIMIENTO"]
        assert quien.setdefault(fila["NU_DOC"], nombre) == nombre
    hijos = [f["NU_DNI_MENOR"] for f in muestra.padron if f["NU_DNI_MENOR"]]
    assert len(hijos) == len(set(hijos))
    assert len(muestra.padron) == len({f["CO_PADRON_NOMINAL"] for f in muestra.padron})


def test_un_bloque_visita_cada_numero_una_vez():
    bloque = Bloque(100, 97, 31, semilla=5)
    numeros = {bloque.siguiente() for _ in range(97)}
    assert numeros == {str(n) for n in range(100, 197)}
    with pytest.raises(BloqueAgotado):
        bloque.siguiente()


def test_cada_hogar_tiene_una_titular_y_un_jefe(muestra):
    titulares = Counter(f["CODIGOHOGAR"] for f in muestra.filas["juntos"] if f["ES_TITULAR"] == "1")
    assert titulares == Counter({f["CODIGOHOGAR"] for f in muestra.filas["juntos"]})
    jefes = Counter(f["CO_HOGAR"] for f in muestra.filas["pgh"] if f["DE_PARENTESCO"] == "JEFE(A)")
    assert jefes == Counter({f["CO_HOGAR"] for f in muestra.filas["pgh"]})
    for fila in muestra.filas["juntos"]:
        if fila["ES_TITULAR"] == "1":
            assert (HASTA - fecha(fila["X_FECNAC"])).days >= 18 * 365


def test_los_codigos_de_los_dos_padrones_no_se_parecen(muestra):
    juntos = {f["CODIGOHOGAR"] for f in muestra.filas["juntos"]}
    assert not juntos & {f["CO_HOGAR"] for f in muestra.filas["pgh"]}


def test_los_distritos_existen_y_la_lengua_es_de_su_departamento(muestra):
    with (settings.BASE_DIR / "juntos/datos/distritos.csv").open(encoding="utf-8") as archivo:
        ubigeos = {f["ubigeo_inei"] for f in csv.DictReader(archivo)}
    assert {f["CO_UBIGEO_INEI"] for f in muestra.padron} <= ubigeos
    for fila in muestra.padron:
        assert fila["CO_CENTRO_POBLADO"].startswith(fila["CO_UBIGEO_INEI"])
        if fila["CO_LEN_MADRE"] == "3":
            assert fila["CO_UBIGEO_INEI"][:2] in {"04", "15", "17", "18", "21", "23"}
    puno = Counter(f["CO_LEN_MADRE"] for f in muestra.padron if f["CO_UBIGEO_INEI"][:2] == "21")
    assert puno["3"] > 0.2 * puno.total()
    assert puno["2"] > 0.25 * puno.total()


def test_los_establecimientos_tienen_ocho_digitos_y_estan_en_su_distrito(muestra):
    with (muestra.carpeta / "establecimientos.csv").open(encoding="utf-8", newline="") as archivo:
        donde = {f["codigo"]: f["ubigeo"] for f in csv.DictReader(archivo)}
    assert all(re.fullmatch(r"9[0-8]\d{6}", codigo) for codigo in donde)
    for fila in muestra.padron:
        assert donde[fila["CO_EST_SALUD"]] == fila["CO_UBIGEO_INEI"]


# --- Shares


def test_treinta_de_cien_recien_nacidos_son_de_hogares_usuarios(muestra):
    verdades = [muestra.verdad_de(f) for f in muestra.recien_nacidos]
    total = len(verdades)
    assert total > 400
    usuarios = sum(bool(v["hogar_juntos"]) for v in verdades)
    sin_hogar = sum(not v["hogar_juntos"] and not v["hogar_pgh"] for v in verdades)
    assert cerca(usuarios / total, 0.30, 0.05)
    assert cerca(sin_hogar / total, 0.12, 0.04)


def test_gemelos_menores_y_sin_celular(tmp_path):
    simular(tmp_path, hogares=15000, dias=180)
    muestra = Muestra(tmp_path)
    partos = Counter(
        (f["CO_DNI_MADRE"], f["FE_NAC_MENOR"])
        for f in muestra.padron
        if (HASTA - fecha(f["FE_NAC_MENOR"])).days < 180
    )
    assert cerca(sum(n == 2 for n in partos.values()) / len(partos), 0.012, 0.005)
    assert max(partos.values()) == 2
    nacida = {f["NU_DOC"]: fecha(f["FE_NACIMIENTO"]) for f in muestra.filas["pgh"]}
    edades = [
        (fecha(dia) - nacida[madre]).days / 365.25 for madre, dia in partos if madre in nacida
    ]
    assert cerca(sum(edad < 18 for edad in edades) / len(edades), 0.05, 0.02)
    assert min(edades) > 13
    sin_celular = sum(not f["NU_CEL_MADRE"] for f in muestra.padron) / len(muestra.padron)
    assert cerca(sin_celular, 0.22, 0.03)


def test_el_padron_es_un_corte_completo_y_nadie_cumplio_seis(muestra):
    edades = [(HASTA - fecha(f["FE_NAC_MENOR"])).days for f in muestra.padron]
    assert max(edades) < 6 * 365
    assert sum(edad > 365 for edad in edades) > len(edades) / 2


def test_la_noticia_de_los_nacimientos_llega_como_en_la_practica(muestra):
    """As the Padrón heard of them; the cut hides the late ones, so the shares are a little over."""
    dias = [
        (fecha(f["FE_CREA_REGISTRO"]) - fecha(f["FE_NAC_MENOR"])).days
        for f in muestra.recien_nacidos
    ]
    assert cerca(sum(d == 0 for d in dias) / len(dias), 0.34, 0.08)
    assert cerca(sum(d <= 7 for d in dias) / len(dias), 0.84, 0.08)


def test_las_gestantes_traen_sus_fechas_y_muchas_estan_en_su_primer_trimestre(muestra):
    assert len(muestra.sis) > 300
    dias = []
    for fila in muestra.sis:
        fur, fpp = fila["FE_ULTIMA_REGLA"], fila["FE_PROBABLE_PARTO"]
        assert fur or fpp or fila["EDAD_GESTACIONAL"]
        if fur and fpp:
            assert (fecha(fpp) - fecha(fur)).days == 280
        if fpp:
            assert fecha(fpp) > HASTA
        if fur:
            dias.append((fecha(fila["FE_ATENCION"]) - fecha(fur)).days)
        if fur and fila["EDAD_GESTACIONAL"]:
            assert int(fila["EDAD_GESTACIONAL"]) == dias[-1] // 7
    assert cerca(sum(d <= 97 for d in dias) / len(dias), 0.72, 0.08)
    assert any(d > 97 for d in dias)


def test_hay_hogares_no_pobres_y_con_clasificacion_vencida(muestra):
    hogares = {f["CO_HOGAR"]: f for f in muestra.filas["pgh"]}.values()
    no_pobres = sum(f["IN_CSE_NIVPOBREZA"] in {"NO POBRE", "NP"} for f in hogares)
    vencidas = sum(fecha(f["FE_CSE_TICKET_VIGENCIA_FIN"]) < HASTA for f in hogares)
    assert cerca(no_pobres / len(hogares), 0.09, 0.03)
    assert cerca(vencidas / len(hogares), 0.06, 0.02)


# --- The truth


def test_la_verdad_habla_de_cada_fila_y_sus_hogares_existen(muestra):
    juntos = {f["CODIGOHOGAR"] for f in muestra.filas["juntos"]}
    pgh = {f["CO_HOGAR"] for f in muestra.filas["pgh"]}
    claves = {("padron_nominal", f["CO_PADRON_NOMINAL"]) for f in muestra.padron}
    claves |= {("sis_gestantes", f["NU_DOC"]) for f in muestra.sis}
    assert set(muestra.verdad) == claves
    for verdad in muestra.verdad.values():
        assert verdad["hogar_juntos"] in juntos | {""}
        assert verdad["hogar_pgh"] in pgh | {""}


def test_la_madre_o_la_gestante_figura_en_el_hogar_que_dice_la_verdad(muestra):
    """Exact documents are enough to find every expected household, but for 0.2 %."""
    en_juntos, en_pgh = {}, {}
    for fila in muestra.filas["juntos"]:
        en_juntos.setdefault(fila["X_DNI"], set()).add(fila["CODIGOHOGAR"])
    for fila in muestra.filas["pgh"]:
        en_pgh.setdefault(fila["NU_DOC"], set()).add(fila["CO_HOGAR"])
    mujeres = [(muestra.verdad_de(f), f["CO_DNI_MADRE"]) for f in muestra.padron]
    mujeres += [(muestra.verdad["sis_gestantes", f["NU_DOC"]], f["NU_DOC"]) for f in muestra.sis]
    ambiguas = dos_hogares = 0
    for verdad, documento in mujeres:
        juntos, pgh = en_juntos.get(documento, set()), en_pgh.get(documento, set())
        assert juntos == {verdad["hogar_juntos"]} - {""}
        assert {verdad["hogar_pgh"]} - {""} <= pgh
        ambiguas += not juntos and len(pgh) > 1
        dos_hogares += bool(juntos) and bool(pgh)
    assert ambiguas <= 0.002 * len(mujeres)
    assert dos_hogares


def test_el_segundo_corte_trae_los_dni_y_los_nuevos_nacimientos(muestra):
    antes = {f["CO_PADRON_NOMINAL"]: f for f in muestra.padron}
    despues = {f["CO_PADRON_NOMINAL"]: f for f in muestra.segundo}
    iguales = [clave for clave in antes if despues.get(clave) == antes[clave]]
    assert len(iguales) > 0.9 * len(antes)
    con_dni = [c for c in antes if c in despues and despues[c] != antes[c]]
    assert len(con_dni) > 20
    for clave in con_dni:
        assert not antes[clave]["NU_DNI_MENOR"]
        assert antes[clave]["NU_CNV"] == despues[clave]["NU_CNV"]
        assert despues[clave]["NU_DNI_MENOR"] == despues[clave]["NU_CUI"]
        assert fecha(despues[clave]["FE_MODI_REGISTRO"]) == HASTA + dt.timedelta(days=7)
    otros_codigos = [
        v
        for c, v in muestra.verdad_2.items()
        if c not in muestra.verdad
        and v["persona"] in {x["persona"] for x in muestra.verdad.values()}
    ]
    assert otros_codigos
    nuevos = [f for f in muestra.segundo if fecha(f["FE_NAC_MENOR"]) > HASTA]
    assert nuevos
    assert set(muestra.verdad) < set(muestra.verdad_2)
    assert {("padron_nominal", clave) for clave in despues} <= set(muestra.verdad_2)


# --- Sizes


def test_filas_padron_da_un_padron_de_ese_tamano_exacto(tmp_path):
    filas = simular(tmp_path, filas_padron=1500, sucio=0.3)
    assert filas["padron_nominal.txt"] == 1500
    assert (tmp_path / "padron_nominal.txt").read_bytes().count(b"\n") == 1501


@pytest.mark.parametrize(
    "argumentos",
    [["--hogares", "0"], ["--sucio", "1.5"], ["--sucio", "x"], ["--hasta", "2026-02-30"]],
)
def test_un_argumento_imposible_se_rechaza(tmp_path, argumentos):
    with pytest.raises(CommandError):
        call_command("simular", "--salida", tmp_path / "nada", *argumentos)
    assert not (tmp_path / "nada").exists()


def test_una_carpeta_que_no_se_puede_crear_se_dice_en_una_frase(tmp_path):
    (tmp_path / "archivo").write_text("")
    with pytest.raises(CommandError, match="No se puede escribir"):
        call_command("simular", "--salida", tmp_path / "archivo" / "dentro", "--hogares", "1")
