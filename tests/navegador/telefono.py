"""A phone in a manager's hands: its profile outlives the browser, and its signal comes and goes."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.chromium import OPCIONES_DE_CHROMIUM, chromium, vigilar
from tests.navegador.red import Red

CLAVE = "una-clave-de-prueba-larga"


def esperar(pagina: Page, pregunta: str, *, segundos: float = 15) -> None:
    """Ask a promise of the page until it says yes: `wait_for_function` does not wait for one."""
    limite = time.monotonic() + segundos
    while not pagina.evaluate(pregunta):
        assert time.monotonic() < limite, pregunta
        pagina.wait_for_timeout(100)


class Telefono:
    def __init__(self, navegador: Browser, servidor, perfil: Path):
        self.navegador, self.perfil = navegador, perfil
        self.red = Red(servidor.url)
        self.contexto, self.pagina, self.con_senal = None, None, True
        self.faltas = []

    def abrir(self, direccion: str = "", *, galletas=()) -> Page:
        self.contexto = self.navegador.browser_type.launch_persistent_context(
            self.perfil,
            executable_path=chromium(),
            args=[*OPCIONES_DE_CHROMIUM, "--hide-crash-restore-bubble"],
            base_url=self.red.url,
            viewport={"width": 360, "height": 740},
            locale="es-PE",
            timezone_id="America/Lima",
            has_touch=True,
        )
        self.contexto.set_default_timeout(10_000)
        self.faltas.append(vigilar(self.contexto))
        self.contexto.set_offline(not self.con_senal)
        self.contexto.add_cookies(list(galletas))
        self.pagina = self.contexto.pages[0]
        if direccion:
            self.pagina.goto(direccion)
        return self.pagina

    def entrar(self, usuario: str) -> None:
        if not self.pagina.url.startswith(f"{self.red.url}/entrar/"):
            self.pagina.goto("/entrar/")
        self.pagina.get_by_label("Usuario").fill(usuario)
        self.pagina.get_by_label("Contraseña").fill(CLAVE)
        self.pagina.get_by_role("button", name="Entrar").click()

    def llevar_ruta(self, usuario: str) -> None:
        """Log in and open the route, until the phone can do without signal."""
        self.entrar(usuario)
        expect(self.pagina.get_by_role("button", name="Salir")).to_be_attached()
        self.pagina.goto("/ruta/campo/")
        expect(self.pagina.get_by_text("Próxima parada")).to_be_visible(timeout=20_000)
        self.pagina.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def perder_senal(self) -> None:
        self.con_senal = False
        self.contexto.set_offline(True)
        self.red.apagar()

    def volver_senal(self) -> None:
        self.con_senal = True
        self.red.encender()
        self.contexto.set_offline(False)

    def hasta(self, hecho: Callable[[], object], *, segundos: float = 15) -> None:
        """Let the browser go on until something has happened on the server."""
        limite = time.monotonic() + segundos
        while not hecho():
            assert time.monotonic() < limite, "no ocurrió a tiempo"
            self.pagina.wait_for_timeout(100)

    def quedarse_sin_bateria(self) -> None:
        """Kill the browser as a dead battery does: nothing of it runs any more code."""
        for proceso in self._procesos():
            with contextlib.suppress(ProcessLookupError):
                os.kill(proceso, signal.SIGKILL)
        limite = time.monotonic() + 5
        while self._procesos() and time.monotonic() < limite:
            time.sleep(0.05)
        self._soltar()

    def _procesos(self) -> list[int]:
        """Those of this profile, which this phone started."""
        suyo = f"--user-data-dir={self.perfil}".encode()
        hallados = []
        for carpeta in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if suyo in (carpeta / "cmdline").read_bytes().split(b"\0"):
                    hallados.append(int(carpeta.name))
        return hallados

    def apagar(self) -> None:
        """Close the browser as a person does."""
        self.contexto.close()
        self.contexto = None

    def _soltar(self) -> None:
        with contextlib.suppress(Exception):
            self.contexto.close()
        self.contexto = None

    def cerrar(self) -> None:
        if self.contexto:
            self._soltar()
        self.red.cerrar()
        assert not any(self.faltas), self.faltas
