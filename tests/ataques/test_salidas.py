"""What leaves, walked over every address: where it sends, how it is kept, what it may become."""

import csv
import io
from urllib.parse import urlsplit

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from afiliacion.models import Contacto
from captacion.models import Hogar, Persona
from juntos.planilla import PELIGROSOS
from tests.accesos.direcciones import direccion
from tests.accesos.pedir import pedir
from tests.accesos.tabla import ACCESOS

pytestmark = pytest.mark.django_db
MALO = "https://malo.example/robar"
MIRAN = ("gestora", "supervisora", "sede")
# The names under which programs are used to keep the way back.
VUELTAS = ("next", "volver", "url", "redirect", "return", "filtros", "desde", "continue")
ENVIAN = ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "HX-Replace-Url", "Refresh")
# What their views say is kept: the programme of the phone, and figures of nobody.
SE_GUARDAN = {"juntos:trabajador", "juntos:manifiesto", "afiliacion:tablero-grafico"}
# Shown in the page; anything else is taken away as a file.
SE_MUESTRAN = (
    "text/html", "application/json", "text/javascript", "application/manifest+json", "image/",
    "application/pdf",
)  # fmt: skip
# What people sent: never run in the page, whatever it turns out to be.
SUBIDOS = {"afiliacion:adjunto", "afiliacion:acuerdo"}
# As it came, to be mended and sent again: a text file, said so in `archivo_de_rechazadas`.
COMO_VINO = {"captacion:carga-rechazadas"}


@pytest.fixture
def recorrer(elenco, territorios):
    """(role, name, answer) of every address as each role asks it, in her own territory."""

    def recorrer(*roles, **mas):
        client = Client()
        for rol in roles:
            mundo = territorios["ajeno" if "ajena" in rol else "propio"]
            for nombre, (metodo, _) in ACCESOS.items():
                if "salud" not in nombre:
                    camino = direccion(nombre, mundo)
                    yield rol, nombre, pedir(client, metodo, camino, por=elenco[rol], **mas)

    return recorrer


def contenido(respuesta) -> bytes:
    return respuesta.leido if respuesta.streaming else respuesta.content


@pytest.mark.parametrize("sitio", [MALO, "//malo.example", "/\\malo.example", "javascript:malo()"])
def test_ninguna_direccion_envia_a_otro_sitio(recorrer, sitio):
    """Whatever a form, an address or a header says of where to go back to."""
    cabeceras = {"Referer": sitio, "HX-Current-URL": sitio, "Origin": sitio}
    datos = dict.fromkeys(VUELTAS, sitio)
    fuera = set()
    for _, nombre, respuesta in recorrer("supervisora", headers=cabeceras, query_params=datos):
        dichos = [respuesta[c] for c in ENVIAN if c in respuesta]
        fuera |= {(nombre, d) for d in dichos if urlsplit(d).netloc or not d.startswith("/")}
        if any(f'{a}="{sitio}'.encode() in contenido(respuesta) for a in ("href", "action")):
            fuera.add((nombre, "un enlace"))
    assert not fuera, "\n".join(map(str, sorted(fuera)))


def test_ninguna_direccion_responde_con_otro_nombre_de_sitio(recorrer):
    malas = {
        (nombre, respuesta.status_code)
        for _, nombre, respuesta in recorrer("sede", headers={"Host": "malo.example"})
        if respuesta.status_code != 400 or b"malo.example" in contenido(respuesta)
    }
    assert not malas, "\n".join(map(str, sorted(malas)))
    dicho = {"X-Forwarded-Host": "malo.example", "X-Forwarded-Proto": "https"}
    assert not [
        nombre
        for _, nombre, respuesta in recorrer("sede", headers=dicho)
        if b"malo.example" in contenido(respuesta) + str(respuesta.headers).encode()
    ]


def test_toda_respuesta_dice_como_se_guarda_y_que_es(recorrer):
    """Nothing of who is logged in is kept; nothing is guessed; what is not a page is a file."""
    faltas = set()
    for rol, nombre, respuesta in recorrer(*MIRAN):
        if nombre not in SE_GUARDAN and "no-store" not in respuesta.get("Cache-Control", ""):
            faltas.add((rol, nombre, "se guarda"))
        if respuesta.get("X-Content-Type-Options") != "nosniff":
            faltas.add((rol, nombre, "se adivina"))
        if "Content-Security-Policy" not in respuesta or respuesta["X-Frame-Options"] != "DENY":
            faltas.add((rol, nombre, "sin política"))
        politica = respuesta.get("Content-Security-Policy", "")
        if nombre in SUBIDOS and respuesta.status_code == 200 and "sandbox" not in politica:
            faltas.add((rol, nombre, "se ejecuta"))
        tipo = respuesta.get("Content-Type", "text/html")
        aparte = respuesta.get("Content-Disposition", "").startswith("attachment")
        if not tipo.startswith(SE_MUESTRAN) and not aparte:
            faltas.add((rol, nombre, f"{tipo} se muestra"))
    assert not faltas, "\n".join(map(str, faltas))


def test_ninguna_celda_de_ningun_archivo_es_una_formula(recorrer, territorios):
    """Every name and place that people wrote begins as a formula does."""
    Persona.objects.update(ap_paterno="=1+1", ap_materno="@SUM(A1)", nombres="+cmd|' /C calc'!A0")
    Hogar.objects.update(direccion="-2+3", centro_poblado="=HYPERLINK(1)")
    Contacto.objects.update(direccion="\t=1", referencia="@x")
    leidas, malas = 0, set()
    for rol, nombre, respuesta in recorrer(*MIRAN):
        for celda in celdas_de(nombre, respuesta):
            leidas += celda.startswith("'")
            if celda.startswith(PELIGROSOS) and not celda.lstrip("-").replace(".", "").isdecimal():
                malas.add((rol, nombre, celda))
    assert not malas, "\n".join(map(str, sorted(malas)))
    assert leidas, "ninguna celda llevaba lo que la gente escribió"


def celdas_de(nombre: str, respuesta) -> list[str]:
    todo, tipo = contenido(respuesta), respuesta.get("Content-Type", "")
    if todo.startswith(b"PK\x03\x04"):
        libro = CalamineWorkbook.from_filelike(io.BytesIO(todo))
        hojas = [libro.get_sheet_by_name(hoja).to_python() for hoja in libro.sheet_names]
        return [str(celda) for hoja in hojas for fila in hoja for celda in fila]
    if tipo.startswith(("text/csv", "text/plain")) and nombre not in COMO_VINO:
        return [
            celda for fila in csv.reader(io.StringIO(todo.decode("utf-8-sig"))) for celda in fila
        ]
    return []
