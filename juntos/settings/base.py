"""What every environment shares. The environment decides: see DESIGN.md, Contracts."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from celery.schedules import crontab

from juntos import servidores

BASE_DIR = Path(__file__).resolve().parents[2]
JUNTOS_DATOS = Path(os.environ.get("JUNTOS_DATOS") or BASE_DIR / ".datos").resolve()


def _booleano(nombre: str, defecto: bool) -> bool:
    return os.environ.get(nombre, str(defecto)).strip().lower() in {"1", "true", "si", "sí", "on"}


def _secreto() -> str:
    """SECRET_KEY, else one drawn once for this machine and kept beside its data."""
    if clave := os.environ.get("SECRET_KEY"):
        return clave
    archivo = JUNTOS_DATOS / "secreto"
    if not archivo.exists():
        JUNTOS_DATOS.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(archivo, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
            f.write(secrets.token_urlsafe(50))
    return archivo.read_text()


def _base_de_datos() -> dict:
    """DATABASE_URL (postgresql://…), else the embedded PostgreSQL of JUNTOS_DATOS."""
    url = os.environ.get("DATABASE_URL")
    comun = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"client_encoding": "UTF8"},
    }
    if not url:
        return comun | servidores.conexion_embebida(JUNTOS_DATOS)
    partes = urlsplit(url)
    if partes.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL debe empezar por postgresql://")
    return comun | {
        "NAME": unquote(partes.path.lstrip("/")),
        "USER": unquote(partes.username or ""),
        "PASSWORD": unquote(partes.password or ""),
        "HOST": unquote(partes.hostname or ""),
        "PORT": str(partes.port or ""),
    }


DEBUG = _booleano("DEBUG", False)
SECRET_KEY = _secreto()
ALLOWED_HOSTS = [
    h.strip() for h in os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "juntos",
    "captacion",
    "afiliacion",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "juntos.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "juntos.menu.menu",
            ],
        },
    },
]

DATABASES = {"default": _base_de_datos()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "juntos.Usuario"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{nombre}"}
    for nombre in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "juntos:entrar"
LOGIN_REDIRECT_URL = "juntos:inicio"
LOGOUT_REDIRECT_URL = "juntos:entrar"

LANGUAGE_CODE = "es-pe"
TIME_ZONE = "America/Lima"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["juntos.formatos"]

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "estaticos"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Uploads are personal data: a folder that no web server serves, only views that check who asks.
MEDIA_ROOT = JUNTOS_DATOS / "archivos"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DJANGO_TABLES2_TEMPLATE = "tablas/tabla.html"

CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or servidores.url_broker_embebido(
    JUNTOS_DATOS
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 2 * 60 * 60
CELERY_TASK_SOFT_TIME_LIMIT = CELERY_TASK_TIME_LIMIT - 60
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(JUNTOS_DATOS / "beat")
CELERY_BEAT_SCHEDULE = {
    "carpeta-de-entrada": {"task": "afiliacion.tasks.revisar_entrada", "schedule": 15.0},
    "cargas-abandonadas": {"task": "afiliacion.tasks.retomar_cargas", "schedule": 60.0},
    "conciliar": {
        "task": "afiliacion.tasks.conciliar_contactos",
        "schedule": crontab(minute="*/10"),
    },
}
# captacion may not know afiliacion: the web rings the bell of a load by the task's name.
TAREA_PROCESAR_CARGA = "afiliacion.tasks.procesar_carga"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"linea": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"consola": {"class": "logging.StreamHandler", "formatter": "linea"}},
    "root": {"handlers": ["consola"], "level": "WARNING"},
}
