"""Open data: counts by district and month of a quarter that is closed; nobody can be told by them.

Quarters, whole and once closed: two periods that overlap would give back, one taken from the other,
what each hides. The cut-off of a quarter is always the same day, so its file is always the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from afiliacion.consultas.indicadores import Ambito, por
from juntos.models import Distrito, Parametro
from juntos.planilla import lineas_csv
from juntos.supresion import MINIMO, TOTAL, con_totales, ocultar, pequena

OCULTA = "*"
TRIMESTRES_ATRAS = 8
# Each count after the one that it is part of: the rest of it must not be small either.
MEDIDAS = {
    "nacidos": "",
    "captados": "nacidos",
    "captados_8d": "captados",
    "captados_mismo_dia": "captados_8d",
    "gestantes": "",
    "gestantes_oportunas": "gestantes",
    "hogares_nuevos": "",
    "hogares_temprano": "hogares_nuevos",
}
QUE_ES = {
    "ubigeo": "Código INEI del distrito; «total»: todo el país; vacío: sin distrito identificado",
    "departamento": "Departamento",
    "provincia": "Provincia",
    "distrito": "Distrito",
    "mes": "Mes, AAAA-MM; «total»: el trimestre",
    "nacidos": "Nacimientos del mes en hogares usuarios",
    "captados": "De ellos, los registrados antes de los 30 días de edad",
    "captados_8d": "De ellos, los registrados en los primeros 8 días",
    "captados_mismo_dia": "De ellos, los registrados el día en que nacieron",
    "gestantes": "Gestantes registradas cuya última regla cae en el mes",
    "gestantes_oportunas": "De ellas, las registradas en el primer trimestre de embarazo",
    "hogares_nuevos": "Hogares nuevos afiliados en el mes",
    "hogares_temprano": "De ellos, los afiliados a tiempo",
}


@dataclass(frozen=True)
class Trimestre:
    """Three months, told as of the first day on which all of their births are 30 days old."""

    codigo: str
    meses: tuple[dt.date, ...]
    corte: dt.date

    @property
    def nombre(self) -> str:
        return f"Trimestre {self.codigo[-1]} de {self.codigo[:4]}"

    def archivo(self, que: str) -> str:
        return f"captacion-temprana_{self.codigo}_corte-{self.corte}_{que}.csv"


def trimestres(hoy: dt.date) -> list[Trimestre]:
    """Those that are closed, the last first."""
    plazo = dt.timedelta(days=Parametro.de("dias_captacion_recien_nacido") + 1)
    primero = hoy.replace(month=(hoy.month - 1) // 3 * 3 + 1, day=1)
    cerrados = []
    for _ in range(TRIMESTRES_ATRAS + 1):
        fin = primero - dt.timedelta(days=1)
        primero = fin.replace(month=fin.month - 2, day=1)
        meses = tuple(primero.replace(month=primero.month + n) for n in range(3))
        if fin + plazo < hoy:
            codigo = f"{fin.year}-T{fin.month // 3}"
            cerrados.append(Trimestre(codigo, meses, fin + plazo))
    return cerrados[:TRIMESTRES_ATRAS]


def datos(trimestre: Trimestre) -> Iterator[str]:
    """The counts of each district with any case, by month, with their totals."""
    tablas = _tablas(trimestre)
    distritos = {d.pk: d for d in Distrito.objects.all()}
    grupos = {pk: d.unidad_territorial_id for pk, d in distritos.items()}
    ocultas = {
        medida: ocultar(
            tabla, grupos=grupos, ademas=_restos_pequenos(tabla, tablas.get(MEDIDAS[medida]))
        )
        for medida, tabla in tablas.items()
    }
    filas = sorted({fila for tabla in tablas.values() for fila, _ in tabla if fila != TOTAL})
    meses = [f"{mes:%Y-%m}" for mes in trimestre.meses]
    yield from lineas_csv(
        [
            list(QUE_ES),
            *(
                _lugar(fila, distritos)
                + [mes]
                + [
                    OCULTA if (fila, mes) in ocultas[medida] else tabla.get((fila, mes), 0)
                    for medida, tabla in tablas.items()
                ]
                for fila in (*filas, TOTAL)
                for mes in (*meses, TOTAL)
            ),
        ]
    )


def diccionario(trimestre: Trimestre) -> Iterator[str]:
    """What each column is, and what was hidden and why."""
    meses = f"{trimestre.meses[0]:%Y-%m} a {trimestre.meses[-1]:%Y-%m}"
    yield from lineas_csv(
        [
            ["columna", "que_es"],
            *QUE_ES.items(),
            ["(período)", meses],
            ["(fecha de corte)", f"Lo que se sabía al {trimestre.corte:%d/%m/%Y}"],
            [
                f"({OCULTA})",
                f"Dato oculto: de 1 a {MINIMO - 1} casos, o un resto de 1 a {MINIMO - 1}, u otro "
                "dato que permitiría calcularlos por resta. Cero es cero.",
            ],
            ["(distritos)", "Un distrito que no figura no tuvo casos en el trimestre."],
            ["(fuente)", "Programa JUNTOS, captación temprana. Solo recuentos: ninguna persona."],
        ]
    )


def _tablas(trimestre: Trimestre) -> dict[str, dict]:
    """Measure → its table by district and month, with totals."""
    cuentas: dict[str, dict] = {medida: {} for medida in MEDIDAS}
    for mes in trimestre.meses:
        hasta = (mes + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        for grupo in por(Ambito(desde=mes, hasta=hasta, corte=trimestre.corte), "distrito"):
            for medida in MEDIDAS:
                cuentas[medida][grupo.grupo or "", f"{mes:%Y-%m}"] = getattr(grupo, medida)
    return {medida: con_totales(de_medida) for medida, de_medida in cuentas.items()}


def _restos_pequenos(tabla: dict, entero: dict | None) -> list:
    """Where what is left of the whole is small: the two numbers would tell it."""
    if entero is None:
        return []
    return [celda for celda, n in tabla.items() if pequena(entero[celda] - n)]


def _lugar(ubigeo: str, distritos: dict[str, Distrito]) -> list[str]:
    if ubigeo == TOTAL:
        return [TOTAL, "", "", ""]
    distrito = distritos.get(ubigeo)
    if distrito is None:
        return [ubigeo, "", "", "Sin distrito identificado"]
    return [ubigeo, distrito.departamento, distrito.provincia, distrito.nombre]


def buscar(codigo: str, hoy: dt.date) -> Trimestre | None:
    return next((t for t in trimestres(hoy) if t.codigo == codigo), None)
