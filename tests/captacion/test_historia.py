"""The past of a sample: no row lost or doubled, each file of its days."""

import pytest

from captacion.simulacion.historia import REGISTROS, repartir
from tests.captacion.simulada import DIAS, HASTA, fecha, leer, simular


@pytest.fixture
def muestra(tmp_path):
    simular(tmp_path, hogares=1500)
    return tmp_path


def repartida(muestra):
    return repartir(muestra, hasta=HASTA, dias=DIAS, recientes=21)


def filas(ruta) -> list[tuple]:
    return [tuple(fila.items()) for fila in leer(ruta)]


def test_lo_de_juntos_pasa_a_sus_dias_y_nada_se_repite(muestra):
    antes = {r.archivo: filas(muestra / r.archivo) for r in REGISTROS}
    cortes = repartida(muestra)
    assert [c.dia for c in cortes] == sorted(c.dia for c in cortes)
    for registro in REGISTROS:
        pasadas = [f for c in cortes if c.fuente == registro.fuente for f in filas(c.ruta)]
        todas = [*filas(muestra / registro.archivo), *pasadas]
        assert pasadas
        assert len(set(todas)) == len(todas)
        assert set(todas) < set(antes[registro.archivo])


def test_cada_archivo_llega_despues_de_lo_que_cuenta(muestra):
    for corte in repartida(muestra):
        (registro,) = (r for r in REGISTROS if r.fuente == corte.fuente)
        dias = [fecha(fila[registro.escrito]) for fila in leer(corte.ruta)]
        assert all(0 <= (corte.dia - dia).days < registro.cada for dia in dias)
        assert (HASTA - corte.dia).days % registro.cada == 0


def test_lo_reciente_y_los_mas_grandes_se_quedan(muestra):
    repartida(muestra)
    padron = REGISTROS[0]
    edades = {(HASTA - fecha(f[padron.evento])).days for f in leer(muestra / padron.archivo)}
    assert not any(21 < edad <= DIAS for edad in edades)
    assert min(edades) <= 21
    assert max(edades) > DIAS
