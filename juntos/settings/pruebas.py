"""The tests': their own data folder and servers, so that they never touch the demo's."""

import os

from juntos import servidores
from juntos.settings.base import *  # noqa: F403

JUNTOS_DATOS = JUNTOS_DATOS / "pruebas"
MEDIA_ROOT = JUNTOS_DATOS / "archivos"
JUNTOS_RESPALDOS = JUNTOS_DATOS / "respaldos"
MENSAJES_CARPETA = JUNTOS_DATOS / "mensajes"
EMAIL_FILE_PATH = JUNTOS_DATOS / "correo"
EMBEBIDOS_DURADEROS = False
if servidores.POSTGRES in EMBEBIDOS:
    DATABASES["default"] |= servidores.conexion_embebida(JUNTOS_DATOS)
if servidores.VALKEY in EMBEBIDOS:
    CELERY_BROKER_URL = servidores.url_broker_embebido(JUNTOS_DATOS)
# Each pytest worker rings only its own bells.
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = os.environ.get("PYTEST_XDIST_WORKER", "gw")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# What production writes is what the suite searches for people.
LOGGING["handlers"]["consola"]["formatter"] = "json"
