"""Forty doubtful pairs decided from the keyboard: what the machine takes of the ten minutes.

Headquarters' connection and a slow 3G, over Granian; from a key to the next pair on the table.
What is left of the ten minutes is the reviewer's, to read and think.
"""

import statistics
import time

from tests.rendimiento._comun import base, chrome, con_3g_lento, dentro, web_en_marcha

PAREJAS = 40
META_S = 60


def medir() -> list[dict]:
    from django.core.management import call_command

    from juntos.models import Rol, UnidadTerritorial
    from tests import fabricas
    from tests.captacion.test_acciones_vinculos import poner_en_duda

    call_command("collectstatic", interactive=False, verbosity=0)
    cifras = []
    with base("banco_mesa"), web_en_marcha() as url, chrome() as navegador:
        unidad = UnidadTerritorial.objects.create(codigo="MESA", nombre="UT de la mesa")
        distrito = fabricas.DistritoFactory(unidad_territorial=unidad)
        revisora = fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=unidad)
        for red in ("de la sede", "3G lento"):
            for _ in range(PAREJAS):
                poner_en_duda(distrito)
            pagina = dentro(navegador, url, revisora, ancho=1280)
            if red == "3G lento":
                con_3g_lento(pagina)
            pagina.goto(f"{url}/cruces/")
            demoras = [_decidir(pagina, "sn"[n % 2]) for n in range(PAREJAS)]
            assert not pagina.locator(".par").count(), "Quedaron pares sin decidir"
            pagina.context.close()
            titulo = f"mesa de cruces: {PAREJAS} pares con el teclado, red {red}"
            cifras += [
                {
                    "nombre": f"{titulo}, lo que espera quien revisa",
                    "valor": round(sum(demoras), 1),
                    "unidad": "s de 600",
                    "meta": META_S,
                },
                {
                    "nombre": f"{titulo}, de la tecla al siguiente par",
                    "valor": round(statistics.median(demoras) * 1000),
                    "unidad": "ms (mediana)",
                },
            ]
    return cifras


def _decidir(pagina, tecla: str) -> float:
    from tests.navegador.test_cruces import pulsar

    inicio = time.perf_counter()
    pulsar(pagina, tecla)
    return time.perf_counter() - inicio
