"""The cast: gestora, supervisora, sede, administracion, and ajena, who must see nothing."""

import pytest
from django.conf import settings

from juntos import servidores
from juntos.models import Rol
from tests import fabricas


def pytest_configure(config):
    """Every process of the run holds the servers; the last one to end stops them."""
    servidores.asegurar(settings.JUNTOS_DATOS, settings.EMBEBIDOS, duradero=False)


@pytest.fixture
def unidad():
    return fabricas.UnidadTerritorialFactory(nombre="UT de prueba")


@pytest.fixture
def distrito(unidad):
    return fabricas.DistritoFactory(unidad_territorial=unidad)


@pytest.fixture
def gestora(distrito, unidad):
    """A manager assigned to `distrito` since long ago."""
    usuario = fabricas.UsuarioFactory(rol=Rol.GESTORA, unidad_territorial=unidad)
    fabricas.AsignacionFactory(usuario=usuario, distrito=distrito)
    return usuario


@pytest.fixture
def supervisora(unidad):
    return fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=unidad)


@pytest.fixture
def sede(db):
    return fabricas.UsuarioFactory(rol=Rol.SEDE)


@pytest.fixture
def administracion(db):
    return fabricas.UsuarioFactory(rol=Rol.ADMINISTRACION, is_staff=True, is_superuser=True)


@pytest.fixture
def ajena(db):
    """A manager of another territory: our households do not exist for her."""
    otra = fabricas.UnidadTerritorialFactory(nombre="UT ajena")
    usuario = fabricas.UsuarioFactory(rol=Rol.GESTORA, unidad_territorial=otra)
    fabricas.AsignacionFactory(
        usuario=usuario, distrito=fabricas.DistritoFactory(unidad_territorial=otra)
    )
    return usuario
