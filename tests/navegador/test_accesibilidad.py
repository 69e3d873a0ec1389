"""WCAG 2.2 AA on every page and state, by axe-core; a journey by keyboard; text at twice its size.

A new page is a line of `paginas.PAGINAS`.
"""

import datetime as dt
import re
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from afiliacion.acciones import alertas, derivaciones, exoneraciones, hechos, solicitudes
from afiliacion.acciones.calendario import poner_al_dia, recalcular
from afiliacion.acciones.campo import recibir
from afiliacion.acciones.cuidados import constatar_no_dado
from afiliacion.acciones.dispositivos import saludar
from afiliacion.acciones.ruta import agregar_paradas
from afiliacion.models import Corresponsabilidad, Entrega, MotivoDerivacion, Visita
from captacion.acciones import confirmar_lote
from captacion.models import DocumentoObservado, EstadoCarga, EstadoVinculo, Fuente, Vinculo
from juntos import fallidas, lecturas
from juntos.cuentas.invitaciones import enlace_de, invitar
from juntos.models import AlertaDeLectura
from tests import fabricas
from tests.afiliacion import campo as de_campo
from tests.afiliacion import construir, dinero
from tests.afiliacion import informes as de_informes
from tests.afiliacion.arco import pedido
from tests.afiliacion.calendario.gente import dar
from tests.chromium import vigilar
from tests.navegador.paginas import ADMINISTRACION, ENLACE_ROTO, NO_EXISTE, PAGINAS, SEDE, G, S

ETIQUETAS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TODO = {
    "runOnly": {"type": "tag", "values": ETIQUETAS},
    "rules": {"target-size": {"enabled": True}, "heading-order": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Every page at both widths and in both schemes; which pair goes together changes from page to page.
VISTAS = (((360, "light"), (1280, "dark")), ((360, "dark"), (1280, "light")))
DESBORDA = """() => [...document.querySelectorAll('main *, header *')].filter(e => {
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  const fuera = r.width && r.right > innerWidth + 1 && s.position !== 'absolute';
  return fuera && !e.closest('.solo-lectores, thead');
}).map(e => e.tagName + '.' + e.className).slice(-4)"""

SE_MUEVE = """() => [...document.querySelectorAll('*')].filter(e => {
  const s = getComputedStyle(e);
  return parseFloat(s.transitionDuration) > 0 || s.animationName !== 'none';
}).map(e => e.tagName + '.' + e.className).slice(0, 5)"""
FOCO_A_LA_VISTA = """() => {
  const e = document.activeElement, s = getComputedStyle(e.closest('.opcion') || e);
  return s.outlineStyle !== 'none' || s.boxShadow !== 'none';
}"""


@pytest.fixture
def mundo(servidor, distrito, gestora, supervisora, sede, administracion, settings, tmp_path):
    """One of everything that a page shows, each in every state."""
    settings.MEDIA_ROOT = tmp_path
    nuevo = _hogar(distrito)
    contacto = construir.contacto(nuevo)
    madre = contacto.casos.first().captacion.recien_nacido.madre
    madre.telefonos.create(numero="987654321", fuente="visita", visto_el=construir.HOY)
    visita = construir.visitar(
        contacto,
        "ausente",
        por=gestora,
        alertas=["sin_dni", "sin_vacunas", "establecimiento"],
        observacion="Volver por la tarde.",
    )
    contacto.refresh_from_db()
    derivada = derivaciones.derivar(
        visita.alertas.get(tipo="sin_dni"),
        motivo=MotivoDerivacion.objects.get(pk="tramite_dni"),
        por=gestora,
    )
    derivaciones.seguir(derivada, a="recibida", nota="La citan el lunes.", por=gestora)
    cerrado = construir.contacto(_hogar(distrito))
    atendida = construir.visitar(
        cerrado, "ubicada_rechaza", por=gestora, motivo="No quiere", alertas=["sin_cred"]
    ).alertas.get()
    alertas.atender(atendida, por=supervisora)
    sin_distrito = construir.contacto(_hogar(None))
    enviadas = [construir.solicitud_enviada(_hogar(distrito), por=gestora) for _ in range(4)]
    _, observada, aprobada, rechazada = enviadas
    solicitudes.observar(observada, motivo="Falta la firma.", por=supervisora)
    solicitudes.aprobar(aprobada, por=supervisora)
    solicitudes.rechazar(rechazada, motivo="No vive aquí.", por=supervisora)
    cargas = {f"carga_{estado}": _carga(estado).pk for estado in EstadoCarga.values}
    procesada = fabricas.CargaFactory(
        fuente=Fuente.PGH, encabezado=["CO_HOGAR"], leidas=1, rechazadas=1
    )
    procesada.filas_observadas.create(
        numero=2, tipo="rechazada", motivos=["sin_hogar"], celdas=[""]
    )
    captacion = contacto.casos.first().captacion
    vinculo = Vinculo.objects.create(
        persona=captacion.persona,
        hogar=fabricas.HogarFactory(distrito=distrito),
        regla="jefe_pgh",
        estado=EstadoVinculo.POR_REVISAR,
        duda="jefe_solo",
        carga=captacion.carga,
        fila=1,
    )
    agregar_paradas([contacto.pk], por=gestora)
    recibir(
        [de_campo.registro("requisito", contacto.pk, codigo="MO", visto=True)],
        dispositivo=saludar(uuid.uuid4(), por=gestora),
        reloj=99999,
    )
    DocumentoObservado.objects.create(
        documento="99000000", personas=6, carga=procesada, observado_el=procesada.fecha_proceso
    )
    Entrega.objects.create(
        destino="municipalidad",
        distrito=distrito,
        lista="Hogares sin clasificación",
        formato="csv",
        recibe="Ana Soto",
        oficina="Jefa, ULE",
        filas=3,
        sha256="0" * 64,
        entregada_por=gestora,
    )
    for quien in (gestora, supervisora):
        AlertaDeLectura.objects.create(usuario=quien, hora=timezone.now(), hogares=240)
    lecturas.anotar("archivo", personas=1200, por=gestora)
    lecturas.anotar("hogar", hogares=[nuevo.pk], objeto=nuevo.pk, por=gestora)
    fallidas.anotar_fallo("afiliacion.tasks.liquidar", [1], "UniqueViolation")
    fallidas.anotar_fallo("afiliacion.tasks.contar_hechos", [], "OperationalError")
    fallidas.cerrar("afiliacion.tasks.contar_hechos", [])
    de_dinero = _dinero(distrito, gestora)
    nueva = fabricas.UsuarioFactory.build(email="nueva@example.pe")
    testigo = enlace_de(invitar(nueva, por=administracion)).rsplit("/", 2)[1]
    return (
        cargas
        | de_dinero
        | de_informes.publicado_y_borrador(distrito, por=sede)
        | _calendario(distrito, gestora, supervisora)
        | {
            "usuarias": {
                G: gestora,
                S: supervisora,
                SEDE: sede,
                ADMINISTRACION: administracion,
            },
            "gestora": gestora.pk,
            "contacto": contacto.pk,
            "cerrado": cerrado.pk,
            "sin_distrito": sin_distrito.pk,
            "hogar": nuevo.pk,
            "borrador": construir.solicitud_lista(_hogar(distrito), por=gestora).pk,
            "enviada": enviadas[0].pk,
            "observada": observada.pk,
            "aprobada": aprobada.pk,
            "rechazada": rechazada.pk,
            "alerta": visita.alertas.get(tipo="sin_vacunas").pk,
            "testigo": testigo,
            "arco": pedido("cancelacion", por=gestora, persona=madre).pk,
            "derivacion": derivada.pk,
            "distrito": distrito.pk,
            "carga_procesada": procesada.pk,
            "vinculo": vinculo.pk,
            "lote": confirmar_lote([], pedidos=[], filtro={}, por=supervisora).pk,
        }
    )


def _dinero(distrito, gestora):
    """A bimester that was sent to the bank and answered, and the next one with an adjustment."""
    usuario = dinero.hogar(distrito)
    nino = dinero.nacido(usuario, dinero.dia("01/06/2026"))
    tarde = dinero.exigir(nino, dinero.dia("29/09/2026"), situacion="sin_dato")
    enviada = dinero.enviar(dinero.liquidar("2026-5", corte=dinero.dia("31/10/2026")))
    Corresponsabilidad.objects.filter(pk=tarde.pk).update(situacion="en_ventana")
    dinero.exigir(nino, dinero.dia("29/11/2026"), dosis=2, situacion="no_dado")
    calculada = dinero.liquidar()
    usuario.salidas.create(
        causa_id="renuncia",
        detalle="Se muda a otra región",
        sale_el=construir.HOY,
        propuesta_por=gestora,
    )
    poner_al_dia()
    hechos.actualizar_todos()
    return {
        "usuario": usuario.pk,
        "enviada_al_banco": enviada.pk,
        "calculada": calculada.pk,
        "linea": dinero.pago(calculada, usuario).pk,
    }


def _calendario(distrito, gestora, supervisora):
    """A child with care in every state, a pregnancy, an exoneration annulled and one in force."""
    usuario = dinero.hogar(distrito)
    nacio = construir.HOY - dt.timedelta(days=130)
    nino = dinero.nacido(usuario, nacio).persona
    fur = construir.HOY - dt.timedelta(days=120)
    dinero.gestante(usuario, fur)
    dar(nino, "cred", 4, 35, desde=nacio)
    dar(nino, "polio", 125, desde=nacio)
    recalcular([c.persona_id for c in usuario.captaciones.all()])
    filas = Corresponsabilidad.objects.filter(persona=nino, regla__norma__condiciona_pago=True)
    constatado = filas.get(regla__item="neumococo", regla__dosis=1)
    constatar_no_dado(constatado, visto=None, por=gestora)
    for n in (1, 2):
        exoneracion = exoneraciones.registrar(
            resolucion=f"RDE {n}-2026",
            motivo="Lluvias",
            desde=construir.HOY,
            hasta=construir.HOY,
            unidad_territorial=None,
            distrito=distrito,
            item=None,
            por=supervisora,
        )
    exoneraciones.anular(exoneracion, por=supervisora)
    return {
        "con_calendario": usuario.pk,
        "constatado": constatado.pk,
        "sin_dato": filas.get(regla__item="pentavalente", regla__dosis=1).pk,
    }


def _hogar(distrito):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    construir.gestante(hogar)
    return hogar


def _carga(estado: str):
    return fabricas.CargaFactory(estado=estado)


@pytest.fixture
def abrir(navegador, servidor, mundo):
    """A page of the browser in which this role is in; one for each role."""
    abiertas, faltas = {}, []

    def _abrir(rol: str, **opciones) -> Page:
        if rol not in abiertas:
            contexto = navegador.new_context(
                base_url=servidor.url,
                locale="es-PE",
                timezone_id="America/Lima",
                reduced_motion="reduce",
                **opciones,
            )
            contexto.set_default_timeout(10_000)
            faltas.append(vigilar(contexto))
            if rol:
                cliente = Client()
                cliente.force_login(mundo["usuarias"][rol])
                sesion = cliente.cookies[settings.SESSION_COOKIE_NAME].value
                contexto.add_cookies(
                    [{"name": settings.SESSION_COOKIE_NAME, "value": sesion, "url": servidor.url}]
                )
            abiertas[rol] = contexto.new_page()
        return abiertas[rol]

    yield _abrir
    for pagina in abiertas.values():
        pagina.context.close()
    assert not any(faltas), faltas


def ir(pagina: Page, camino: str, pulsar: str | None) -> None:
    respuesta = pagina.goto(camino)
    assert respuesta.status == (404 if camino in (NO_EXISTE, ENLACE_ROTO) else 200), camino
    abrir_todo = "document.querySelectorAll('details').forEach(d => d.open = true)"
    if pulsar:
        pagina.evaluate(abrir_todo)
        with pagina.expect_response(lambda r: r.request.method == "POST"):
            pagina.eval_on_selector(
                pulsar.replace(" >> nth=0", ""), "b => b.form.noValidate = true"
            )
            pagina.locator(pulsar).first.click()
        pagina.wait_for_load_state()
    pagina.evaluate(abrir_todo)


def test_axe_no_halla_nada_en_ninguna_pagina(abrir, mundo):
    axe, halladas = Axe().axe_script, []
    for numero, (rol, camino, pulsar) in enumerate(PAGINAS):
        pagina = abrir(rol)
        pagina.set_viewport_size({"width": 360, "height": 740})
        ir(pagina, camino.format_map(mundo), pulsar)
        pagina.evaluate(axe)
        for ancho, esquema in VISTAS[numero % 2]:
            pagina.set_viewport_size({"width": ancho, "height": 800})
            pagina.emulate_media(color_scheme=esquema)
            hallazgos = pagina.evaluate("opciones => axe.run(opciones)", TODO)["violations"]
            halladas += [
                f"{rol} {camino} {pulsar or ''} {ancho} {esquema}: {h['id']} {n['target']}"
                for h in hallazgos
                for n in h["nodes"][:3]
            ]
    assert not halladas, "\n".join(halladas)


def test_el_texto_al_doble_no_pierde_ni_desborda(abrir, mundo):
    """Text of 32 px at 360 px: nothing leaves the screen sideways, nothing moves by itself."""
    desbordadas = []
    for rol, camino, pulsar in PAGINAS:
        pagina = abrir(rol)
        pagina.set_viewport_size({"width": 360, "height": 740})
        ir(pagina, camino.format_map(mundo), pulsar)
        pagina.evaluate("document.documentElement.style.fontSize = '200%'")
        if hallados := pagina.evaluate(DESBORDA):
            desbordadas.append(f"{rol} {camino} {pulsar or ''}: {hallados}")
        ancho = pagina.evaluate("document.documentElement.scrollWidth")
        assert ancho <= 360, f"{camino}: {ancho} px de ancho"
        assert pagina.evaluate(SE_MUEVE) == [], camino
    assert not desbordadas, "\n".join(desbordadas)


def test_de_la_cola_a_la_visita_sin_raton(abrir, mundo):
    """Queue → contact → visit → saved, by the keyboard alone, the focus always in sight."""
    pagina = abrir(G, viewport={"width": 360, "height": 740})
    pagina.goto("/cola/")
    pagina.keyboard.press("Tab")
    expect(pagina.get_by_role("link", name="Saltar al contenido")).to_be_focused()
    pagina.keyboard.press("Enter")
    _tabular(pagina, f"a[href='/contactos/{mundo['contacto']}/']")
    pagina.keyboard.press("Enter")
    expect(pagina).to_have_url(re.compile(rf"/contactos/{mundo['contacto']}/$"))
    _tabular(pagina, "main a[href$='/visita/']")
    pagina.keyboard.press("Enter")
    expect(pagina).to_have_url(re.compile("/visita/"))
    _tabular(pagina, "input[name=modalidad]")
    pagina.keyboard.press("Space")
    _tabular(pagina, "input[name=resultado]")
    for _ in range(20):
        if pagina.evaluate("document.activeElement.value") == "ausente":
            break
        pagina.keyboard.press("ArrowDown")
    pagina.keyboard.press("Space")
    antes = Visita.objects.count()
    _tabular(pagina, ".guardar button")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_text("Registrado.")).to_be_visible()
    assert Visita.objects.count() == antes + 1
    assert Visita.objects.latest("pk").fecha == timezone.localdate()


def _tabular(pagina: Page, selector: str) -> None:
    """Press Tab until the focus is on `selector`, and check that one sees where it is."""
    for _ in range(60):
        pagina.keyboard.press("Tab")
        if pagina.evaluate("s => document.activeElement.matches(s)", selector):
            assert pagina.evaluate(FOCO_A_LA_VISTA), selector
            return
    raise AssertionError(f"Con el tabulador no se llega a {selector}")
