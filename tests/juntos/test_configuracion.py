"""Production starts only with its own secret, hosts and servers; addresses are read right."""

import os
import subprocess
import sys

import pytest

from juntos import servidores
from juntos.settings import base

SANO = {
    "SECRET_KEY": "k9Zr-0vQm4TtYw8uBx2Lc6Dn1Ff7Gh3Jj5Kp_SaEeRrUuIiOo-XyWqVb",
    "ALLOWED_HOSTS": "juntos.example",
    "DATABASE_URL": "postgresql://juntos:x@bd.example:5433/juntos?sslmode=require",
    "CELERY_BROKER_URL": "redis://cola.example:6379/0",
}
# The last one is of the browser tests, and no deployment may set it.
PROPIAS = ("DEBUG", *SANO, "DJANGO_ALLOW_ASYNC_UNSAFE")


def arrancar(entorno, orden=("-c", "import juntos.settings.produccion")):
    limpio = {clave: valor for clave, valor in os.environ.items() if clave not in PROPIAS}
    return subprocess.run(
        [sys.executable, *orden],
        env=limpio | entorno,
        capture_output=True,
        text=True,
        check=False,
    )


def test_produccion_pasa_la_revision_de_despliegue():
    orden = ("manage.py", "check", "--deploy", "--fail-level", "INFO")
    hecho = arrancar(SANO | {"DJANGO_SETTINGS_MODULE": "juntos.settings.produccion"}, orden)
    assert hecho.returncode == 0, hecho.stderr


@pytest.mark.parametrize("falta", SANO)
def test_produccion_no_arranca_sin(falta, tmp_path):
    entorno = {clave: valor for clave, valor in SANO.items() if clave != falta}
    hecho = arrancar(entorno | {"JUNTOS_DATOS": str(tmp_path)})
    assert hecho.returncode
    assert falta in hecho.stderr


@pytest.mark.parametrize(
    "cambio",
    [
        {"SECRET_KEY": "corta"},
        {"SECRET_KEY": "a" * 60},
        {"SECRET_KEY": "django-insecure-" + SANO["SECRET_KEY"]},
        {"DEBUG": "true"},
    ],
    ids=["corta", "repetida", "insegura", "debug"],
)
def test_produccion_rechaza(cambio):
    hecho = arrancar(SANO | cambio)
    assert hecho.returncode
    assert next(iter(cambio)) in hecho.stderr


def test_la_direccion_de_la_base_se_lee_entera(monkeypatch):
    monkeypatch.setattr(base, "EMBEBIDOS", [])
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://us%40r:cl%2Fave@bd:5433/juntos?sslmode=require"
    )

    leida = base._base_de_datos()

    assert (leida["USER"], leida["PASSWORD"]) == ("us@r", "cl/ave")
    assert (leida["HOST"], leida["PORT"], leida["NAME"]) == ("bd", "5433", "juntos")
    assert leida["OPTIONS"]["sslmode"] == "require"


def test_la_base_puede_estar_tras_un_socket(monkeypatch):
    monkeypatch.setattr(base, "EMBEBIDOS", [])
    monkeypatch.setenv("DATABASE_URL", "postgresql://juntos@/juntos?host=/run/postgresql")
    assert base._base_de_datos()["HOST"] == "/run/postgresql"


def test_otra_base_que_no_sea_postgresql_se_rechaza(monkeypatch):
    monkeypatch.setattr(base, "EMBEBIDOS", [])
    monkeypatch.setenv("DATABASE_URL", "sqlite:///juntos.db")
    with pytest.raises(SystemExit, match="postgresql://"):
        base._base_de_datos()


@pytest.mark.parametrize(
    ("entorno", "embebidos"),
    [
        ({}, ["postgres", "valkey"]),
        ({"DATABASE_URL": "postgresql://x"}, ["valkey"]),
        ({"CELERY_BROKER_URL": "redis://x"}, ["postgres"]),
        ({"DATABASE_URL": "postgresql://x", "CELERY_BROKER_URL": "redis://x"}, []),
    ],
)
def test_se_embebe_lo_que_el_entorno_no_trae(entorno, embebidos):
    assert servidores.embebidos(entorno) == embebidos


def test_el_correo_espera_en_una_carpeta_hasta_que_se_nombra_un_servidor():
    decir = "from juntos.settings import produccion as p; print(p.EMAIL_BACKEND.split('.')[-2], "
    orden = ("-c", f"{decir}p.EMAIL_PORT, p.EMAIL_USE_TLS, p.URL_PUBLICA)")
    sin = arrancar(SANO | {"EMAIL_HOST": ""}, orden)
    assert sin.stdout.split() == ["filebased", "25", "False", "https://juntos.example"]
    smtp = {"EMAIL_HOST": "correo.example", "EMAIL_PORT": "587", "EMAIL_USE_TLS": "1"}
    con = arrancar(SANO | smtp | {"URL_PUBLICA": "https://otra.example/"}, orden)
    assert con.stdout.split() == ["smtp", "587", "True", "https://otra.example"]


def test_una_base_en_la_red_no_se_cree_para_siempre(monkeypatch):
    """Keepalives on both sides; what the address says goes first."""
    monkeypatch.setattr(base, "EMBEBIDOS", [])
    monkeypatch.setenv("DATABASE_URL", SANO["DATABASE_URL"] + "&connect_timeout=9")
    opciones = base._base_de_datos()["OPTIONS"]
    assert (opciones["connect_timeout"], opciones["sslmode"]) == ("9", "require")
    assert (opciones["keepalives_idle"], opciones["tcp_user_timeout"]) == (5, 10_000)
    assert "-c tcp_keepalives_idle=5" in opciones["options"]
    assert "-c statement_timeout=0" in opciones["options"]
