"""The bank's files: whom to pay, as a layout (TOML) and as a workbook, with control totals."""

import tomllib
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from django.db.models import Count, Sum

from afiliacion.consultas.exportar import libro_de
from afiliacion.consultas.liquidaciones import enviados, nombre_de
from afiliacion.models import FormatoBanco, Liquidacion, TipoResultado

DE_LA_LISTA = {"referencia", "periodo", "fecha", "lineas", "centimos_total", "suma_lineas"}
DE_LA_LINEA = {"numero", "dni", "nombre", "centimos", "hogar"}
PARTES = {"cabecera": DE_LA_LISTA, "detalle": DE_LA_LINEA, "pie": DE_LA_LISTA}
DE_LOS_RESULTADOS = {"referencia", "linea", "monto", "resultado", "causa", "fecha"}
COLUMNAS = ("Línea", "DNI", "Titular", "Hogar", "Base", "Primera infancia", "Ajustes", "Total")


class FormatoInvalido(Exception):
    """The layout cannot be used; str() says what to correct."""


def leer_formato(texto: str) -> dict:
    """The layout, once every part of it is known to be usable."""
    try:
        formato = tomllib.loads(texto)
        "".encode(formato["archivo"]["codificacion"])
        "".encode(formato["resultados"]["codificacion"])
        formato["archivo"]["fin_de_linea"], formato["resultados"]["separador"]
        formato["resultados"]["fecha"]
        columnas = set(formato["resultados"]["columnas"])
        valores = set(formato["resultados"]["valores"].values())
    except tomllib.TOMLDecodeError as error:
        raise FormatoInvalido(f"El texto no es TOML: {error}") from None
    except LookupError as error:
        raise FormatoInvalido(f"Falta o no existe {error}.") from None
    if columnas != DE_LOS_RESULTADOS:
        raise FormatoInvalido(
            f"Las columnas de los resultados son {', '.join(sorted(DE_LOS_RESULTADOS))}."
        )
    if valores != set(TipoResultado.values):
        raise FormatoInvalido(
            f"Cada resultado debe tener su palabra: {', '.join(TipoResultado.values)}."
        )
    for parte, campos in PARTES.items():
        for puesto in formato.get(parte, []):
            if puesto.get("campo", "") not in campos and "dato" not in puesto:
                raise FormatoInvalido(f"En {parte} no existe el campo «{puesto.get('campo', '')}».")
            if not isinstance(puesto.get("ancho"), int) or puesto["ancho"] < 1:
                raise FormatoInvalido(f"En {parte}, cada campo lleva su ancho.")
    return formato


def formato_en_uso() -> dict:
    en_uso = FormatoBanco.objects.filter(en_uso=True).first()
    if en_uso is None:
        raise FormatoInvalido("Ningún formato del banco está en uso: elija uno en Catálogos.")
    return leer_formato(en_uso.definicion)


def texto(liquidacion: Liquidacion) -> Iterator[bytes]:
    """The fixed-width file; what makes it impossible is known before its first line leaves."""
    renglones = texto_fijo(liquidacion)
    return chain([next(renglones, b"")], renglones)


def texto_fijo(liquidacion: Liquidacion) -> Iterator[bytes]:
    """The fixed-width file, line by line."""
    formato = formato_en_uso()
    archivo = formato["archivo"]
    lista = control(liquidacion) | {
        "referencia": liquidacion.referencia,
        "periodo": liquidacion.periodo,
        "fecha": f"{liquidacion.exportada_en:%Y%m%d}",
    }

    def renglon(parte: str, valores: dict) -> bytes:
        texto = "".join(_campo(puesto, valores) for puesto in formato.get(parte, []))
        return (texto + archivo["fin_de_linea"]).encode(archivo["codificacion"])

    if formato.get("cabecera"):
        yield renglon("cabecera", lista)
    for fila in _filas(liquidacion):
        yield renglon("detalle", fila)
    if formato.get("pie"):
        yield renglon("pie", lista)


def libro(liquidacion: Liquidacion):
    """The same lines with what each is made of."""
    totales = control(liquidacion)
    cabeza = [
        [f"Liquidación de {nombre_de(liquidacion.periodo)} · Programa JUNTOS"],
        ["Referencia", liquidacion.referencia],
        ["Huella", liquidacion.huella],
        ["Líneas", f"{totales['lineas']:,}"],
        ["Total", f"S/ {Decimal(totales['centimos_total']) / 100:,.2f}"],
        ["Suma de los números de línea", f"{totales['suma_lineas']:,}"],
        ["Aviso", "Contiene datos personales (Ley 29733): solo para el pago."],
        [],
    ]
    filas = (
        [
            f["numero"],
            f["dni"],
            f["nombre"],
            f["hogar"],
            f["base"],
            f["tpi"],
            f["ajuste"],
            f["total"],
        ]
        for f in _filas(liquidacion)
    )
    return libro_de(filas, cabeza, COLUMNAS, "Pagos")


def control(liquidacion: Liquidacion) -> dict[str, int]:
    """What the bank checks the file against, and we its answer."""
    suma = enviados(liquidacion).aggregate(
        lineas=Count("pk"), total=Sum("total", default=0), suma=Sum("numero", default=0)
    )
    return {
        "lineas": suma["lineas"],
        "centimos_total": int(suma["total"] * 100),
        "suma_lineas": suma["suma"],
    }


def _filas(liquidacion: Liquidacion) -> Iterator[dict]:
    campos = (
        "numero", "titular__dni", "titular__ap_paterno", "titular__ap_materno",
        "titular__nombres", "hogar__codigo", "base", "tpi", "ajuste", "total",
    )  # fmt: skip
    for fila in enviados(liquidacion).order_by("numero").values(*campos).iterator(5000):
        nombre = " ".join(
            filter(None, (fila[f"titular__{c}"] for c in ("ap_paterno", "ap_materno", "nombres")))
        )
        yield {
            "numero": fila["numero"],
            "dni": fila["titular__dni"],
            "nombre": _sin_tildes(nombre),
            "hogar": fila["hogar__codigo"],
            "centimos": int(fila["total"] * 100),
            **{c: fila[c] for c in ("base", "tpi", "ajuste", "total")},
        }


def _campo(puesto: dict, valores: dict) -> str:
    texto = str(puesto["dato"] if "dato" in puesto else valores[puesto["campo"]])
    ancho = puesto["ancho"]
    if len(texto) > ancho:
        if not puesto.get("recorta"):
            raise FormatoInvalido(
                f"El campo «{puesto.get('campo', texto)}» no cabe en {ancho} posiciones."
            )
        texto = texto[:ancho]
    return texto.zfill(ancho) if puesto.get("numero") else texto.ljust(ancho)


def _sin_tildes(texto: str) -> str:
    """Upper case without accents: Ñ as N, as the bank's cards have it."""
    llano = unicodedata.normalize("NFKD", texto.upper())
    return "".join(letra for letra in llano if letra.isascii())
