"""Ten households worked by hand (tests/datos/liquidacion), compared to the sol."""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from afiliacion.models import Corresponsabilidad, Liquidacion, Pago
from tests import fabricas
from tests.afiliacion import dinero
from tests.afiliacion.dinero import dia

pytestmark = pytest.mark.django_db
DATOS = Path(__file__).resolve().parents[1] / "datos" / "liquidacion"
MONTOS = ("base", "tpi", "ajuste", "total")


@pytest.fixture
def liquidadas(distrito):
    """Both bimesters, the first sent to the bank, with what was known of each at its time."""
    luego = {}
    for datos in tomllib.loads((DATOS / "diez_hogares.toml").read_text())["hogar"]:
        luego |= _construir(datos, distrito)
    primera = dinero.enviar(dinero.liquidar("2026-5", corte=dia("31/10/2026")))
    for pk, situacion in luego.items():
        Corresponsabilidad.objects.filter(pk=pk).update(situacion=situacion)
    return primera, dinero.liquidar("2026-6", corte=dia("31/12/2026"))


def _construir(datos, distrito) -> dict[int, str]:
    hogar = dinero.hogar(
        distrito,
        codigo=datos["codigo"],
        desde=dia(datos.get("desde", "01/01/2024")),
        titular=datos.get("titular", True),
    )
    mujer = fabricas.PersonaFactory()
    sujetos = [
        (dinero.gestante(hogar, dia(g["fur"]), persona=mujer), g) for g in datos.get("gestante", [])
    ]
    for n in datos.get("nino", []):
        registrado = dia(n["registrado"]) if "registrado" in n else None
        madre = mujer if n.get("de_la_gestante") else None
        sujetos.append(
            (dinero.nacido(hogar, dia(n["nacio"]), registrado=registrado, madre=madre), n)
        )
    luego = {}
    for captacion, sujeto in sujetos:
        for item in sujeto.get("items", []):
            exigible, despues = dia(item.pop("exigible")), item.pop("luego", "")
            exigido = dinero.exigir(captacion, exigible, **item)
            luego |= {exigido.pk: despues} if despues else {}
    return luego


def _esperado() -> dict[tuple[str, str], tuple]:
    with (DATOS / "diez_hogares.csv").open() as archivo:
        return {
            (fila["periodo"], fila["hogar"]): tuple(Decimal(fila[m]) for m in MONTOS)
            for fila in csv.DictReader(archivo, delimiter=";")
        }


def test_los_diez_hogares_cobran_lo_que_se_conto_a_mano(liquidadas):
    hallado = {
        (p.liquidacion.periodo, p.hogar.codigo): tuple(getattr(p, m) for m in MONTOS)
        for p in Pago.objects.select_related("liquidacion", "hogar")
    }
    assert hallado == _esperado()


def test_los_totales_son_la_suma_de_lo_contado_a_mano(liquidadas):
    for liquidacion in Liquidacion.objects.all():
        suyos = [m for (periodo, _), m in _esperado().items() if periodo == liquidacion.periodo]
        sumas = tuple(sum(columna) for columna in zip(*suyos, strict=True))
        assert tuple(getattr(liquidacion, m) for m in MONTOS) == sumas
