"""The app as a thing of the phone: it is installed, it sends while closed, it forgets in time."""

from playwright.sync_api import Page, expect

from afiliacion.models import Visita
from tests.navegador.telefono import Telefono, esperar
from tests.navegador.test_sin_senal import gestora, guardar, registrar, telefono

__all__ = ["gestora", "telefono"]

OFRECER = """() => {
  const evento = new Event("beforeinstallprompt", { cancelable: true });
  evento.prompt = () => { window.pidio = true; };
  evento.userChoice = Promise.resolve({ outcome: "accepted" });
  dispatchEvent(evento);
}"""
PEDIDO = """navigator.serviceWorker.ready.then(
  async ({ sync }) => (await sync.getTags()).includes("bandeja"))"""
PARADAS = "usuario => campo.con(usuario, (base) => base.count('ruta'))"
OCHO_DIAS = 8 * 24 * 3600 * 1000


def trabajador_de(pagina: Page, telefono: Telefono) -> tuple:
    """(CDP session, id of the service worker's registration), as the browser tells them."""
    sesion, hallados = telefono.contexto.new_cdp_session(pagina), []
    sesion.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda dicho: hallados.extend(r["registrationId"] for r in dicho["registrations"]),
    )
    sesion.send("ServiceWorker.enable")
    telefono.hasta(lambda: hallados)
    return sesion, hallados[-1]


def test_lo_guardado_se_envia_con_la_aplicacion_cerrada(telefono, gestora):
    pagina = telefono.abrir()
    telefono.llevar_ruta("gestora")
    telefono.perder_senal()
    registrar(pagina, "CONDORI", "Ausente o no contesta")
    guardar(pagina)
    esperar(pagina, PEDIDO)
    sesion, registro = trabajador_de(pagina, telefono)
    pagina.goto("about:blank")
    assert not Visita.objects.exists()

    telefono.volver_senal()
    sesion.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": telefono.red.url,
            "registrationId": registro,
            "tag": "bandeja",
            "lastChance": False,
        },
    )
    telefono.hasta(Visita.objects.exists)
    assert Visita.objects.get().registrada_por == gestora


def test_tras_siete_dias_sin_senal_el_telefono_olvida_la_ruta_y_no_lo_que_falta_enviar(
    telefono, gestora
):
    pagina = telefono.abrir()
    telefono.llevar_ruta("gestora")
    telefono.perder_senal()
    registrar(pagina, "CONDORI", "Ausente o no contesta")
    guardar(pagina)
    telefono.contexto.clock.install()
    telefono.contexto.clock.fast_forward(OCHO_DIAS)
    pagina.goto("/ruta/campo/")
    expect(pagina.get_by_text("la ruta se borró de este teléfono")).to_be_visible()
    expect(pagina.get_by_text("1 por enviar")).to_be_visible()
    assert pagina.evaluate(PARADAS, gestora.pk) == 0

    telefono.volver_senal()
    pagina.goto("/ruta/campo/")
    telefono.hasta(Visita.objects.exists)


def test_se_instala_con_un_boton(telefono, gestora):
    """The browser finds nothing missing; that it offers to install is said by us, not by a tap."""
    pagina = telefono.abrir()
    telefono.llevar_ruta("gestora")
    pagina.goto("/ruta/")
    sesion = telefono.contexto.new_cdp_session(pagina)
    assert sesion.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    assert sesion.send("Page.getAppManifest")["errors"] == []
    pagina.evaluate(OFRECER)
    boton = pagina.get_by_role("button", name="Instalar en el teléfono")
    boton.click()
    assert pagina.evaluate("window.pidio")
    expect(boton).to_have_count(0)
