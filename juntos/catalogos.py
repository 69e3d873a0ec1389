"""The catalogues that come as CSV: districts and health facilities. All of the file, or nothing."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction

from juntos.models import Distrito, Establecimiento, UnidadTerritorial

COLUMNAS_DISTRITOS = [
    "ubigeo_inei",
    "ubigeo_reniec",
    "departamento",
    "provincia",
    "distrito",
    "latitud",
    "longitud",
    "unidad_territorial",
]
COLUMNAS_ESTABLECIMIENTOS = ["codigo", "nombre", "ubigeo", "categoria"]
ERRORES_MOSTRADOS = 20
# Peru fits in it with a margin: a coordinate outside is a misprint or a swapped pair.
LATITUDES, LONGITUDES = (Decimal("-18.5"), Decimal("0.1")), (Decimal("-81.5"), Decimal("-68.5"))
ETIQUETAS = {
    "ubigeo_reniec": "ubigeo RENIEC",
    "departamento": "departamento",
    "provincia": "provincia",
    "nombre": "distrito",
    "latitud": "latitud",
    "longitud": "longitud",
    "unidad_territorial": "unidad territorial",
}


class CatalogoInvalido(Exception):
    """The file cannot be taken; `errores` are sentences in Spanish for people."""

    def __init__(self, *errores: str):
        self.errores = errores
        super().__init__(" ".join(errores[:ERRORES_MOSTRADOS]))


@dataclass
class CambioDistrito:
    distrito: Distrito
    antes: dict[str, str]
    despues: dict[str, str]

    def detalle(self) -> list[tuple[str, str, str]]:
        """(field, before, after), for people."""
        return [
            (ETIQUETAS[campo], self.antes[campo] or "vacío", self.despues[campo] or "vacío")
            for campo in self.despues
        ]


@dataclass
class CambiosDistritos:
    """What a table of districts would change; districts that it does not name stay."""

    nuevos: list[Distrito] = field(default_factory=list)
    cambiados: list[CambioDistrito] = field(default_factory=list)
    iguales: int = 0
    ausentes: list[Distrito] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.nuevos or self.cambiados)

    @property
    def huella(self) -> str:
        """The same for the same changes: what is confirmed is what was shown."""
        nuevos = [(d.pk, _como_texto(d)) for d in self.nuevos]
        cambiados = [(c.distrito.pk, c.antes, c.despues) for c in self.cambiados]
        return hashlib.sha256(repr((nuevos, cambiados)).encode()).hexdigest()


def comparar_distritos(lineas: Iterable[str]) -> CambiosDistritos:
    """What the table of `lineas` would change. Raises CatalogoInvalido with every error found."""
    unidades = {u.codigo: u for u in UnidadTerritorial.objects.all()}
    actuales = {d.pk: d for d in Distrito.objects.select_related("unidad_territorial")}
    cambios = CambiosDistritos()
    for fila in _distritos_validos(lineas, unidades, actuales):
        ubigeo = fila.pop("ubigeo")
        distrito = actuales.pop(ubigeo, None)
        if distrito is None:
            nuevo = Distrito(ubigeo=ubigeo, **_valores(fila, unidades))
            cambios.nuevos.append(nuevo)
            continue
        antes = _como_texto(distrito)
        despues = {campo: valor for campo, valor in fila.items() if valor != antes[campo]}
        if despues:
            for campo, valor in _valores(despues, unidades).items():
                setattr(distrito, campo, valor)
            cambios.cambiados.append(CambioDistrito(distrito, antes, despues))
        else:
            cambios.iguales += 1
    cambios.ausentes = list(actuales.values())
    return cambios


@transaction.atomic
def aplicar_distritos(cambios: CambiosDistritos, *, por) -> None:
    """Write what `comparar_distritos` found, with an entry in the history of each district."""
    cambiados = [c.distrito for c in cambios.cambiados]
    # Two districts may swap their RENIEC codes, which are unique at every moment.
    Distrito.objects.filter(pk__in=[d.pk for d in cambiados]).update(ubigeo_reniec=None)
    Distrito.objects.bulk_update(cambiados, list(ETIQUETAS))
    Distrito.objects.bulk_create(cambios.nuevos)
    for distritos, accion in ((cambios.nuevos, ADDITION), (cambiados, CHANGE)):
        LogEntry.objects.log_actions(
            por.pk, distritos, accion, change_message="Tabla de distritos importada."
        )


@transaction.atomic
def cargar_establecimientos(lineas: Iterable[str]) -> tuple[int, int]:
    """Add or update health facilities; how many are new and how many were there."""
    filas = list(_filas(lineas, COLUMNAS_ESTABLECIMIENTOS))
    codigos = [fila["codigo"] for _, fila in filas]
    distritos = set(Distrito.objects.values_list("pk", flat=True))
    errores = _repetidos("código", codigos)
    for linea, fila in filas:
        if not re.fullmatch(r"[0-9]{8}", fila["codigo"]):
            errores.append(f"Línea {linea}: el código debe tener ocho dígitos.")
        if not fila["nombre"]:
            errores.append(f"Línea {linea}: falta el nombre.")
        if fila["ubigeo"] and fila["ubigeo"] not in distritos:
            errores.append(f"Línea {linea}: el ubigeo {fila['ubigeo']} no existe.")
        errores += _largos(linea, fila, {"nombre": 160, "categoria": 8})
    if errores:
        raise CatalogoInvalido(*errores)
    conocidos = Establecimiento.objects.filter(pk__in=codigos).count()
    Establecimiento.objects.bulk_create(
        [
            Establecimiento(
                codigo=fila["codigo"],
                nombre=fila["nombre"],
                distrito_id=fila["ubigeo"] or None,
                categoria=fila["categoria"],
            )
            for _, fila in filas
        ],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["codigo"],
        update_fields=["nombre", "distrito", "categoria"],
    )
    return len(filas) - conocidos, conocidos


def _filas(lineas: Iterable[str], columnas: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row of a CSV with exactly these columns."""
    lector = csv.reader(lineas, strict=True)
    try:
        encabezado = [celda.strip().lower() for celda in next(lector, [])]
        if encabezado != columnas:
            raise CatalogoInvalido(f"El encabezado debe ser: {','.join(columnas)}.")
        for fila in lector:
            if len(fila) != len(columnas):
                raise CatalogoInvalido(
                    f"Línea {lector.line_num}: debe tener {len(columnas)} campos."
                )
            yield lector.line_num, dict(zip(columnas, (c.strip() for c in fila), strict=True))
    except csv.Error as error:
        raise CatalogoInvalido("El archivo no es un CSV separado por comas.") from error
    if lector.line_num < 2:
        raise CatalogoInvalido("El archivo no trae ninguna fila.")


def _distritos_validos(lineas, unidades, actuales) -> list[dict[str, str]]:
    """The rows by the names of the model's fields, as text; every error of every row at once."""
    filas, errores = [], []
    for linea, celdas in _filas(lineas, COLUMNAS_DISTRITOS):
        fila = {"ubigeo": celdas["ubigeo_inei"], "nombre": celdas["distrito"]} | {
            campo: celdas[campo] for campo in ETIQUETAS if campo != "nombre"
        }
        errores += _errores_de_distrito(linea, fila, unidades)
        filas.append(fila)
    errores += _repetidos("ubigeo INEI", [fila["ubigeo"] for fila in filas])
    reniec = {d.pk: d.ubigeo_reniec or "" for d in actuales.values()}
    reniec |= {fila["ubigeo"]: fila["ubigeo_reniec"] for fila in filas}
    errores += _repetidos("ubigeo RENIEC", list(filter(None, reniec.values())))
    if errores:
        raise CatalogoInvalido(*errores)
    for fila in filas:
        for campo in ("latitud", "longitud"):
            fila[campo] = f"{Decimal(fila[campo]):.5f}" if fila[campo] else ""
    return filas


def _errores_de_distrito(linea: int, fila: dict[str, str], unidades) -> Iterator[str]:
    if not re.fullmatch(r"[0-9]{6}", fila["ubigeo"]):
        yield f"Línea {linea}: el ubigeo INEI debe tener seis dígitos."
    if not re.fullmatch(r"([0-9]{6})?", fila["ubigeo_reniec"]):
        yield f"Línea {linea}: el ubigeo RENIEC debe tener seis dígitos o quedar vacío."
    if not (fila["departamento"] and fila["provincia"] and fila["nombre"]):
        yield f"Línea {linea}: faltan el departamento, la provincia o el distrito."
    yield from _largos(linea, fila, {"departamento": 60, "provincia": 60, "nombre": 80})
    if fila["unidad_territorial"] and fila["unidad_territorial"] not in unidades:
        yield f"Línea {linea}: la unidad territorial {fila['unidad_territorial']} no existe."
    if bool(fila["latitud"]) != bool(fila["longitud"]):
        yield f"Línea {linea}: latitud y longitud van juntas o quedan vacías."
    for campo, (desde, hasta) in (("latitud", LATITUDES), ("longitud", LONGITUDES)):
        if fila[campo] and not _entre(fila[campo], desde, hasta):
            yield f"Línea {linea}: la {campo} {fila[campo]} no está en el Perú."


def _entre(texto: str, desde: Decimal, hasta: Decimal) -> bool:
    try:
        return desde <= Decimal(texto) <= hasta
    except InvalidOperation:
        return False


def _largos(linea: int, fila: dict[str, str], maximos: dict[str, int]) -> list[str]:
    return [
        f"Línea {linea}: {campo} pasa de {maximo} caracteres."
        for campo, maximo in maximos.items()
        if len(fila[campo]) > maximo
    ]


def _repetidos(que: str, valores: list[str]) -> list[str]:
    return [
        f"El {que} {valor} está repetido." for valor, veces in Counter(valores).items() if veces > 1
    ]


def _como_texto(distrito: Distrito) -> dict[str, str]:
    unidad = distrito.unidad_territorial
    return {
        "ubigeo_reniec": distrito.ubigeo_reniec or "",
        "departamento": distrito.departamento,
        "provincia": distrito.provincia,
        "nombre": distrito.nombre,
        "latitud": "" if distrito.latitud is None else f"{distrito.latitud:.5f}",
        "longitud": "" if distrito.longitud is None else f"{distrito.longitud:.5f}",
        "unidad_territorial": unidad.codigo if unidad else "",
    }


def _valores(fila: dict[str, str], unidades) -> dict:
    """Cells as the model wants them."""
    valores = dict(fila)
    if "ubigeo_reniec" in valores:
        valores["ubigeo_reniec"] = valores["ubigeo_reniec"] or None
    for campo in {"latitud", "longitud"} & set(valores):
        valores[campo] = Decimal(valores[campo]) if valores[campo] else None
    if "unidad_territorial" in valores:
        valores["unidad_territorial"] = unidades.get(valores["unidad_territorial"])
    return valores
