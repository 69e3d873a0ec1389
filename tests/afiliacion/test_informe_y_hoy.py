"""What was published and what is known today: the causes add up, and each opens its rows."""

import datetime as dt
from dataclasses import asdict

import pytest

from afiliacion.acciones import hechos
from afiliacion.consultas import informes
from afiliacion.consultas.indicadores import Ambito, total
from afiliacion.models import HechoCaptacion
from captacion.acciones.duplicados import fusionar
from juntos.models import Parametro, Rol
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.informes import PREPARADO, corregir, nace, preparar, publicar
from tests.captacion.fusion.gente import par

pytestmark = pytest.mark.django_db
DIA = dt.date(2026, 3, 10)
HOY = dt.date(2026, 6, 15)


def causas(informe, **campos) -> dict[str, dict[str, tuple[int, int]]]:
    return {
        d.que: {c.codigo: (c.entran, c.salen) for c in d.causas}
        for d in informes.diferencias(informe, hoy=HOY, **campos)
        if d.causas
    }


def exigir_que_cuadre(informe, sede, **campos):
    """Each count's causes add up to its change, and each cause opens as many rows as it says."""
    mes = Ambito(desde=informe.desde, hasta=informe.hasta, corte=HOY, **campos)
    ahora = asdict(total(mes))
    for d in informes.diferencias(informe, hoy=HOY, **campos):
        assert d.publicado + sum(c.entran - c.salen for c in d.causas) == ahora[d.que], d.que
        for c in d.causas:
            filas = informes.filas_de_causa(informe, d.que, c.codigo, por=sede, hoy=HOY, **campos)
            assert len(filas) == c.entran + c.salen, (d.que, c.codigo)
            assert sum(f.signo for f in filas) == c.entran - c.salen


@pytest.fixture
def dos_unidades(distrito):
    """Another district, of another unit."""
    return distrito, fabricas.DistritoFactory()


@pytest.fixture
def movido(dos_unidades):
    """A published March, and one thing of each kind that happened after it."""
    distrito, otro = dos_unidades
    sede = fabricas.UsuarioFactory(rol=Rol.SEDE)
    suyas = {
        n: nace(distrito, DIA)
        for n in ("queda", "fecha", "vinculo", "territorio", "queda_unida", "sobra")
    }
    de_abril = nace(distrito, dt.date(2026, 4, 1))
    nueva = nace(distrito, DIA, usuario=False, afiliada_el=dt.date(2026, 3, 20))
    por_afiliar = nace(distrito, DIA, usuario=False)
    informe = publicar()

    nace(distrito, DIA, a_los=90)
    corregir(suyas["fecha"], evento_el=dt.date(2026, 4, 2), limite_el=dt.date(2026, 5, 1),
             registrada_el=dt.date(2026, 4, 3))  # fmt: skip
    corregir(de_abril, evento_el=dt.date(2026, 3, 31), limite_el=dt.date(2026, 4, 29))
    corregir(suyas["vinculo"], en_hogar_usuario=False)
    corregir(suyas["territorio"], distrito=otro)
    corregir(por_afiliar, afiliada_el=dt.date(2026, 3, 28))
    corregir(nueva, afiliada_el=dt.date(2026, 4, 2))
    unir(suyas["queda_unida"], suyas["sobra"])
    hechos.actualizar_todos(hoy=HOY)
    return informe, sede


def unir(queda, sobra):
    return fusionar(par(queda.persona, sobra.persona), por=fabricas.UsuarioFactory(rol=Rol.SEDE))


def test_las_causas_suman_exactamente_la_diferencia(movido):
    informe, sede = movido
    assert causas(informe)["nacidos"] == {
        "tardia": (1, 0),
        "unida": (0, 1),
        "vinculo": (0, 1),
        "fechas": (1, 1),
    }
    assert causas(informe)["hogares_nuevos"] == {"paso": (1, 1)}
    assert "tardia" not in causas(informe)["captados"]
    exigir_que_cuadre(informe, sede)


def test_en_una_unidad_quien_se_muda_a_otra_sale_y_en_la_otra_entra(movido, dos_unidades):
    informe, sede = movido
    una, otra = (d.unidad_territorial_id for d in dos_unidades)
    assert causas(informe, unidad=una)["captados"]["territorio"] == (0, 1)
    assert causas(informe, unidad=otra)["captados"] == {"territorio": (1, 0)}
    for unidad in (una, otra):
        exigir_que_cuadre(informe, sede, unidad=unidad)


def test_una_cohorte_que_se_cierra_despues_del_corte_se_dice(distrito, sede):
    nace(distrito, dt.date(2026, 3, 30))
    informe = preparar(hoy=dt.date(2026, 4, 5))
    hechos.actualizar_todos(hoy=HOY)
    assert causas(informe)["nacidos"] == {"cohorte": (1, 0)}
    assert causas(informe)["nacidos_abiertos"] == {"cohorte": (0, 1)}
    exigir_que_cuadre(informe, sede)


def test_un_parametro_que_cambia_se_dice(distrito, sede):
    nace(distrito, DIA, a_los=5)
    informe = publicar()
    Parametro.objects.filter(pk="dias_primeros_ocho").update(valor=4)
    assert causas(informe) == {"captados_8d": {"definicion": (0, 1)}}
    exigir_que_cuadre(informe, sede)


def test_una_carga_con_fecha_de_antes_del_corte_llego_despues(distrito, sede):
    informe = publicar()
    nace(distrito, DIA)
    hechos.actualizar_todos(hoy=DIA)
    assert causas(informe)["captados"] == {"tardia": (1, 0)}
    exigir_que_cuadre(informe, sede)


def test_sin_novedad_no_hay_diferencia(distrito):
    nace(distrito, DIA)
    construir.gestante(construir.hogar(distrito), dias=40, hoy=dt.date(2026, 4, 10))
    informe = publicar()
    assert causas(informe) == {}
    assert {d.que: (d.publicado, d.hoy) for d in informes.diferencias(informe, hoy=HOY)}[
        "gestantes"
    ] == (1, 1)


def test_al_unir_dos_personas_lo_que_se_sabia_antes_sigue_escrito(distrito):
    queda, sobra = nace(distrito, DIA), nace(distrito, DIA)
    hechos.actualizar_todos(hoy=PREPARADO)
    unir(queda, sobra)
    hechos.actualizar_todos(hoy=HOY)
    antes = HechoCaptacion.objects.al(HOY - dt.timedelta(days=1))
    assert {h.captacion_id for h in antes} == {queda.pk, sobra.pk}
    assert [h.captacion_id for h in HechoCaptacion.objects.al(HOY)] == [queda.pk]


def test_cada_quien_ve_solo_las_filas_de_su_territorio(movido, supervisora, ajena):
    informe, sede = movido
    de_todos = informes.filas_publicadas(informe, "captados", por=sede)
    assert de_todos.count() == 6
    assert informes.filas_publicadas(informe, "captados", por=supervisora).count() == 6
    assert informes.filas_publicadas(informe, "captados", por=ajena).count() == 0
    assert informes.filas_de_causa(informe, "nacidos", "fechas", por=ajena, hoy=HOY) == []
