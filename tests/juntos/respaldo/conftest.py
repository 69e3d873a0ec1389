"""An installation with people and files, its key, and bases beside that do not outlive the test."""

import secrets
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from juntos.respaldo import cifrado, copia, servidor
from tests import fabricas

CLAVE = "clave-de-prueba-9fK2mQ7xZ4tW8sB1vN5c"
OTRA_CLAVE = "otra-de-prueba-3hJ6pL0yR8uD2gM7kX4e"


@pytest.fixture(autouse=True)
def clave(monkeypatch):
    monkeypatch.setenv(cifrado.VARIABLE, CLAVE)


@pytest.fixture
def carpetas(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    settings.JUNTOS_RESPALDOS = tmp_path / "respaldos"
    return tmp_path


@pytest.fixture
def instalacion(base_real, carpetas, settings):
    """Committed people of a few tables, and files: small, empty, of three sealed chunks."""
    for _ in range(5):
        fabricas.CaptacionFactory()
    acuerdos = settings.MEDIA_ROOT / "acuerdos" / "2026"
    acuerdos.mkdir(parents=True)
    (acuerdos / "acuerdo ñandú.pdf").write_bytes(b"%PDF-" + b"x" * 100)
    (acuerdos / ("a" * 180 + ".jpg")).write_bytes(secrets.token_bytes(3 * cifrado.TROZO))
    (settings.MEDIA_ROOT / "vacio").touch()
    return settings.MEDIA_ROOT


@pytest.fixture
def respaldo(instalacion, carpetas) -> Path:
    return copia.respaldar(carpetas / "uno.respaldo").ruta


@pytest.fixture
def otra_base(base_real):
    """A name that is free on this server, and nothing under it afterwards."""
    nombre = servidor.nombre_nuevo(servidor.base_actual(), "prueba")
    yield nombre
    with servidor.mantenimiento() as conexion:
        todas = conexion.execute("SELECT datname FROM pg_database").fetchall()
    for (base,) in todas:
        if base.startswith(nombre[:40]):
            servidor.borrar(base)


@pytest.fixture
def destino(otra_base, carpetas):
    """Where `restaurar` puts what it restores: the options that say so."""
    return {"base": otra_base, "archivos": carpetas / "restaurados"}


def negarse(orden: str, *argumentos, **opciones) -> str:
    """What the command says when it does not do it."""
    with pytest.raises(CommandError) as negativa:
        call_command(orden, *argumentos, **opciones)
    assert negativa.value.returncode == 2
    return str(negativa.value)
