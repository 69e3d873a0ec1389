"""A disk that fills up: one sentence for people, the database as it was, and a retry that works."""

import contextlib
import os
import pwd
import subprocess
import tempfile
from pathlib import Path

import pytest
from django.urls import reverse

from captacion.models import Carga, Persona
from tests import fabricas
from tests.fallas import trabajo
from tests.fallas.servidor import servidor_aparte

CARGA = "SELECT estado, motivo FROM captacion_carga"
FRASE = "No queda espacio"
REINTENTAR = """
from afiliacion.tasks import procesar_carga
from captacion.acciones import reintentar
from captacion.models import Carga
from juntos.models import Usuario
carga = reintentar(Carga.objects.get(), por=Usuario.objects.sistema())
procesar_carga(carga.pk)
"""
# Where it fills up: while the file is copied; and, in the long form, while its rows are validated.
DISCOS = {"al-copiar": 512, "al-validar": 2048} if trabajo.LARGAS else {"al-copiar": 512}


@contextlib.contextmanager
def disco(kb: int):
    """A disk of so many kB, in memory, that anybody may write."""
    with tempfile.TemporaryDirectory(prefix="juntos-disco-") as temporal:
        Path(temporal).chmod(0o711)
        carpeta = Path(temporal) / "disco"
        carpeta.mkdir()
        montar = ["mount", "-t", "tmpfs", "-o", f"size={kb}k", "tmpfs", str(carpeta)]
        try:
            subprocess.run(montar, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("No se puede montar un tmpfs aquí")
        try:
            yield carpeta
        finally:
            subprocess.run(["umount", "-l", str(carpeta)], check=True)


def ampliar(carpeta: Path, kb: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kb}k", str(carpeta)], check=True)


@pytest.mark.parametrize("kb", DISCOS.values(), ids=DISCOS)
def test_la_base_sin_disco_deja_la_carga_fallida_y_se_reintenta(base_real, rutas, kb):
    with disco(kb) as carpeta, servidor_aparte() as servidor:
        with contextlib.suppress(KeyError, PermissionError):
            os.chown(carpeta, pwd.getpwnam("nobody").pw_uid, -1)
        servidor.sql(f"CREATE TABLESPACE chico LOCATION '{carpeta}'")
        # The workshop of a load goes where new tables go.
        servidor.sql("ALTER DATABASE juntos SET default_tablespace = chico")
        antes = servidor.huella()

        proceso = servidor.manage("importar", str(rutas[-1]), f"--hoy={trabajo.HOY}")
        _, error = proceso.communicate(timeout=60)
        assert (proceso.returncode, error.count("\n")) == (1, 1), error
        assert error.startswith(FRASE)
        ((estado, motivo),) = servidor.sql(CARGA)
        assert estado == "fallida"
        assert motivo.startswith(FRASE)
        assert antes | {"captacion_carga": ...} == servidor.huella() | {"captacion_carga": ...}

        dicho = servidor.shell(REINTENTAR)
        assert "DiskFull" in dicho
        assert "Traceback" not in dicho
        assert servidor.sql(CARGA) == [("fallida", motivo)]

        ampliar(carpeta, 100_000)
        servidor.shell(REINTENTAR)
        assert servidor.sql(CARGA) == [("procesada", "")]
        assert servidor.sql("SELECT count(*) > 1000 FROM captacion_persona") == [(True,)]


@pytest.fixture
def subir(client, db):
    client.force_login(fabricas.UsuarioFactory(rol="sede"))

    def _subir(ruta):
        with ruta.open("rb") as abierto:
            return client.post(reverse("captacion:cargas"), {"archivos": abierto, "fuente": ""})

    return _subir


@pytest.mark.parametrize("lleno", ["MEDIA_ROOT", "FILE_UPLOAD_TEMP_DIR"])
def test_subir_un_archivo_que_no_cabe_lo_dice(subir, settings, tmp_path, lleno):
    """Where it is kept, or where the web puts what is too large for memory while it arrives."""
    settings.MEDIA_ROOT = tmp_path / "archivos"
    grande = tmp_path / "grande.txt"
    grande.write_bytes(b"NU_DNI|X\n" * 500_000)
    with disco(1024) as carpeta:
        setattr(settings, lleno, str(carpeta))
        respuesta = subir(grande)
        assert respuesta.status_code == 422
        assert FRASE in respuesta.content.decode()
        assert not any(hallado.is_file() for hallado in carpeta.rglob("*"))
        assert not Carga.objects.exists()

        ampliar(carpeta, 100_000)
        assert subir(grande).status_code == 302
        assert Carga.objects.count() == 1
    assert not Persona.objects.exists()
