"""A day without signal, on a phone whose profile outlives its browser."""

import re

import pytest
from django.conf import settings as ajustes
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from afiliacion.acciones.dispositivos import revocar
from afiliacion.acciones.ruta import agregar_paradas
from afiliacion.models import (
    Acuerdo,
    Adjunto,
    Contacto,
    Dispositivo,
    EstadoRegistro,
    RegistroDeCampo,
    Resultado,
    Visita,
)
from juntos.models import Rol
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.campo import foto
from tests.navegador.telefono import CLAVE, Telefono, esperar

ENVIADO = re.compile(r"enviado \d\d:\d\d")


@pytest.fixture
def telefono(navegador, servidor, tmp_path):
    suyo = Telefono(navegador, servidor, tmp_path / "perfil")
    yield suyo
    suyo.cerrar()


def persona(usuario: str, distrito, rol=Rol.GESTORA):
    nueva = fabricas.UsuarioFactory(
        username=usuario, rol=rol, unidad_territorial=distrito.unidad_territorial
    )
    nueva.set_password(CLAVE)
    nueva.save()
    if rol == Rol.GESTORA:
        fabricas.AsignacionFactory(usuario=nueva, distrito=distrito)
    return nueva


@pytest.fixture
def gestora(base_real):
    """A manager with three households on today's route, the most urgent first."""
    distrito = fabricas.DistritoFactory(nombre="Ocongate", latitud="-13.6", longitud="-71.4")
    quien = persona("gestora", distrito)
    for dias, apellido in ((20, "Condori"), (12, "Mamani"), (5, "Quispe")):
        hogar = construir.hogar(distrito, centro_poblado="Pinchimuro")
        madre = fabricas.PersonaFactory(ap_paterno=apellido.upper(), ap_materno="CCORI")
        construir.recien_nacido(hogar, dias=dias, madre=madre)
        contacto = construir.contacto(hogar)
    agregar_paradas(Contacto.objects.values_list("pk", flat=True), por=quien)
    assert contacto.paradas.get().orden == 3
    return quien


def registrar(pagina: Page, quien: str, que: str, *, nota: str = "") -> None:
    """Write down a visit from the route, with the taps it takes."""
    pagina.get_by_role("navigation").get_by_text("Mi ruta").click()
    fila = pagina.locator(".campo-paradas li", has_text=quien)
    fila.get_by_role("button", name="Registrar").click()
    pagina.get_by_text(que).click()
    if nota:
        pagina.get_by_text("Nota, otro teléfono u otra fecha").click()
        pagina.get_by_label("Nota").fill(nota)


def guardar(pagina: Page) -> None:
    pagina.get_by_role("button", name="Registrar", exact=True).click()
    expect(pagina.get_by_text("Guardado en el teléfono")).to_be_visible()


def firmar(pagina: Page, quien: str) -> None:
    pagina.locator(".campo-paradas .quien", has_text=quien).click()
    pagina.get_by_role("button", name="Firmar el acuerdo").first.click()
    pagina.get_by_label("Nombre de quien firma").fill("Rosa Condori")
    caja = pagina.locator("canvas").bounding_box()
    pagina.mouse.move(caja["x"] + 30, caja["y"] + 40)
    pagina.mouse.down()
    pagina.mouse.move(caja["x"] + 200, caja["y"] + 70, steps=5)
    pagina.mouse.up()
    pagina.get_by_role("button", name="Registrar el acuerdo").click()
    expect(pagina.get_by_text("Guardado en el teléfono: Acuerdo firmado")).to_be_visible()


def test_un_dia_sin_senal_llega_una_sola_vez_y_en_orden(telefono, gestora, tmp_path):
    pagina = telefono.abrir()
    telefono.llevar_ruta("gestora")
    galletas = telefono.contexto.cookies()

    # No signal: the route opens again, and so does a page that nobody kept.
    telefono.perder_senal()
    pagina.reload()
    expect(pagina.get_by_text("Próxima parada")).to_be_visible()
    pagina.goto(f"/contactos/{Contacto.objects.order_by('vence_el').first().pk}/")
    expect(pagina.get_by_role("heading", name="CONDORI CCORI")).to_be_visible()
    expect(pagina.locator("#estado")).to_contain_text("sin señal")

    # Three visits: one with a photo of many megapixels, one edited, one signed.
    registrar(pagina, "CONDORI", "Ubicada: acepta")
    pagina.locator("summary", has_text="Foto").click()
    grande = tmp_path / "foto.jpg"
    grande.write_bytes(foto(lado=2400))
    pagina.get_by_label("Tomar una foto").set_input_files(grande)
    expect(pagina.get_by_text("Foto guardada en el teléfono")).to_be_visible()
    guardar(pagina)
    firmar(pagina, "CONDORI")
    registrar(pagina, "MAMANI", "Ausente o no contesta", nota="Nadie")
    guardar(pagina)
    pagina.get_by_role("navigation").get_by_text("Por enviar").click()
    pagina.locator(".registro", has_text="Ausente").get_by_role("button", name="Corregir").click()
    pagina.get_by_label("Nota").fill("La vecina dice que vuelve el jueves")
    guardar(pagina)
    registrar(pagina, "QUISPE", "Ubicada: no acepta")
    pagina.get_by_label("Motivo").fill("Está de viaje")
    expect(pagina.locator("#estado")).to_have_text("sin señal · 3 por enviar")

    # The battery dies with the third one half written; the phone opens again without signal.
    pagina.wait_for_timeout(600)
    telefono.quedarse_sin_bateria()
    pagina = telefono.abrir("/ruta/campo/", galletas=galletas)
    expect(pagina.get_by_text("Recuperamos lo que había escrito")).to_be_visible()
    expect(pagina.get_by_label("Motivo")).to_have_value("Está de viaje")
    guardar(pagina)
    expect(pagina.locator("#estado")).to_have_text("sin señal · 4 por enviar")
    assert not RegistroDeCampo.objects.exists()

    # Signal, but the first answers are lost after the server gave them.
    telefono.red.cortar = b"POST /ruta/sincronizar/"
    telefono.volver_senal()
    expect(pagina.locator("#estado")).to_have_text("enviando 4 de 4…")
    expect(pagina.locator("#estado")).to_have_text("sin señal · 4 por enviar")
    assert RegistroDeCampo.objects.count() == 4
    telefono.red.cortar = b""
    expect(pagina.locator("#estado")).to_have_text(ENVIADO, timeout=15_000)

    visitas = list(Visita.objects.order_by("registrada_en"))
    assert [v.resultado_id for v in visitas] == ["ubicada_acepta", "ausente", "ubicada_rechaza"]
    assert [v.observacion for v in visitas] == ["", "La vecina dice que vuelve el jueves", ""]
    registros = RegistroDeCampo.objects.order_by("momento")
    assert [r.tipo for r in registros] == ["visita", "acuerdo", "visita", "visita"]
    assert [r.pk for r in registros] == sorted(r.pk for r in registros)
    assert {r.estado for r in registros} == {EstadoRegistro.APLICADO}
    assert telefono.red.cortadas > 0
    adjuntos = Adjunto.objects.order_by("tamano")
    assert [a.visita_id or a.solicitud_id for a in adjuntos].count(None) == 0
    assert Adjunto.objects.count() == 2
    assert max(a.archivo.size for a in adjuntos) <= 400_000
    assert Acuerdo.objects.get().solicitud.contacto == visitas[0].contacto


def test_con_la_sesion_terminada_nada_se_pierde_ni_lo_ve_otra_y_lo_rechazado_se_corrige(
    telefono, gestora
):
    pagina, estado = telefono.abrir(), telefono.pagina.locator("#estado")
    telefono.llevar_ruta("gestora")

    # A signal so thin that the page does not come: the phone shows what it has.
    telefono.red.lento = b"GET /contactos/"
    pagina.goto(f"/contactos/{Contacto.objects.order_by('vence_el').first().pk}/")
    expect(pagina.get_by_role("button", name="Esperar la página")).to_be_visible()
    expect(pagina.get_by_role("heading", name="CONDORI CCORI")).to_be_visible()

    telefono.perder_senal()
    registrar(pagina, "CONDORI", "Ausente o no contesta")
    guardar(pagina)
    Session.objects.all().delete()
    telefono.volver_senal()
    expect(estado).to_have_text("entre otra vez · 1 por enviar")

    # A colleague logs in on this phone: the first one's households are not hers, nor her visit.
    persona("colega", gestora.asignaciones.get().distrito)
    estado.get_by_role("link").click()
    telefono.entrar("colega")
    expect(pagina.get_by_text("No lleva ningún hogar en el teléfono")).to_be_visible()
    expect(estado).to_have_text("al día")
    assert "CONDORI" not in pagina.content()
    assert not Visita.objects.exists()

    # The first one comes back: what she did goes on by itself, as hers; meanwhile the catalogue
    # has changed.
    Resultado.objects.filter(pk="ausente").update(activo=False)
    pagina.goto("/ruta/")
    pagina.get_by_role("button", name="Salir", exact=True).click()
    expect(pagina.get_by_label("Usuario")).to_be_visible()
    pagina.goto("/entrar/?next=/ruta/campo/")
    telefono.entrar("gestora")
    expect(estado).to_have_text("1 por corregir")
    assert not Visita.objects.exists()

    # What the server turned down is told in its words, and mended into another record.
    estado.get_by_role("link").click()
    expect(pagina.get_by_text("Ese resultado no corresponde: elija otro.")).to_be_visible()
    pagina.get_by_role("button", name="Corregir").click()
    pagina.get_by_text("Ubicada: no acepta").click()
    pagina.get_by_label("Motivo").fill("Está de viaje")
    guardar(pagina)
    expect(estado).to_have_text(ENVIADO)
    visita = Visita.objects.get()
    assert (visita.registrada_por, visita.resultado_id) == (gestora, "ubicada_rechaza")
    assert set(RegistroDeCampo.objects.values_list("estado", flat=True)) == {
        EstadoRegistro.RECHAZADO,
        EstadoRegistro.APLICADO,
    }


def siguiente_entrega(carpeta) -> list:
    """The static files of a next release: one more step in the phone's base."""
    anterior = (ajustes.BASE_DIR / "static/js/campo/almacen.js").read_text()
    ultimo = 'base.createObjectStore("ajustes");\n    },\n'
    assert anterior.count(ultimo) == 1
    nuevo = anterior.replace(ultimo, f'{ultimo}    (base) => base.createObjectStore("nueva"),\n')
    (carpeta / "js/campo").mkdir(parents=True)
    (carpeta / "js/campo/almacen.js").write_text(nuevo)
    return [carpeta, *ajustes.STATICFILES_DIRS]


def test_una_version_nueva_conserva_lo_que_falta_enviar(telefono, gestora, settings, tmp_path):
    pagina, estado = telefono.abrir(), telefono.pagina.locator("#estado")
    telefono.llevar_ruta("gestora")
    telefono.perder_senal()
    registrar(pagina, "CONDORI", "Ausente o no contesta")
    guardar(pagina)
    registrar(pagina, "MAMANI", "Ubicada: no acepta")
    pagina.get_by_label("Motivo").fill("Está de viaje")

    # A release is put in service while the phone may reach files, but not send.
    settings.STATICFILES_DIRS = siguiente_entrega(tmp_path / "entrega")
    telefono.red.cortar = b" /ruta/s"
    telefono.volver_senal()
    otra = telefono.contexto.new_page()
    otra.goto("/ruta/campo/")
    esperar(
        otra,
        """async () => {
          const registro = await (await navigator.serviceWorker.getRegistration()).update();
          if (registro.installing || registro.waiting) return false;
          const copia = await caches.match("/static/js/campo/almacen.js", {ignoreSearch: true});
          return (await copia.text()).includes("nueva");
        }""",
    )
    otra.reload()
    expect(otra.locator("#estado")).to_have_text("sin señal · 1 por enviar")
    version = "indexedDB.databases().then((todas) => Math.max(...todas.map((b) => b.version)))"
    esperar(otra, f"() => {version}.then((ultima) => ultima === 2)")

    # The old page let go of the base, and stands where it was, with what was being written.
    expect(pagina.get_by_text("Recuperamos lo que había escrito")).to_be_visible()
    expect(pagina.get_by_label("Motivo")).to_have_value("Está de viaje")
    telefono.red.cortar = b""
    guardar(pagina)
    expect(estado).to_have_text(ENVIADO, timeout=15_000)
    assert list(Visita.objects.order_by("registrada_en").values_list("resultado", flat=True)) == [
        "ausente",
        "ubicada_rechaza",
    ]

    # A full phone says so before anybody types, and goes on showing what it holds.
    telefono.apagar()
    pagina = telefono.abrir()
    lleno = {"origin": telefono.red.url, "quotaSize": 1000}
    telefono.contexto.new_cdp_session(pagina).send("Storage.overrideQuotaForOrigin", lleno)
    pagina.goto("/ruta/campo/")
    pagina.locator(".campo-proxima").get_by_role("button", name="Registrar").click()
    expect(pagina.get_by_text("El teléfono no tiene espacio")).to_be_visible()
    expect(pagina.locator("form")).to_have_count(0)


def test_un_telefono_dado_de_baja_se_vacia_y_entrega_lo_que_llevaba(telefono, gestora):
    pagina = telefono.abrir()
    telefono.llevar_ruta("gestora")
    telefono.perder_senal()
    registrar(pagina, "CONDORI", "Ausente o no contesta")
    guardar(pagina)

    # Leaving would lose it: the phone says how much, and she stays.
    telefono.red.cortar = b" /ruta/s"
    telefono.volver_senal()
    pagina.goto("/ruta/")
    lleva = "3 hogares en el teléfono · 1 por enviar"
    expect(pagina.locator("#campo-estado")).to_contain_text(lleva)
    pagina.get_by_role("button", name="Salir", exact=True).click()
    expect(pagina.get_by_role("heading", name="Hay 1 registro sin enviar")).to_be_visible()
    pagina.get_by_role("button", name="Enviar y salir").click()
    expect(pagina.get_by_text("Todavía queda 1")).to_be_visible()
    pagina.get_by_role("button", name="No salir").click()

    supervisora = persona("jefa", gestora.asignaciones.get().distrito, Rol.SUPERVISORA)
    revocar(Dispositivo.objects.get(usuario=gestora), por=supervisora)
    telefono.red.cortar = b""
    pagina.goto("/ruta/campo/")
    vacio = pagina.get_by_text("Entre con señal para llevar su ruta")
    expect(vacio).to_be_visible(timeout=20_000)
    quedan = """async (usuario) => campo.con(usuario, async (base) => {
      const cajas = [...base.objectStoreNames];
      return (await Promise.all(cajas.map((caja) => base.count(caja)))).reduce((a, b) => a + b);
    })"""
    assert pagina.evaluate(quedan, gestora.pk) == 0
    registro = RegistroDeCampo.objects.get()
    assert (registro.estado, registro.cuerpo["resultado"]) == (
        EstadoRegistro.EN_CUARENTENA,
        "ausente",
    )
    assert not Visita.objects.exists()
