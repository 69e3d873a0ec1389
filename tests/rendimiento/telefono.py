"""A manager's queue on a cheap phone: kilobytes on the wire and seconds until it can be used.

Chromium with the network of a slow 3G (400 kbit/s each way, 400 ms a round trip) and a processor
four times slower, over Granian and the queue of a country. «Usable» is when the first card is
painted and the page's scripts have run.
"""

import statistics

from tests.rendimiento._comun import chrome, con_3g_lento, dentro, web_en_marcha

VECES = 5
FRENO_DE_PROCESADOR = 4
META_PRIMERA_KB, META_SIGUIENTE_KB = 100, 15
META_PRIMERA_S, META_GUARDADA_S = 3, 1
USABLE = """() => new Promise((listo) => {
  const [viaje] = performance.getEntriesByType("navigation");
  const ver = () =>
    viaje.domContentLoadedEventEnd && document.querySelector("main a[href*='/contactos/']")
      ? requestAnimationFrame(() => setTimeout(() => listo(performance.now()), 0))
      : setTimeout(ver, 10);
  ver();
})"""


def medir() -> list[dict]:
    from django.core.management import call_command

    from tests.rendimiento.cola import base_del_banco

    call_command("collectstatic", interactive=False, verbosity=0)
    with base_del_banco():
        gestora = _gestora()
        with web_en_marcha() as url:
            return _recorrer(url, gestora)


def _gestora():
    """A manager of five districts."""
    from juntos.models import Distrito, Rol, UnidadTerritorial
    from tests import fabricas

    unidad = UnidadTerritorial.objects.create(codigo="TLFN", nombre="UT del teléfono")
    gestora = fabricas.UsuarioFactory(rol=Rol.GESTORA, unidad_territorial=unidad)
    for distrito in Distrito.objects.filter(departamento__iexact="Cusco").order_by("ubigeo")[:5]:
        fabricas.AsignacionFactory(usuario=gestora, distrito=distrito)
    return gestora


def _recorrer(url: str, gestora) -> list[dict]:
    primeras, guardadas = [], []
    with chrome() as navegador:
        for _ in range(VECES):
            pagina = dentro(navegador, url, gestora, ancho=360)
            primeras.append(_visitar(pagina, f"{url}/cola/"))
            guardadas.append(_visitar(pagina, f"{url}/cola/"))
            pagina.context.close()

    def mediana(visitas, cual: int) -> float:
        return round(statistics.median(visita[cual] for visita in visitas), 2)

    titulo = "la cola en un teléfono con 3G lento"
    return [
        {
            "nombre": f"{titulo}, {vez}",
            "valor": mediana(visitas, cual),
            "unidad": unidad,
            "meta": meta,
        }
        for vez, visitas, cual, unidad, meta in (
            ("primera visita", primeras, 1, "kB en la red", META_PRIMERA_KB),
            ("otra vez", guardadas, 1, "kB en la red", META_SIGUIENTE_KB),
            ("primera visita", primeras, 0, "s hasta usarla", META_PRIMERA_S),
            ("otra vez", guardadas, 0, "s hasta usarla", META_GUARDADA_S),
        )
    ]


def _visitar(pagina, direccion: str) -> tuple[float, float]:
    """Seconds until the queue can be used, and the kilobytes that came over the wire."""
    sesion = con_3g_lento(pagina)
    bytes_en_red = []
    sesion.on("Network.loadingFinished", lambda e: bytes_en_red.append(e["encodedDataLength"]))
    sesion.send("Emulation.setCPUThrottlingRate", {"rate": FRENO_DE_PROCESADOR})
    pagina.goto(direccion, wait_until="commit")
    segundos = pagina.evaluate(USABLE) / 1000
    pagina.wait_for_load_state("networkidle")
    sesion.detach()
    return segundos, sum(bytes_en_red) / 1000
