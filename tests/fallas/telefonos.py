"""Phones that send as static/js/campo/sincronizar.js does: again until they are answered."""

import datetime as dt
import threading
import time
import uuid
from dataclasses import dataclass, field

import httpx
from django.conf import settings
from django.test import Client
from django.utils import timezone

from afiliacion.acciones.conciliar import conciliar
from afiliacion.models import Contacto
from juntos.models import Rol
from tests import fabricas
from tests.afiliacion import construir

GRUPO, PLAZO, ENTRE_INTENTOS = 3, 30, 0.2
HOGARES = 10
ESPACIO = uuid.UUID("6f0f3c5e-0000-4000-8000-000000000000")


@dataclass
class Telefono:
    """One manager's: what it carries, and what was answered of each record."""

    clave: uuid.UUID
    sesion: str
    registros: list[dict]
    respuestas: dict[str, str] = field(default_factory=dict)
    intentos: int = 0

    def enviar_todo(self, url: str, pausa: float) -> None:
        """In order, each group until it is answered; `pausa` between two groups."""
        cookies = {settings.SESSION_COOKIE_NAME: self.sesion}
        with httpx.Client(base_url=url, cookies=cookies, timeout=PLAZO) as red:
            for desde in range(0, len(self.registros), GRUPO):
                self._hasta_que_respondan(red, self.registros[desde : desde + GRUPO])
                time.sleep(pausa)

    def _hasta_que_respondan(self, red: httpx.Client, grupo: list[dict]) -> None:
        while True:
            self.intentos += 1
            try:
                return self._enviar(red, grupo)
            except httpx.TransportError:
                time.sleep(ENTRE_INTENTOS)

    def _enviar(self, red: httpx.Client, grupo: list[dict]) -> None:
        ficha = _leido(red.get("/ruta/sesion/", params={"dispositivo": str(self.clave)}))["ficha"]
        envio = {
            "version": 1,
            "dispositivo": str(self.clave),
            "reloj": timezone.now().isoformat(),
            "registros": grupo,
        }
        respuesta = red.post("/ruta/sincronizar/", json=envio, headers={"X-CSRFToken": ficha})
        for dicho in _leido(respuesta)["registros"]:
            self.respuestas[dicho["id"]] = dicho["estado"]


def _leido(respuesta: httpx.Response) -> dict:
    """The answer; a server that could not is for another time, as for a phone."""
    if respuesta.status_code >= 500 or respuesta.status_code == 429:
        raise httpx.TransportError(f"{respuesta.status_code}")
    assert respuesta.status_code == 200, (respuesta.status_code, respuesta.text[:300])
    return respuesta.json()


def repartir(cuantos: int, visitas: int) -> list[Telefono]:
    """`cuantos` managers with their households, each with so many visits to send."""
    unidad = fabricas.UnidadTerritorialFactory()
    gestoras = [
        fabricas.UsuarioFactory(rol=Rol.GESTORA, unidad_territorial=unidad) for _ in range(cuantos)
    ]
    for gestora in gestoras:
        distrito = fabricas.DistritoFactory(unidad_territorial=unidad)
        fabricas.AsignacionFactory(usuario=gestora, distrito=distrito)
        for _ in range(HOGARES):
            construir.recien_nacido(construir.hogar(distrito))
    conciliar(hoy=timezone.localdate())
    return [_telefono(numero, gestora, visitas) for numero, gestora in enumerate(gestoras)]


def _telefono(numero: int, gestora, visitas: int) -> Telefono:
    cliente = Client()
    cliente.force_login(gestora)
    suyos = list(Contacto.objects.visibles_para(gestora).order_by("pk"))
    ahora = timezone.now()
    return Telefono(
        clave=uuid.uuid5(ESPACIO, f"teléfono {numero}"),
        sesion=cliente.cookies[settings.SESSION_COOKIE_NAME].value,
        registros=[
            _visita(uuid.uuid5(ESPACIO, f"{numero} {n}"), suyos[n % HOGARES], ahora, visitas - n)
            for n in range(visitas)
        ],
    )


def _visita(pk: uuid.UUID, contacto: Contacto, ahora: dt.datetime, hace: int) -> dict:
    hecho_en = ahora - dt.timedelta(seconds=hace)
    return {
        "id": str(pk),
        "tipo": "visita",
        "contacto": contacto.pk,
        "hecho_en": hecho_en.isoformat(),
        "datos": {
            "version": contacto.version,
            "modalidad": "presencial",
            "resultado": "ausente",
            "fecha": timezone.localdate(hecho_en).isoformat(),
            "alertas": ["sin_dni"] if hace % 5 == 0 else [],
        },
    }


class Enviando:
    """All the phones at once, each in a thread, until everything that they carry was answered."""

    def __init__(self, telefonos: list[Telefono], url: str, pausa: float):
        self.hilos = [
            threading.Thread(target=telefono.enviar_todo, args=(url, pausa), daemon=True)
            for telefono in telefonos
        ]
        for hilo in self.hilos:
            hilo.start()

    def esperar(self, cuanto: float) -> None:
        limite = time.monotonic() + cuanto
        for hilo in self.hilos:
            hilo.join(max(0.0, limite - time.monotonic()))
            assert not hilo.is_alive(), "un teléfono no terminó de enviar"
