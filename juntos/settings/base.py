"""What every environment shares. The environment decides: see DESIGN.md, Contracts."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from juntos import colas, red, servidores
from juntos.agenda import AGENDA

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
    """DATABASE_URL (postgresql://…?sslmode=…), else the embedded PostgreSQL of JUNTOS_DATOS."""
    comun = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    opciones = {"client_encoding": "UTF8"}
    if servidores.POSTGRES in EMBEBIDOS:
        return (
            comun
            | {"ENGINE": "juntos.embebido", "OPTIONS": opciones}
            | servidores.conexion_embebida(JUNTOS_DATOS)
        )
    partes = urlsplit(os.environ["DATABASE_URL"])
    if partes.scheme not in {"postgres", "postgresql"}:
        raise SystemExit("DATABASE_URL debe empezar por postgresql://")
    opciones |= red.de_la_base() | dict(parse_qsl(partes.query))
    return comun | {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(partes.path.lstrip("/")),
        "USER": unquote(partes.username or ""),
        "PASSWORD": unquote(partes.password or ""),
        # A socket's folder comes as ?host=/run/postgresql, as in every libpq address.
        "HOST": opciones.pop("host", unquote(partes.hostname or "")),
        "PORT": str(partes.port or ""),
        "OPTIONS": opciones,
    }


def _cuenta_institucional() -> dict:
    """OIDC_EMISOR, OIDC_CLIENTE and OIDC_SECRETO, all or none: the provider of OpenID Connect."""
    emisor, cliente, secreto = (os.environ.get(f"OIDC_{n}", "") for n in OIDC)
    if not any((emisor, cliente, secreto)):
        return {}
    if not all((emisor, cliente, secreto)):
        raise SystemExit("OIDC_EMISOR, OIDC_CLIENTE y OIDC_SECRETO van juntas.")
    app = {
        "provider_id": "institucional",
        "name": "Cuenta institucional",
        "client_id": cliente,
        "secret": secreto,
        "settings": {"server_url": emisor.rstrip("/")},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


OIDC = ("EMISOR", "CLIENTE", "SECRETO")
# Servers that the environment does not bring: the embedded ones stand in (juntos/servidores/).
EMBEBIDOS = servidores.embebidos()
EMBEBIDOS_DURADEROS = True


DEBUG = _booleano("DEBUG", False)
PERMITE_DEMO = True
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
    "django.contrib.humanize",
    "django.contrib.postgres",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_filters",
    "juntos",
    "captacion",
    "afiliacion",
]

MIDDLEWARE = [
    "juntos.registro.Solicitudes",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "juntos.cuentas.sesiones.VidaDeLaSesion",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "juntos.muro.Muro",
    "juntos.historia.Historia",
    "juntos.cabeceras.cabeceras",
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
                "juntos.mascara.en_paginas",
            ],
        },
    },
]

DATABASES = {"default": _base_de_datos()}
# What must be the same for every process (how often somebody failed to log in) is in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "juntos_cache",
    },
    "proceso": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
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
# Argon2 for what is written from now on; who has an older digest gets the new one as she logs in.
PASSWORD_HASHERS = [
    "juntos.cuentas.claves.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Accounts (django-allauth): made by the administration; a second factor for who sees a territory.
ACCOUNT_ADAPTER = "juntos.cuentas.adaptador.Adaptador"
ACCOUNT_FORMS = {"login": "juntos.cuentas.formularios.FormularioEntrar"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# Many managers come from one address of a mobile company: what is counted is the account.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/m/ip,5/300s/key"}
# How many proxies of ours stand before the web, each adding to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PROXIES") or 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "juntos.cuentas.formularios.FormularioAgregarLlave",
    "edit_webauthn": "juntos.cuentas.formularios.FormularioEditarLlave",
}
MFA_TOTP_ISSUER = "JUNTOS"
MFA_ALLOW_UNVERIFIED_EMAIL = True
SEGUNDO_FACTOR_OBLIGATORIO = _booleano("SEGUNDO_FACTOR", False)
# The ministry's own accounts, where the environment names their provider (ADR 44).
SOCIALACCOUNT_ADAPTER = "juntos.cuentas.institucional.Adaptador"
SOCIALACCOUNT_PROVIDERS = _cuenta_institucional()
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
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# While developing, static files are read where they are written, without collectstatic.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG
# Uploads are personal data: a folder that no web server serves, only views that check who asks.
MEDIA_ROOT = JUNTOS_DATOS / "archivos"
# Encrypted copies of the database and of that folder (docs/operacion.md): better on another disk.
JUNTOS_RESPALDOS = Path(os.environ.get("JUNTOS_RESPALDOS") or JUNTOS_DATOS / "respaldos").resolve()
JUNTOS_RESPALDOS_DIARIOS = int(os.environ.get("JUNTOS_RESPALDOS_DIARIOS") or 7)
JUNTOS_RESPALDOS_SEMANALES = int(os.environ.get("JUNTOS_RESPALDOS_SEMANALES") or 4)
JUNTOS_RESPALDOS_MENSUALES = int(os.environ.get("JUNTOS_RESPALDOS_MENSUALES") or 6)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "captacion.subida.SubidaADisco",
]

CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or servidores.url_broker_embebido(
    JUNTOS_DATOS
)
# A message outlives the longest task, or a second worker would start it again meanwhile.
CELERY_TASK_TIME_LIMIT = 2 * 60 * 60
CELERY_TASK_SOFT_TIME_LIMIT = CELERY_TASK_TIME_LIMIT - 60
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": CELERY_TASK_TIME_LIMIT + 60 * 60,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "socket_keepalive_options": red.del_broker(),
    "retry_on_timeout": True,
    "health_check_interval": 30,
}
# A bell that cannot ring gives up at once: the row waits for the sweeper, the person does not.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.2, "interval_max": 0.2}
CELERY_TASK_QUEUES = colas.DECLARADAS
CELERY_TASK_ROUTES = colas.RUTAS
CELERY_TASK_DEFAULT_QUEUE = colas.POR_DEFECTO
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "juntos.reloj:Reloj"
CELERY_BEAT_SCHEDULE_FILENAME = str(JUNTOS_DATOS / "beat")
CELERY_BEAT_SCHEDULE = AGENDA
# E-mail waits in a folder of the installation until a server is named. Its links need our address.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = JUNTOS_DATOS / "correo"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _booleano("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _booleano("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or "captacion-temprana@localhost"
URL_PUBLICA = os.environ.get("URL_PUBLICA", "http://127.0.0.1:8000").rstrip("/")
# Text messages leave only by a provider named here (afiliacion/mensajes/proveedores.py); languages
# beside ours are read from a folder of the installation.
MENSAJES_PROVEEDOR = os.environ.get("MENSAJES_PROVEEDOR", "")
MENSAJES_CARPETA = JUNTOS_DATOS / "mensajes"
# captacion may not know afiliacion: it rings bells by the tasks' names.
TAREA_PROCESAR_CARGA = "afiliacion.tasks.procesar_carga"
TAREA_PROCESAR_EVENTOS = "afiliacion.tasks.procesar_eventos"
TAREA_ENVIAR_MENSAJE = "afiliacion.tasks.enviar_mensaje"
TAREA_CONCILIAR = "afiliacion.tasks.conciliar_contactos"
TAREA_LIQUIDAR = "afiliacion.tasks.liquidar"
TAREA_RECALCULAR = "afiliacion.tasks.recalcular"
TAREA_ESTUDIAR_NORMA = "afiliacion.tasks.estudiar_norma"
TAREA_RECOGER = "captacion.tasks.recoger"

SESSION_ENGINE = "juntos.cuentas.almacen"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Nothing inline and nothing of others: no page needs even a nonce. A photo not yet sent is a blob;
# the style sheet draws its arrows as data.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# The form that goes to the provider of the ministry's accounts.
if _emisor := os.environ.get("OIDC_EMISOR"):
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(
        "{0.scheme}://{0.netloc}".format(urlsplit(_emisor))
    )

# What a monitor shows to read /metricas/ and /salud/profunda/; without it they do not exist.
TOKEN_METRICAS = os.environ.get("JUNTOS_TOKEN_METRICAS", "")
# Web and workers are several processes: each counts in a file of its own, before its first import.
if TOKEN_METRICAS:
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(JUNTOS_DATOS / "metricas"))
if _carpeta := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    Path(_carpeta).mkdir(mode=0o700, parents=True, exist_ok=True)

# Ids, never names or documents (juntos.registro). One line for each request and task.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "linea": {
            "()": "juntos.registro.Linea",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "juntos.registro.Json"},
    },
    "handlers": {"consola": {"class": "logging.StreamHandler", "formatter": "linea"}},
    "root": {"handlers": ["consola"], "level": "WARNING"},
    "loggers": {
        # Neither mail with the whole request nor the line twice.
        "django": {"handlers": [], "level": "INFO"},
        "juntos.solicitudes": {"level": "INFO"},
        "juntos.tareas_hechas": {"level": "INFO"},
    },
}
