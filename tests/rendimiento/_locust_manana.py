"""Locust: managers of one morning. Who they are and how it ended go through files (manana.py)."""

import json
import os
import random
import re
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gevent.event import Event
from locust import HttpUser, events, task

PLAN = json.loads(Path(os.environ["MANANA_PLAN"]).read_text())
CASOS, VISITAS = 8, 6
CONTACTO = re.compile(r'href="/contactos/(\d+)/')
FICHA = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
azar = random.Random(PLAN["semilla"])
# Each comes when she comes: Locust's own rate lets one more in whenever one ends.
llegadas = sorted(azar.uniform(0, PLAN["segundos"]) for _ in PLAN["gestoras"])
por_llegar = list(zip(PLAN["gestoras"], llegadas, strict=True))
inicio, se_acaba = time.time(), Event()
pedidos: list[tuple[str, float, float, str]] = []
enviados: list[str] = []


@events.request.add_listener
def _anotar(name, start_time, response_time, exception, **_):
    falla = type(exception).__name__ if exception else ""
    pedidos.append((name, start_time, response_time, falla))


@events.test_stopping.add_listener
def _no_llega_nadie_mas(**_):
    se_acaba.set()


@events.quit.add_listener
def _guardar(**_):
    Path(PLAN["salida"]).write_text(json.dumps({"pedidos": pedidos, "enviados": enviados}))


class Gestora(HttpUser):
    """Logs in, reads her queue and eight cases, sends six visits and brings her route."""

    host = PLAN["url"]

    @task
    def una_manana(self) -> None:
        if not por_llegar:
            return self._terminar()
        usuario, segundo = por_llegar.pop(0)
        if se_acaba.wait(inicio + segundo - time.time()):
            return self._terminar()
        self._entrar(usuario)
        contactos = self._cola()
        for contacto in contactos[:CASOS]:
            self._pausa()
            self.client.get(f"/contactos/{contacto}/", name="caso")
        self._sincronizar(contactos[:VISITAS])
        self._terminar()

    def _terminar(self) -> None:
        self.stop()

    def _pausa(self) -> None:
        time.sleep(azar.uniform(*PLAN["pausa"]))

    def _entrar(self, usuario: str) -> None:
        pagina = self.client.get("/entrar/", name="entrada")
        datos = {"username": usuario, "password": PLAN["clave"]}
        datos["csrfmiddlewaretoken"] = FICHA.search(pagina.text)[1]
        self._pausa()
        self.client.post("/entrar/", datos, name="entrar", allow_redirects=False)

    def _cola(self) -> list[str]:
        pagina = self.client.get("/cola/", name="cola")
        return list(dict.fromkeys(CONTACTO.findall(pagina.text)))

    def _sincronizar(self, contactos: list[str]) -> None:
        dispositivo = str(uuid.uuid4())
        ficha = self.client.get(f"/ruta/sesion/?dispositivo={dispositivo}", name="sesión").json()
        ahora = datetime.now(UTC)
        registros = [_visita(c, ahora - timedelta(minutes=n)) for n, c in enumerate(contactos)]
        envio = {"version": 1, "dispositivo": dispositivo, "reloj": ahora.isoformat()}
        cabeceras = {"X-CSRFToken": ficha["ficha"]}
        dicho = self.client.post(
            "/ruta/sincronizar/",
            json=envio | {"registros": registros},
            headers=cabeceras,
            name="sincronizar 6 visitas",
        )
        enviados.extend(r["id"] for r in dicho.json()["registros"])
        self.client.get("/ruta/datos/", name="datos de la ruta")


def _visita(contacto: str, hecho_en: datetime) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "tipo": "visita",
        "contacto": int(contacto),
        "hecho_en": hecho_en.isoformat(),
        "datos": {
            "version": 0,
            "modalidad": "presencial",
            "resultado": "ausente",
            "fecha": f"{hecho_en - timedelta(hours=5):%Y-%m-%d}",
        },
    }
