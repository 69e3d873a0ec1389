"""The table that the practice published, computed again from cohorts of its distribution.

`cuadro_de_la_practica`: nothing is left in the database.
"""

import datetime as dt
import tomllib
from itertools import pairwise
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from afiliacion.consultas.indicadores import NOMBRES, Ambito, Cuentas, curva, total
from captacion.models import Fuente, TipoCaptacion
from juntos.models import Parametro

RAIZ = Path(__file__).resolve().parents[2]
COHORTES = tomllib.loads((RAIZ / "practica" / "cohortes.toml").read_text())
SQL = (RAIZ / "sql" / "practica" / "cohorte.sql").read_text()
# Beyond every deadline: how late a capture was told to be is not published.
TARDE = 60
LUGAR = "practica"
CIFRAS = ("captacion_30d", "captacion_8d", "mismo_dia", "captacion_8d_de_captados",
          "mismo_dia_de_captados")  # fmt: skip


class Command(BaseCommand):
    help = "El cuadro publicado por la práctica, vuelto a calcular con cohortes de su distribución."

    @transaction.atomic
    def handle(self, **opciones):
        clave = 0
        with connection.cursor() as cursor:
            for anio, cohorte in COHORTES.items():
                clave = _sembrar(cursor, int(anio), cohorte, clave)
        self.stdout.write(_cuadro({anio: _ambito(int(anio)) for anio in COHORTES}))
        transaction.set_rollback(True)


def _sembrar(cursor, anio: int, cohorte: dict, clave: int) -> int:
    """The facts of a year; answers the last key."""
    plazo, primer_trimestre = map(
        Parametro.de, ("dias_captacion_recien_nacido", "dias_primer_trimestre")
    )
    hasta = {int(dias): n for dias, n in cohorte["captados_hasta"].items()} | {
        TARDE: cohorte["nacidos"]
    }
    grupos = [(TipoCaptacion.GESTANTE, primer_trimestre, primer_trimestre, cohorte["gestantes"])]
    grupos += [
        (TipoCaptacion.RECIEN_NACIDO, dias, plazo, hasta[dias] - hasta.get(antes, 0))
        for antes, dias in pairwise([None, *sorted(hasta)])
    ]
    for tipo, dias, limite, cuantos in grupos:
        valores = {"tipo": tipo, "dias": dias, "limite": limite, "cuantos": cuantos}
        valores |= {"anio": anio, "desde_clave": clave, "lugar": LUGAR}
        cursor.execute(SQL, valores | {"fuente": Fuente.PADRON_NOMINAL})
        clave += cuantos
    return clave


def _ambito(anio: int) -> Ambito:
    return Ambito(
        desde=dt.date(anio, 1, 1),
        hasta=dt.date(anio, 12, 31),
        corte=dt.date(anio + 1, 12, 31),
        centro_poblado=LUGAR,
    )


def _cuadro(ambitos: dict[str, Ambito]) -> str:
    cuentas = {anio: total(ambito) for anio, ambito in ambitos.items()}
    antes, despues = cuentas.values()
    lineas = ["Indicador | " + " | ".join(cuentas) + " | Diferencia", "--- | ---: | ---: | ---:"]
    lineas += [_linea(codigo, antes, despues) for codigo in CIFRAS]
    lineas += [
        "Captados hasta el día 24, de los captados antes de 30 | "
        + " | ".join(f"{_hasta_el_24(ambito):.1%}" for ambito in ambitos.values())
        + " |",
        f"{NOMBRES['gestantes_it']} | {antes.gestantes_oportunas:,} | "
        f"{despues.gestantes_oportunas:,} | "
        f"{despues.gestantes_oportunas - antes.gestantes_oportunas:+,}",
    ]
    return "\n".join(lineas)


def _linea(codigo: str, antes: Cuentas, despues: Cuentas) -> str:
    razones = (antes[codigo], despues[codigo])
    celdas = " | ".join(f"{r.valor:.1%} ({r.numerador:,} de {r.denominador:,})" for r in razones)
    puntos = 100 * (razones[1].valor - razones[0].valor)
    return f"{NOMBRES[codigo]} | {celdas} | {puntos:+.1f} puntos"


def _hasta_el_24(ambito: Ambito) -> float:
    edades = dict(curva(ambito))
    return sum(n for dias, n in edades.items() if dias <= 24) / total(ambito).captados
