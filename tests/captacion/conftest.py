"""Loads of small files, on private storage that each test throws away; a sample of `simular`."""

import pytest
from django.test import Client

from tests.captacion.archivos import Cargador
from tests.captacion.cargas import con_dos_rechazadas
from tests.captacion.simulada import Muestra, simular


@pytest.fixture
def archivos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    return settings.MEDIA_ROOT


@pytest.fixture
def cargar(db, tmp_path, archivos):
    return Cargador(tmp_path)


@pytest.fixture
def cliente(sede):
    cliente = Client()
    cliente.force_login(sede)
    return cliente


@pytest.fixture
def procesada():
    return con_dos_rechazadas()


@pytest.fixture(scope="session")
def muestra(tmp_path_factory) -> Muestra:
    carpeta = tmp_path_factory.mktemp("limpio")
    simular(carpeta)
    return Muestra(carpeta)
