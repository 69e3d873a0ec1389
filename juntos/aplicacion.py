"""The web app that a phone keeps: what its service worker stores, told apart by its content."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse

CASCARA = "afiliacion/ruta/campo.html"
TRABAJADOR = "js/campo/trabajador.js"
# Run by the service worker, in this order; the browser keeps them with it.
GUIONES = (
    "vendor/idb/idb-8.0.4.min.js",
    "vendor/workbox/workbox-core-7.4.1.min.js",
    "vendor/workbox/workbox-routing-7.4.1.min.js",
    "vendor/workbox/workbox-strategies-7.4.1.min.js",
    "vendor/workbox/workbox-precaching-7.4.1.min.js",
    "js/campo/almacen.js",
    "js/campo/sincronizar.js",
    TRABAJADOR,
)
# What the shell shows and runs, besides the modules of js/campo.
SUELTOS = (
    "css/app.css",
    "css/campo.css",
    "css/contacto.css",
    "img/campo.svg",
    "img/icono.svg",
    "vendor/idb/idb-8.0.4.min.js",
    "vendor/pico/pico-2.1.1.min.css",
)


def cascara() -> str:
    """The page that opens without signal: the same for everybody, with nobody's data."""
    return render_to_string(CASCARA, {"estaticos": settings.STATIC_URL})


def precarga() -> list[dict]:
    """Address and revision of all that the shell needs; a release changes what it changed."""
    modulos = Path(finders.find("js/campo/almacen.js")).parent
    carpeta = modulos.parent.parent
    rutas = {*SUELTOS, *(str(m.relative_to(carpeta)) for m in modulos.rglob("*.js"))}
    pagina = {"url": reverse("afiliacion:ruta-campo"), "revision": _revision(cascara().encode())}
    return [pagina, *(_con_revision(ruta) for ruta in sorted(rutas - {TRABAJADOR}))]


def guiones() -> list[dict]:
    """The scripts of the worker: one that changes makes another worker."""
    return [_con_revision(ruta) for ruta in GUIONES]


def _con_revision(ruta: str) -> dict:
    contenido = Path(finders.find(ruta)).read_bytes()
    return {"url": f"{settings.STATIC_URL}{ruta}", "revision": _revision(contenido)}


def _revision(contenido: bytes) -> str:
    return hashlib.sha256(contenido).hexdigest()[:16]
