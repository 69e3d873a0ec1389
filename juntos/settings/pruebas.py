"""The tests': their own data folder and servers, so that they never touch the demo's."""

import os
from pathlib import Path

_datos = Path(os.environ.get("JUNTOS_DATOS") or Path(__file__).resolve().parents[2] / ".datos")
if _datos.name != "pruebas":  # workers inherit the environment of who started them
    os.environ["JUNTOS_DATOS"] = str(_datos / "pruebas")

from juntos.settings.base import *  # noqa: E402, F403

EMBEBIDOS_DURADEROS = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# Each pytest worker rings only its own bells.
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = os.environ.get("PYTEST_XDIST_WORKER", "gw")
