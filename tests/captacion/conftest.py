"""Loads of small files, on private storage that each test throws away; a sample of `simular`."""

import pytest

from tests.captacion.archivos import Cargador
from tests.captacion.simulada import Muestra, simular


@pytest.fixture
def cargar(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    return Cargador(tmp_path)


@pytest.fixture(scope="session")
def muestra(tmp_path_factory) -> Muestra:
    carpeta = tmp_path_factory.mktemp("limpio")
    simular(carpeta)
    return Muestra(carpeta)
