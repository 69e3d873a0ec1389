"""Lists as files, the filtered queue first: CSV in a stream, or XLSX in constant memory.

A cell that a spreadsheet would take for a formula gets a leading apostrophe.
"""

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import xlsxwriter
from django.utils import timezone

from afiliacion.consultas.filas import nombre_de_bebe, nombre_de_la_madre
from afiliacion.models import Contacto
from captacion.models import Lengua, NivelPobreza
from juntos import planilla
from juntos.mascara import Mascara
from juntos.planilla import sin_formula
from juntos.rastro import Rastro

COLUMNAS = (
    "Días que quedan",
    "Vence",
    "Prioridad",
    "Por qué va en ese lugar",
    "Recién nacidos",
    "Nacimiento",
    "Madre",
    "Gestantes",
    "Última regla",
    "Departamento",
    "Provincia",
    "Distrito",
    "Centro poblado",
    "Dirección",
    "Referencia",
    "Teléfono",
    "Lengua",
    "Nivel de pobreza",
    "Estado",
    "Por qué está en la cola",
    "Último resultado",
    "Fecha de la última gestión",
    "Próximo intento",
    "A cargo de",
    "Contacto",
)


def fila(contacto: Contacto, mascara: Mascara) -> list:
    """One contact in the order of COLUMNAS: texts, whole numbers and dates."""
    captaciones = [caso.captacion for caso in contacto.casos_vivos]
    nacidos = [c for c in captaciones if c.recien_nacido_id]
    gestantes = [c for c in captaciones if c.gestante_id]
    distrito = contacto.distrito
    return [
        contacto.dias,
        contacto.vence_el,
        contacto.prioridad,
        contacto.prioridad_porque,
        "; ".join(nombre_de_bebe(c.persona) for c in nacidos),
        _fechas(c.evento_el for c in nacidos),
        "; ".join(nombre_de_la_madre(c.recien_nacido) for c in nacidos),
        "; ".join(c.persona.nombre_completo for c in gestantes),
        _fechas(c.evento_el for c in gestantes),
        distrito.departamento if distrito else "",
        distrito.provincia if distrito else "",
        distrito.nombre if distrito else "Sin territorio",
        contacto.centro_poblado,
        mascara.lugar(contacto.direccion),
        mascara.lugar(contacto.referencia),
        mascara.numero(contacto.telefono),
        Lengua(contacto.lengua).label if contacto.lengua else "",
        NivelPobreza(contacto.nivel).label if contacto.nivel else "",
        contacto.get_estado_display(),
        contacto.porque,
        str(contacto.ultimo_resultado or ""),
        contacto.ultima_visita_el,
        contacto.reintento_el,
        str(contacto.asignada_a or ""),
        contacto.pk,
    ]


def encabezado(*, por, filtros: str, total: int, rastro: Rastro) -> list[list[str]]:
    """Who took the data out, when, and which filters were on."""
    ahora = timezone.localtime()
    return [
        ["Cola de contactos · Programa JUNTOS"],
        ["Descargado por", f"{por} ({por.get_username()})"],
        ["Fecha y hora", f"{ahora:%d/%m/%Y %H:%M} (Lima) · {rastro.codigo}"],
        ["Filtros", filtros],
        ["Contactos", f"{total:,}"],
        ["Aviso", "Contiene datos personales y de salud (Ley 29733): no los comparta."],
        [],
    ]


def cabeza_de_entrega(lista, *, por, recibe: str, oficina: str, **_) -> list[list[str]]:
    """What the list is, who takes it out and for whom."""
    ahora = timezone.localtime()
    return [
        [lista.titulo],
        ["Alcance", lista.alcance],
        ["Entrega", f"{por} ({por.get_username()})"],
        ["Recibe", f"{recibe}, {oficina}"],
        ["Fecha y hora", f"{ahora:%d/%m/%Y %H:%M} (Lima)"],
        ["Filas", f"{len(lista.filas):,}"],
        [
            "Aviso",
            "Contiene datos personales (Ley 29733): úselos solo para atender a estas familias.",
        ],
        [],
    ]


def lineas_csv(
    contactos: Iterable[Contacto], cabeza: list[list[str]], *, mascara: Mascara
) -> Iterator[str]:
    return lineas_de((fila(c, mascara) for c in contactos), cabeza, COLUMNAS)


def libro_xlsx(
    contactos: Iterable[Contacto], cabeza: list[list[str]], *, mascara: Mascara, rastro: Rastro
):
    filas = (fila(c, mascara) for c in contactos)
    return libro_de(filas, cabeza, COLUMNAS, "Cola", pie=str(rastro))


def lineas_de(filas: Iterable[list], cabeza: list[list[str]], columnas) -> Iterator[str]:
    """Any list as CSV: what it is, its columns, its rows."""
    textos = ([_texto(celda) for celda in celdas] for celdas in filas)
    return planilla.lineas_csv(chain(cabeza, [columnas], textos))


@dataclass(frozen=True)
class Hoja:
    """A sheet of a book: what it is, its columns, its rows."""

    nombre: str
    cabeza: list[list]
    columnas: Sequence[str]
    filas: Iterable[list]


def libro_de(filas: Iterable[list], cabeza: list[list[str]], columnas, nombre: str, *, pie=""):
    """Any list as an open temporary file, at its start, that removes itself when closed."""
    return libro_de_hojas([Hoja(nombre, cabeza, columnas, filas)], pie=pie)


def libro_de_hojas(hojas: Iterable[Hoja], *, pie: str = ""):
    """`pie`: who took it out, in the foot of what is printed and among the book's properties."""
    archivo = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    opciones = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(archivo, opciones) as libro:
        negrita = libro.add_format({"bold": True})
        libro.set_properties({"comments": pie})
        for hoja in hojas:
            pagina = libro.add_worksheet(hoja.nombre)
            pagina.set_footer(f"&L{pie.replace('&', '&&')}&R&P de &N")
            _escribir(pagina, hoja, negrita)
    archivo.seek(0)
    return archivo


def _escribir(pagina, hoja: Hoja, negrita) -> None:
    pagina.set_column(0, len(hoja.columnas) - 1, 18)
    for numero, celdas in enumerate((*hoja.cabeza, hoja.columnas)):
        pagina.write_row(numero, 0, [sin_formula(celda) for celda in celdas], negrita)
    pagina.freeze_panes(len(hoja.cabeza) + 1, 0)
    for numero, celdas in enumerate(hoja.filas, start=len(hoja.cabeza) + 1):
        pagina.write_row(numero, 0, [sin_formula(celda) for celda in celdas])


def _texto(celda):
    if isinstance(celda, dt.date):
        return f"{celda:%d/%m/%Y}"
    return "" if celda is None else celda


def _fechas(fechas: Iterable[dt.date]) -> str:
    return "; ".join(f"{fecha:%d/%m/%Y}" for fecha in fechas)
