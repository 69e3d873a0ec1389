"""Records as a source posts them, and a client with its key."""

import json

from django.test import Client

from captacion.acciones.claves import emitir_clave
from captacion.fuentes import PERFILES
from captacion.models import ClaveApi
from juntos.models import Usuario
from tests.captacion.archivos import BASE, en_partes


def registro(fuente: str, **cambios) -> dict:
    """The base row of `fuente` as a record, with what it changes; keys are the file's headers."""
    valores = BASE[fuente] | cambios
    resultado = {}
    for canonica, titulos in PERFILES[fuente].columnas.items():
        if canonica not in valores:
            continue
        partes = titulos if isinstance(titulos, tuple) else (titulos,)
        celdas = en_partes(valores[canonica], len(partes))
        resultado |= dict(zip(partes, celdas, strict=True))
    return resultado


def clave(fuente="padron_nominal", **campos) -> tuple[ClaveApi, str]:
    nueva = ClaveApi(fuente=fuente, nombre="Sistema de prueba", **campos)
    return nueva, emitir_clave(nueva, por=Usuario.objects.sistema())


class Emisor:
    """Posts as the system of a source does: no session, its token."""

    def __init__(self, fuente="padron_nominal", **campos):
        self.fuente = fuente
        self.clave, self.token = clave(fuente, **campos)
        self.cliente = Client(enforce_csrf_checks=True)

    def enviar(self, cuerpo, *, fuente="", llave=None, tipo="application/json", token=None):
        datos = cuerpo if isinstance(cuerpo, bytes) else json.dumps(cuerpo).encode()
        cabeceras = {"Authorization": f"Bearer {token or self.token}"}
        if llave is not None:
            cabeceras["Idempotency-Key"] = llave
        direccion = f"/api/v1/eventos/{fuente or self.fuente}/"
        return self.cliente.post(direccion, datos, content_type=tipo, headers=cabeceras)

    def preguntar(self, direccion: str):
        return self.cliente.get(direccion, headers={"Authorization": f"Bearer {self.token}"})

    def desenlaces(self, respuesta) -> list[dict]:
        """What became of each record of a POST."""
        registros = respuesta.json()["registros"]
        return [self.preguntar(r["direccion"]).json() for r in registros]
