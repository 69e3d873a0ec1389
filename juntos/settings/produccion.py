"""Production: starts only with its own secret, hosts and servers."""

import os

from django.core.exceptions import ImproperlyConfigured

from juntos.settings.base import *  # noqa: F403

for _nombre in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CELERY_BROKER_URL"):
    if not os.environ.get(_nombre):
        raise ImproperlyConfigured(f"Falta la variable de entorno {_nombre}.")
_clave = os.environ["SECRET_KEY"]
if len(_clave) < 50 or len(set(_clave)) < 5 or _clave.startswith("django-insecure-"):
    raise ImproperlyConfigured(
        "SECRET_KEY debe tener 50 caracteres o más, propios de esta instalación."
    )
if not os.environ.get("OIDC_EMISOR", "https://").startswith("https://"):
    raise ImproperlyConfigured("OIDC_EMISOR debe empezar por https://.")
if os.environ.get("DEBUG"):
    raise ImproperlyConfigured("DEBUG no se admite en producción.")

DEBUG = False
SEGUNDO_FACTOR_OBLIGATORIO = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^salud/", r"^metricas/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES["staticfiles"] = {
    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
}
# The links of an e-mail.
if not os.environ.get("URL_PUBLICA"):
    URL_PUBLICA = f"https://{ALLOWED_HOSTS[0]}"
PERMITE_DEMO = False
LOGGING["handlers"]["consola"]["formatter"] = "json"
