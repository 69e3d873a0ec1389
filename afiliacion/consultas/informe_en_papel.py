"""A report as a minister reads it: the words of each figure, for the page, the PDF and the book."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import formats, timezone

from afiliacion.consultas.exportar import Hoja, libro_de_hojas
from afiliacion.consultas.indicadores import LATENCIAS, NOMBRES, RAZONES
from afiliacion.models import InformeMensual

# Told first, in this order; the rest of the shares follows them in the book.
TITULARES = ("captacion_30d", "captacion_8d", "mismo_dia", "gestantes_it", "afiliacion_temprana")
DE_QUE = {
    "captacion_30d": "nacimientos en hogares usuarios",
    "captacion_8d": "nacimientos en hogares usuarios",
    "mismo_dia": "nacimientos en hogares usuarios",
    "captacion_8d_de_captados": "captados antes de los 30 días",
    "mismo_dia_de_captados": "captados antes de los 30 días",
    "gestantes_it": "gestantes registradas",
    "afiliacion_temprana": "hogares nuevos afiliados en el mes",
}
SIN_CASOS = "sin casos"
COHORTE_ABIERTA = "Cohorte abierta"
# What the sheet of paper explains: what is on it.
NOMBRADAS = {COHORTE_ABIERTA, *(NOMBRES[codigo] for codigo in TITULARES)}


@dataclass(frozen=True)
class Cifra:
    """One share in words: what it is, of what, beside its target and the month before."""

    codigo: str
    numerador: int
    denominador: int
    valor: float | None
    meta: float | None = None
    antes: float | None = None

    @property
    def nombre(self) -> str:
        return NOMBRES[self.codigo]

    @property
    def arriba(self) -> str:
        """The count above the line, as the rows of the report name it."""
        return RAZONES[self.codigo][0]

    @property
    def abajo(self) -> str:
        return RAZONES[self.codigo][1]

    @property
    def de_que(self) -> str:
        return DE_QUE[self.codigo]

    @property
    def porcentaje(self) -> str:
        return SIN_CASOS if self.valor is None else _por_ciento(100 * self.valor)

    @property
    def razon(self) -> str:
        if self.valor is None:
            return f"No hay {self.de_que}"
        return f"{self.numerador:,} de {self.denominador:,} {self.de_que}"

    @property
    def cumple(self) -> bool | None:
        """None where there is no target, or nothing to compare with it."""
        if self.meta is None or self.valor is None:
            return None
        return 100 * self.valor >= self.meta

    @property
    def ante_la_meta(self) -> str:
        if self.meta is None:
            return "Sin meta fijada"
        if self.valor is None:
            return f"Meta {_por_ciento(self.meta)}"
        faltan = self.meta - 100 * self.valor
        if faltan <= 0:
            return f"Meta {_por_ciento(self.meta)}: cumplida"
        return f"Meta {_por_ciento(self.meta)}: faltan {_puntos(faltan)}"

    @property
    def frente_al_mes_anterior(self) -> str:
        if self.valor is None or self.antes is None:
            return "Sin mes anterior con qué comparar"
        cambio = 100 * (self.valor - self.antes)
        if abs(cambio) < 0.05:
            return "Igual que el mes anterior"
        return f"{_puntos(abs(cambio))} {'más' if cambio > 0 else 'menos'} que el mes anterior"


@dataclass(frozen=True)
class Lugar:
    """A unit of the table of a report."""

    unidad: int | None
    nombre: str
    cifras: list[Cifra]


def cifras_del_pais(informe: InformeMensual) -> list[Cifra]:
    pais, antes = informe.cifras["pais"], informe.cifras["antes"]
    return [_cifra(codigo, pais, antes) for codigo in RAZONES]


def titulares(informe: InformeMensual) -> list[Cifra]:
    de_todas = {cifra.codigo: cifra for cifra in cifras_del_pais(informe)}
    return [de_todas[codigo] for codigo in TITULARES]


def lugares(informe: InformeMensual) -> list[Lugar]:
    return [
        Lugar(lugar["id"], lugar["nombre"], [_cifra(codigo, lugar) for codigo in TITULARES])
        for lugar in informe.cifras["unidades"]
    ]


def demoras(informe: InformeMensual) -> list[dict]:
    """The links of the chain, in days: what a median says, said in words."""
    indicadores = informe.cifras["pais"]["indicadores"]
    return [{"nombre": NOMBRES[codigo], **indicadores[codigo]} for codigo in LATENCIAS]


def definiciones(informe: InformeMensual) -> list[tuple[str, str]]:
    """What each figure is, with the parameters of then."""
    reglas = informe.cifras["parametros"]
    dias, ocho = reglas["dias_captacion_recien_nacido"], reglas["dias_primeros_ocho"]
    trimestre = reglas["dias_primer_trimestre"]
    textos = {
        "captacion_30d": "Nacimientos del mes en hogares usuarios que el programa registró hasta "
        f"los {dias} días de edad, de todos los del mes.",
        "captacion_8d": f"Los mismos, registrados hasta los {ocho} días (el día 0 es el primero).",
        "mismo_dia": "Los mismos, registrados el día en que nacieron.",
        "captacion_8d_de_captados": "El mismo numerador, sobre los captados antes de los 30 días.",
        "mismo_dia_de_captados": "El mismo numerador, sobre los captados antes de los 30 días.",
        "gestantes_it": "Gestantes cuya última regla cae en el mes, registradas hasta "
        f"{trimestre} días después, de todas las registradas.",
        "afiliacion_temprana": "Hogares nuevos afiliados en el mes por un recién nacido de hasta "
        f"{dias} días o por una gestante, de todos los hogares nuevos afiliados en el mes.",
    }
    return [(NOMBRES[codigo], texto) for codigo, texto in textos.items()] + [
        (
            COHORTE_ABIERTA,
            f"Niñas y niños que en la fecha de corte aún no pasaban de {dias} días: van aparte.",
        )
    ]


def en_pdf(informe: InformeMensual) -> dict:
    """What the sheet of paper says; a draft says that it is one."""
    return {
        "numero": informe.numero,
        "borrador": not informe.esta_aprobado,
        "mes": formats.date_format(informe.desde, "F \\d\\e Y"),
        "corte": f"{informe.corte:%d/%m/%Y}",
        "abiertos": f"{informe.cifras['pais']['cuentas']['nacidos_abiertos']:,}",
        "titulares": [
            {
                "nombre": cifra.nombre,
                "porcentaje": cifra.porcentaje,
                "razon": cifra.razon,
                "meta": cifra.ante_la_meta,
                "cambio": cifra.frente_al_mes_anterior,
            }
            for cifra in titulares(informe)
        ],
        "demoras": [
            [d["nombre"], _dias(d["mediana"]), _dias(d["p90"]), f"{d['n']:,}"]
            for d in demoras(informe)
        ],
        "columnas": [_corto(codigo) for codigo in TITULARES],
        "unidades": [
            [lugar.nombre, *(_en_celda(cifra) for cifra in lugar.cifras)]
            for lugar in lugares(informe)
        ],
        "definiciones": [
            (nombre, texto) for nombre, texto in definiciones(informe) if nombre in NOMBRADAS
        ],
        "quien": _quien(informe),
        "huella": informe.huella,
    }


def en_libro(informe: InformeMensual):
    """The same as a spreadsheet, with every count, as an open file."""
    cabeza = [
        [f"Informe mensual {informe.numero}" + ("" if informe.esta_aprobado else " (borrador)")],
        ["Mes", formats.date_format(informe.desde, "F \\d\\e Y")],
        ["Fecha de corte", f"{informe.corte:%d/%m/%Y}"],
        ["Huella (SHA-256)", informe.huella],
        [],
    ]
    columnas = ["Indicador", "Numerador", "Denominador", "%", "Meta %", "Mes anterior %"]
    pais = [
        [
            c.nombre,
            c.numerador,
            c.denominador,
            _cien(c.valor),
            c.meta,
            _cien(c.antes),
        ]
        for c in cifras_del_pais(informe)
    ]
    por_unidad = [
        [lugar["nombre"], NOMBRES[c.codigo], c.numerador, c.denominador, _cien(c.valor), c.meta]
        for lugar in informe.cifras["unidades"]
        for c in (_cifra(codigo, lugar) for codigo in RAZONES)
    ]
    dias = [[d["nombre"], d["mediana"], d["p90"], d["n"]] for d in demoras(informe)]
    return libro_de_hojas(
        [
            Hoja("País", cabeza, columnas, pais),
            Hoja(
                "Por Unidad Territorial", cabeza, ["Unidad Territorial", *columnas[:5]], por_unidad
            ),
            Hoja("Días", cabeza, ["Tramo", "Mediana", "Percentil 90", "Casos"], dias),
            Hoja("Definiciones", cabeza, ["Indicador", "Qué es"], definiciones(informe)),
        ]
    )


def _cifra(codigo: str, lugar: dict, antes: dict | None = None) -> Cifra:
    return Cifra(
        codigo,
        **lugar["indicadores"][codigo],
        meta=lugar["metas"].get(codigo),
        antes=antes["indicadores"][codigo]["valor"] if antes else None,
    )


def _corto(codigo: str) -> str:
    return {
        "captacion_30d": "Antes de 30 días",
        "captacion_8d": "En 8 días",
        "mismo_dia": "Mismo día",
        "gestantes_it": "Gestantes, 1.er trimestre",
        "afiliacion_temprana": "Hogares a tiempo",
    }[codigo]


def _en_celda(cifra: Cifra) -> list[str]:
    if cifra.valor is None:
        return [SIN_CASOS, ""]
    return [cifra.porcentaje, f"{cifra.numerador:,} de {cifra.denominador:,}"]


def _quien(informe: InformeMensual) -> str:
    if not informe.esta_aprobado:
        return "Borrador: nadie lo ha aprobado todavía."
    cuando: dt.datetime = timezone.localtime(informe.aprobado_en)
    return f"Aprobado por {informe.aprobado_por} el {cuando:%d/%m/%Y}."


def _cien(valor: float | None) -> float | None:
    return None if valor is None else round(100 * valor, 1)


def _dias(valor: float | None) -> str:
    return SIN_CASOS if valor is None else f"{valor:.1f}"


def _por_ciento(cien: float) -> str:
    return f"{cien:.1f}\N{NO-BREAK SPACE}%"


def _puntos(cuantos: float) -> str:
    return f"{cuantos:.1f} punto{'' if f'{cuantos:.1f}' == '1.0' else 's'}"
