"""The pictures of docs/manual, taken of a running `make demo`: `python -m tests.capturas [URL]`.

Each screen as its role sees it at 360 × 740; what a page shows depends on the synthetic people of
that demo, never on anybody else.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.chromium import OPCIONES_DE_CHROMIUM, chromium

RAIZ = Path(__file__).resolve().parents[1]
DESTINO = RAIZ / "docs" / "manual" / "img"
CLAVE = RAIZ / ".datos" / "demo-clave"
# Picture, who looks, where; then the link of that page that is followed, if any.
PANTALLAS = [
    ("entrar", "", "/entrar/", ""),
    ("cola", "gestora", "/cola/", ""),
    ("contacto", "gestora", "/cola/", "/contactos/"),
    ("visita", "gestora", "/cola/", "/visita/"),
    ("ruta", "gestora", "/ruta/", ""),
    ("telefono", "gestora", "/ruta/campo/", ""),
    ("bandeja", "supervisora", "/bandeja/", ""),
    ("solicitudes", "supervisora", "/solicitudes/", ""),
    ("equipo", "supervisora", "/equipo/", ""),
    ("cruces", "supervisora", "/cruces/", ""),
    ("derivaciones", "supervisora", "/derivaciones/", ""),
    ("carga", "sede", "/cargas/", "/cargas/"),
]


def main(url: str) -> None:
    DESTINO.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        navegador = playwright.chromium.launch(
            executable_path=chromium(), args=OPCIONES_DE_CHROMIUM
        )
        for quien in dict.fromkeys(quien for _, quien, *_ in PANTALLAS):
            contexto = navegador.new_context(
                base_url=url,
                viewport={"width": 360, "height": 740},
                locale="es-PE",
                timezone_id="America/Lima",
                reduced_motion="reduce",
            )
            pagina = contexto.new_page()
            if quien:
                _entrar(pagina, quien)
            for nombre, de, direccion, enlace in PANTALLAS:
                if de == quien:
                    _retratar(pagina, nombre, direccion, enlace)
            contexto.close()
        navegador.close()


def _entrar(pagina: Page, quien: str) -> None:
    pagina.goto("/entrar/")
    pagina.get_by_label("Usuario").fill(quien)
    pagina.get_by_label("Contraseña").fill(CLAVE.read_text())
    pagina.get_by_role("button", name="Entrar").click()
    pagina.get_by_role("button", name="Salir").wait_for(state="attached")


def _retratar(pagina: Page, nombre: str, direccion: str, enlace: str) -> None:
    pagina.goto(direccion)
    if enlace:
        pagina.locator(f"main a[href*='{enlace}']").first.click()
    pagina.wait_for_load_state("networkidle")
    pagina.screenshot(path=DESTINO / f"{nombre}.png")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
