"""A day of a manager without signal: her route to the phone, and sixty records back."""

import datetime as dt
import json
import statistics
import tempfile
import time
import uuid

from django.utils import timezone

from tests.rendimiento._comun import base_propia

HOGARES, VECES, META_SEGUNDOS = 60, 5, 2


def medir() -> list[dict]:
    from django.test import override_settings

    with (
        base_propia(),
        tempfile.TemporaryDirectory() as carpeta,
        override_settings(MEDIA_ROOT=carpeta, ALLOWED_HOSTS=["testserver"]),
    ):
        envios, rutas = zip(*(_un_dia() for _ in range(VECES)), strict=True)
    return [
        {
            "nombre": f"campo: {HOGARES} registros de un día se sincronizan, peor de {VECES}",
            "valor": round(max(envios), 2),
            "unidad": "s",
            "meta": META_SEGUNDOS,
        },
        {
            "nombre": f"campo: los datos de {HOGARES} paradas al teléfono, mediana",
            "valor": round(statistics.median(rutas), 2),
            "unidad": "s",
        },
    ]


def _un_dia() -> tuple[float, float]:
    """Seconds that a day's records take to be applied, and its route to be carried."""
    from django.test import Client

    from afiliacion.acciones.conciliar import conciliar
    from afiliacion.acciones.ruta import agregar_paradas
    from afiliacion.models import Contacto, RegistroDeCampo
    from tests import fabricas
    from tests.afiliacion import construir

    unidad = fabricas.UnidadTerritorialFactory()
    distrito = fabricas.DistritoFactory(unidad_territorial=unidad)
    gestora = fabricas.UsuarioFactory(rol="gestora", unidad_territorial=unidad)
    fabricas.AsignacionFactory(usuario=gestora, distrito=distrito)
    for _ in range(HOGARES):
        construir.recien_nacido(construir.hogar(distrito))
    conciliar(hoy=timezone.localdate())
    contactos = list(Contacto.objects.filter(distrito=distrito))
    agregar_paradas([c.pk for c in contactos], por=gestora)
    client = Client()
    client.force_login(gestora)
    inicio = time.monotonic()
    assert len(client.get("/ruta/datos/").json()["paradas"]) == HOGARES
    ruta = time.monotonic() - inicio
    cuerpo = json.dumps(_envio(contactos, timezone.now()))
    inicio = time.monotonic()
    respuesta = client.post("/ruta/sincronizar/", cuerpo, content_type="application/json")
    envio = time.monotonic() - inicio
    assert {r["estado"] for r in respuesta.json()["registros"]} == {"aplicado"}
    assert RegistroDeCampo.objects.filter(hecho_por=gestora).count() == HOGARES
    return envio, ruta


def _envio(contactos, ahora: dt.datetime) -> dict:
    """Every kind of outcome: most are absent, one in four accepts and opens a request."""
    resultados = ["ausente", "ubicada_acepta", "ausente", "ubicada_rechaza"]
    registros = [
        {
            "id": str(uuid.uuid4()),
            "tipo": "visita",
            "contacto": contacto.pk,
            "hecho_en": (ahora - dt.timedelta(minutes=HOGARES - n)).isoformat(),
            "datos": {
                "version": contacto.version,
                "modalidad": "presencial",
                "resultado": resultados[n % 4],
                "fecha": timezone.localdate(ahora).isoformat(),
                "motivo": "No desea",
                "alertas": ["sin_dni"] if n % 5 == 0 else [],
                "telefono_nuevo": "999111222" if n % 3 == 0 else "",
            },
        }
        for n, contacto in enumerate(contactos)
    ]
    return {
        "version": 1,
        "dispositivo": str(uuid.uuid4()),
        "reloj": ahora.isoformat(),
        "registros": registros,
    }
