"""Loads of small files, on private storage that each test throws away."""

import pytest

from tests.captacion.archivos import Cargador


@pytest.fixture
def cargar(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    return Cargador(tmp_path)
