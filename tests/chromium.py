"""The machine's Chromium: where it is, and how it is started."""

import shutil

OPCIONES_DE_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def vigilar(contexto) -> list[str]:
    """What the pages of this context do against the security policy, as the browser says it."""
    faltas: list[str] = []

    def anotar(mensaje) -> None:
        if "Content Security Policy" in mensaje.text:
            faltas.append(mensaje.text)

    contexto.on("console", anotar)
    return faltas


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")
