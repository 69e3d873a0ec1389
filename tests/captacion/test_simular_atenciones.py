"""`simular` writes his.txt: care of the newborns and pregnant women of the other files."""

import datetime as dt

import pytest

from captacion.fuentes.his import CANONICO
from captacion.models import Atencion, Gestante, RecienNacido
from captacion.simulacion.archivos import HIS
from captacion.simulacion.simulador import Simulador
from tests.captacion.archivos import HOY, cargar_bytes


@pytest.fixture
def carpeta(tmp_path):
    Simulador(tmp_path, hogares=300, dias=60, hasta=HOY, semilla=3).correr()
    return tmp_path


def test_cada_atencion_es_de_alguien_de_los_otros_archivos(cargar, carpeta):
    for fuente in ("padron_nominal", "sis_gestantes", "his"):
        nombre = f"{fuente}.txt"
        carga = cargar_bytes(carpeta, (carpeta / nombre).read_bytes(), nombre=f"copia_{nombre}")
        assert (carga.fuente, carga.rechazadas) == (fuente, 0)

    assert carga.nuevas == carga.leidas == Atencion.objects.count() > 50
    assert carga.avisos == 0
    con_persona = Atencion.objects.filter(persona__isnull=False)
    # The children whom the Padrón knows only next week are not there yet.
    assert con_persona.count() > 0.8 * carga.leidas
    personas = set(con_persona.values_list("persona", flat=True))
    esperadas = set(Gestante.objects.values_list("persona", flat=True))
    esperadas |= set(RecienNacido.objects.values_list("persona", flat=True))
    assert personas <= esperadas
    assert not Atencion.objects.filter(atendida_el__gt=HOY).exists()
    assert Atencion.objects.filter(fur__lt=HOY - dt.timedelta(days=20)).exists()


def test_el_encabezado_es_el_del_perfil(carpeta):
    titulos = (carpeta / "his.txt").read_text(encoding="utf-8").split("\n")[0].split("|")
    assert titulos == HIS
    assert set(CANONICO.columnas.values()) <= set(HIS)
    assert all(len(fila.split("|")[2]) == 9 for fila in _filas(carpeta))


def _filas(carpeta) -> list[str]:
    return (carpeta / "his.txt").read_text(encoding="utf-8").split("\n")[1:-1]
