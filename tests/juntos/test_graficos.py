"""Every chart drawn from plain data: what it says, how it looks, what it never does."""

import datetime as dt
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from juntos.graficos import (
    cascada,
    clasificacion,
    curvas,
    embudo,
    mapa,
    multiplos,
    tendencia,
    textos,
)
from juntos.graficos.cascada import Cascada, Eslabon
from juntos.graficos.clasificacion import Clasificacion, Fila
from juntos.graficos.curvas import Curva, Curvas
from juntos.graficos.dibujo import DibujoImposible, dibujar
from juntos.graficos.embudo import Embudo, Paso
from juntos.graficos.mapa import Mapa, Punto
from juntos.graficos.multiplos import Multiplos, Panel
from juntos.graficos.tema import TEMAS
from juntos.graficos.tendencia import Mes, Tendencia

RAIZ = Path(__file__).resolve().parents[2]
CSS = (RAIZ / "static/css/app.css").read_text()
NOTA = "Nacional · corte al 30/11/2026"
DURO = "\u00a0"


def mes(numero: int, numerador: int, denominador: int = 1000, *, abierta=False, anio=2026) -> Mes:
    return Mes(dt.date(anio, numero, 1), numerador, denominador, abierta)


ANIO = Tendencia(
    "Captados antes de 30 días",
    NOTA,
    (mes(1, 684), mes(2, 702), mes(3, 0, 0), mes(10, 870), mes(11, 400, abierta=True)),
    meta=0.9,
)
COHORTES = Curvas(
    "Captados por día de vida",
    NOTA,
    (
        Curva("nov. 2026", 1000, (310, *[70] * 7, *[3] * 10)),
        Curva("nov. 2025", 1000, (16, *[60] * 7, *[12] * 22, *[3] * 40)),
    ),
)
DIAS = Cascada(
    "¿Dónde se van los días?",
    NOTA,
    (
        Eslabon("Fuente", 2, 7, 1200),
        Eslabon("Carga", 1, 2, 1200),
        Eslabon("Enlace", None, None, 0),
        Eslabon("Contacto", 6.5, 19, 1100),
    ),
    Eslabon("Del evento a la aprobación", 13, 34, 900),
)
PERU = Mapa(
    "Captados por distrito",
    NOTA,
    (
        Punto("Iquitos", -73.25, -3.75, 950, 1000, "Loreto"),
        Punto("Tacna", -70.25, -18.01, 40, 100, "Tacna"),
        Punto("Purús", -70.71, -9.77, 0, 0, "Ucayali"),
        Punto("Nuevo", None, None, 7, 10, "Ucayali"),
    ),
)
UNIDADES = Multiplos(
    "Captados por Unidad Territorial",
    NOTA,
    (
        Panel("Amazonas – Bagua", (mes(1, 600), mes(2, 610))),
        Panel("Tacna", (mes(1, 800), mes(2, 912), mes(3, 100, abierta=True))),
        Panel("Pasco", (mes(1, 0, 0), mes(2, 0, 0))),
    ),
    meta=0.9,
)
PUESTOS = Clasificacion(
    "Distritos",
    NOTA,
    (
        Fila("Tres", 3, 3),
        Fila("Grande", 930, 1000),
        Fila("Ninguno de tres", 0, 3),
        Fila("Rezagado", 300, 1000),
        Fila("Medio", 600, 1000),
        Fila("Vacío", 0, 0),
    ),
    cuantas=2,
    meta=0.9,
)
PASOS = Embudo(
    "Del nacimiento al pago",
    NOTA,
    (Paso("Nacidos", 31250), Paso("Captados", 27188), Paso("Pagados", 15204)),
)
LLENOS = {
    tendencia: (ANIO, ("Captados antes de 30 días", "meta 90", "cohorte abierta", "sin casos")),
    curvas: (COHORTES, ("nov. 2026", "80.0", "aún no", "días de vida")),
    cascada: (DIAS, ("Contacto", f"6.5{DURO}días", "sin casos", "Del evento a la aprobación")),
    mapa: (PERU, (f"menos de 50{DURO}%", f"90{DURO}% o más", "sin casos", "nacidos", "1,000")),
    multiplos: (UNIDADES, ("Tacna", f"91.2{DURO}%", "sin casos", "cortada")),
    clasificacion: (PUESTOS, ("Los más altos", "Los más bajos", f"93.0{DURO}% de 1,000")),
    embudo: (PASOS, ("31,250", f"87.0{DURO}% del paso anterior", "Pagados")),
}
VACIOS = [
    (tendencia, replace(ANIO, meses=())),
    (tendencia, replace(ANIO, meses=(mes(1, 0, 0),))),
    (curvas, replace(COHORTES, series=())),
    (curvas, replace(COHORTES, series=(Curva("nov. 2026", 0, ()),))),
    (cascada, replace(DIAS, eslabones=())),
    (cascada, replace(DIAS, eslabones=(Eslabon("Fuente", None, None, 0),))),
    (mapa, replace(PERU, puntos=())),
    (mapa, replace(PERU, puntos=(Punto("Purús", -70.71, -9.77, 0, 0),))),
    (multiplos, replace(UNIDADES, paneles=())),
    (multiplos, replace(UNIDADES, paneles=(Panel("Tacna", ()),))),
    (clasificacion, replace(PUESTOS, filas=())),
    (clasificacion, replace(PUESTOS, filas=(Fila("Vacío", 0, 0),))),
    (embudo, replace(PASOS, pasos=())),
    (embudo, replace(PASOS, pasos=(Paso("Nacidos", 0), Paso("Captados", 0)))),
]
HOSTIL = ("<script>alert(\"1\")</script> & 'x' ]]> \x00\u202e\n" * 8)[:200]
HOSTILES = [
    (tendencia, replace(ANIO, titulo=HOSTIL, nota=HOSTIL)),
    (curvas, replace(COHORTES, series=(Curva(HOSTIL, 10, (1,)), Curva(HOSTIL * 2, 0, ())))),
    (cascada, replace(DIAS, eslabones=(Eslabon(HOSTIL, 1, 2, 3), Eslabon(HOSTIL, None, None, 0)))),
    (mapa, replace(PERU, puntos=(Punto(HOSTIL, -70.0, -9.0, 1, 2, HOSTIL),), indicador=HOSTIL)),
    (multiplos, replace(UNIDADES, paneles=(Panel(HOSTIL, (mes(1, 5),)),))),
    (clasificacion, replace(PUESTOS, filas=(Fila(HOSTIL, 1, 2), Fila(HOSTIL, 1, 2)))),
    (embudo, replace(PASOS, pasos=(Paso(HOSTIL, 5), Paso(HOSTIL, 7)))),
]


def nombre(valor):
    return valor.__name__.rpartition(".")[2] if hasattr(valor, "__name__") else ""


def svg(modulo, datos, *, ancho=320, tema="claro") -> str:
    return dibujar(modulo.espec(datos, ancho=ancho), tema=tema).decode()


def dicho(imagen: str) -> str:
    """Every text of a drawing; it reads as XML."""
    return "\n".join(ElementTree.fromstring(imagen).itertext())


@pytest.mark.parametrize("tema", TEMAS)
@pytest.mark.parametrize("ancho", [320, 1100])
@pytest.mark.parametrize("modulo", LLENOS, ids=nombre)
def test_cada_grafico_dice_lo_suyo_en_cada_ancho_y_tema(modulo, ancho, tema):
    datos, palabras = LLENOS[modulo]
    imagen = svg(modulo, datos, ancho=ancho, tema=tema)
    visto = dicho(imagen).replace(modulo.alternativa(datos), "", 1)
    assert [palabra for palabra in palabras if palabra not in visto] == []
    assert ElementTree.fromstring(imagen).get("width") == str(ancho)
    assert not re.search(r"<script|href=|url\((?!#)|<image|@import", imagen)


@pytest.mark.parametrize("modulo", LLENOS, ids=nombre)
def test_cada_grafico_sale_en_png_al_doble_de_puntos(modulo):
    datos, _ = LLENOS[modulo]
    imagen = dibujar(modulo.espec(datos, ancho=320), formato="png", tema="oscuro")
    assert imagen.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(imagen[16:20], "big") == 640


@pytest.mark.parametrize("modulo", LLENOS, ids=nombre)
def test_los_mismos_datos_dan_los_mismos_bytes(modulo):
    datos, _ = LLENOS[modulo]
    for formato in ("svg", "png"):
        una, otra = (
            dibujar(modulo.espec(datos, ancho=1100), formato=formato, tema="claro") for _ in "12"
        )
        assert una == otra


@pytest.mark.parametrize("modulo", LLENOS, ids=nombre)
def test_el_dibujo_lleva_su_frase(modulo):
    datos, _ = LLENOS[modulo]
    raiz = ElementTree.fromstring(svg(modulo, datos))
    assert raiz[0].tag.endswith("title")
    assert raiz[0].text == modulo.alternativa(datos)


@pytest.mark.parametrize(("modulo", "datos"), VACIOS, ids=nombre)
def test_sin_datos_se_dibuja_sin_casos(modulo, datos):
    assert modulo.alternativa(datos) == "Sin casos en el periodo."
    assert "sin casos" in dicho(svg(modulo, datos))


@pytest.mark.parametrize("ancho", [320, 1100])
@pytest.mark.parametrize(("modulo", "datos"), HOSTILES, ids=nombre)
def test_un_nombre_hostil_se_escapa_y_se_corta(modulo, datos, ancho):
    imagen = svg(modulo, datos, ancho=ancho)
    assert "<script" not in imagen
    assert "&lt;script&gt;" in imagen
    assert "\x00" not in imagen
    assert "\u202e" not in imagen
    raiz = ElementTree.fromstring(imagen)
    assert raiz.get("width") == str(ancho)
    assert max(len("".join(texto.itertext())) for texto in raiz.iter() if _es_texto(texto)) < 150


def _es_texto(elemento) -> bool:
    return elemento.tag.endswith(("}text", "}tspan")) and not len(elemento)


@pytest.mark.parametrize("direccion", ["https://example.com/x", "file:///etc/hostname", "x.csv"])
def test_nada_se_trae_de_fuera(direccion):
    de_fuera = {"description": "", "data": {"url": direccion}, "mark": "point"}
    imagen = {"description": "", "data": {"values": [{}]}, "mark": {"type": "image"}}
    for espec in (de_fuera, imagen | {"encoding": {"url": {"value": direccion}}}):
        with pytest.raises(DibujoImposible):
            dibujar(espec, tema="claro")


def test_una_espec_que_no_lo_es_se_rechaza_con_su_error():
    with pytest.raises(DibujoImposible):
        dibujar({"description": "", "mark": 3}, tema="claro")


BIFURCAR = """
import os, sys
from juntos.graficos.dibujo import DibujoImposible, dibujar

def dibujar_en_un_hijo():
    hijo = os.fork()
    if not hijo:
        try:
            dibujar({"description": "", "data": {"values": [{}]}, "mark": "point"}, tema="claro")
        except DibujoImposible:
            os._exit(3)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(hijo, 0)[1])

print(dibujar_en_un_hijo())
dibujar({"description": "", "data": {"values": [{}]}, "mark": "point"}, tema="claro")
print(dibujar_en_un_hijo())
"""


def test_dibuja_quien_se_bifurco_antes_y_el_de_despues_no_se_queda_esperando():
    hecho = subprocess.run(
        [sys.executable, "-c", BIFURCAR], cwd=RAIZ, capture_output=True, text=True, timeout=60
    )
    assert hecho.stdout.split() == ["0", "3"]


@pytest.mark.parametrize(
    ("modulo", "datos", "frase"),
    [
        (
            tendencia,
            ANIO,
            "Sube de 68.4 % en enero a 87.0 % en octubre de 2026; la meta es 90 %. Cohorte abierta:"
            " noviembre de 2026 va en 40.0 %. Sin casos: marzo de 2026.",
        ),
        (
            tendencia,
            replace(ANIO, meses=(mes(12, 700, anio=2025), mes(1, 650)), meta=None),
            "Baja de 70.0 % en diciembre de 2025 a 65.0 % en enero de 2026.",
        ),
        (
            tendencia,
            replace(ANIO, meses=(mes(1, 700), mes(2, 100), mes(3, 700)), meta=0.925),
            "Empieza y termina en 70.0 %, de enero a marzo de 2026; la meta es 92.5 %.",
        ),
        (tendencia, replace(ANIO, meses=(mes(1, 1, 16),), meta=None), "6.3 % en enero de 2026."),
        (
            tendencia,
            replace(ANIO, meses=(mes(1, 1, 4, abierta=True),), meta=None),
            "Aún no hay meses cerrados. Cohorte abierta: enero de 2026 va en 25.0 %.",
        ),
        (
            curvas,
            COHORTES,
            "Al día 7: 80.0 % en nov. 2026; 43.6 % en nov. 2025."
            " Al día 29: aún no se sabe en nov. 2026; 70.0 % en nov. 2025.",
        ),
        (
            cascada,
            DIAS,
            "Donde más días se van: Contacto, 6.5 días de mediana y nueve de cada diez casos en"
            " 19 días o menos. De principio a fin, 13 días de mediana. Sin casos: Enlace.",
        ),
        (
            mapa,
            PERU,
            "De 3 distritos con casos, en 90 % o más: 1; en menos de 50 %: 1; sin casos: 1."
            " Sin coordenadas, no se dibujan: 1.",
        ),
        (
            multiplos,
            UNIDADES,
            "En su último mes cerrado, la más alta es Tacna, con 91.2 % en febrero de 2026; la más"
            " baja, Amazonas – Bagua, con 61.0 % en febrero de 2026. Llegan a 90 %: 1 de 2."
            " Sin casos: 1.",
        ),
        (
            clasificacion,
            PUESTOS,
            "De 5 territorios con casos, el más alto es Grande: 93.0 % de 1,000 (con 95 % de"
            " confianza, de 91.2 % a 94.4 %); el más bajo, Rezagado: 30.0 % de 1,000 (con 95 % de"
            " confianza, de 27.2 % a 32.9 %). Sin casos: 1.",
        ),
        (
            embudo,
            PASOS,
            "De 31,250 en «Nacidos» llegan 15,204 a «Pagados» (48.7 %)."
            " Donde más se quedan: antes de «Pagados», 11,984 casos.",
        ),
    ],
    ids=nombre,
)
def test_la_frase_dice_el_hallazgo(modulo, datos, frase):
    assert modulo.alternativa(datos).replace(DURO, " ") == frase


def test_tres_nacidos_no_encabezan_ningun_extremo():
    grupos = {titulo: [fila.nombre for fila in filas] for titulo, filas in PUESTOS.grupos}
    assert grupos == {
        "Los más altos": ["Grande", "Medio"],
        "Los más bajos": ["Ninguno de tres", "Rezagado"],
    }


def test_pocos_territorios_salen_todos_una_vez():
    ((_, filas),) = replace(PUESTOS, cuantas=3).grupos
    assert [f.nombre for f in filas] == ["Grande", "Medio", "Tres", "Rezagado", "Ninguno de tres"]


def test_un_mes_sin_casos_corta_la_linea_y_el_abierto_va_hueco():
    capas = tendencia.espec(ANIO, ancho=320)["layer"]
    cerrada, abierta = (c["data"]["values"] for c in capas if c["mark"]["type"] == "line")
    assert [fila["valor"] for fila in cerrada] == [0.684, 0.702, None, 0.87, None]
    assert [fila["valor"] for fila in abierta] == [0.87, 0.4]
    (hueco,) = (c["data"]["values"] for c in capas if c["mark"].get("style") == "hueco")
    assert [fila["valor"] for fila in hueco] == [0.4]


def test_una_cohorte_de_hoy_termina_en_su_ultimo_dia_cumplido():
    corta, larga = COHORTES.series
    assert len(corta.acumulados) == 18
    assert len(larga.acumulados) == 61
    assert corta.al_dia(17) == f"83.0{DURO}%"
    assert corta.al_dia(18) == "aún no se sabe"


@pytest.mark.parametrize("valor", [0, 49, 50, 64, 65, 79, 80, 89, 90, 100])
def test_cada_clase_del_mapa_empieza_en_su_corte(valor):
    clase = PERU.clase(Punto("x", 0.0, 0.0, valor, 100))
    esperada = sum(valor >= corte for corte in (50, 65, 80, 90))
    assert clase == PERU.clases[esperada]


def test_el_mapa_no_deforma_y_el_norte_esta_arriba():
    puntos = tuple(Punto("x", x, y, 1, 2) for x, y in ((-70, -1), (-70, 1), (-69, 0), (-71, 0)))
    filas = mapa.espec(replace(PERU, puntos=puntos), ancho=320)["layer"][0]["data"]["values"]
    (sur, norte, este, oeste) = filas
    assert norte["y"] < sur["y"]
    assert este["x"] - oeste["x"] == pytest.approx(sur["y"] - norte["y"], rel=0.01)


def luz(color: str) -> float:
    partes = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in partes)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contraste(uno: str, otro: str) -> float:
    claro, oscuro = sorted((luz(uno), luz(otro)), reverse=True)
    return (claro + 0.05) / (oscuro + 0.05)


@pytest.mark.parametrize("tema", TEMAS.values(), ids=list(TEMAS))
def test_los_colores_son_los_del_sitio_y_se_leen(tema):
    del_sitio = (tema.texto, tema.suave, tema.borde, tema.acento, tema.tenue, tema.alerta)
    assert [color for color in del_sitio if color not in CSS] == []
    assert contraste(tema.texto, tema.fondo) >= 7
    assert contraste(tema.suave, tema.fondo) >= 4.5
    assert min(contraste(color, tema.fondo) for color in (*tema.series, tema.alerta)) >= 3
    luces = [luz(color) for color in tema.escala]
    assert luces in (sorted(luces), sorted(luces, reverse=True))


@pytest.mark.parametrize(
    ("dias", "texto"), [(1, "1 día"), (0.5, "0.5 días"), (4.0, "4 días"), (1234.5, "1,234.5 días")]
)
def test_los_dias_se_dicen_como_en_el_peru(dias, texto):
    assert textos.dias(dias).replace(DURO, " ") == texto
