"""The supervisor's day and her team: each number is exactly its list, and proposals even out."""

import datetime as dt
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from afiliacion.acciones.campo import recibir
from afiliacion.acciones.derivaciones import derivar
from afiliacion.acciones.dispositivos import saludar
from afiliacion.models import Contacto, MotivoDerivacion
from captacion.models import EstadoVinculo, Fuente, ReglaVinculo, Vinculo
from juntos.menu import MENU, inicio_de
from juntos.models import AlertaDeLectura, Evento, Parametro, Usuario
from tests import fabricas
from tests.afiliacion import campo as de_campo
from tests.afiliacion import construir, dinero
from tests.afiliacion.arco import pedido

pytestmark = pytest.mark.django_db
HOY = timezone.localdate()


@pytest.fixture
def companera(unidad, distrito):
    usuario = fabricas.UsuarioFactory(
        first_name="Rosa", last_name="Paredes", rol="gestora", unidad_territorial=unidad
    )
    fabricas.AsignacionFactory(usuario=usuario, distrito=distrito)
    return usuario


@pytest.fixture
def repartidos(distrito, gestora):
    def _repartir(cuantos, usuaria, *, dias=10, **campos):
        return [
            fabricas.ContactoFactory(
                hogar__distrito=distrito,
                vence_el=HOY + dt.timedelta(days=dias),
                asignada_a=usuaria,
                asignada_en=usuaria and timezone.now(),
                asignada_por=usuaria,
                **campos,
            )
            for _ in range(cuantos)
        ]

    return _repartir


@pytest.fixture
def dia_lleno(repartidos, gestora, companera, supervisora, distrito, settings, tmp_path):
    """Something of everything that waits for a supervisor, and as much of another territory."""
    settings.MEDIA_ROOT = tmp_path
    solicitud = construir.hogar(distrito)
    captacion = construir.recien_nacido(solicitud)
    construir.solicitud_enviada(solicitud, por=gestora)
    visitado = construir.hogar(distrito)
    construir.recien_nacido(visitado)
    abierto = construir.contacto(visitado)
    visita = construir.visitar(abierto, "ausente", por=gestora, alertas=["sin_dni", "sin_cred"])
    derivar(
        visita.alertas.get(tipo="sin_dni"),
        motivo=MotivoDerivacion.objects.get(pk="tramite_dni"),
        por=gestora,
    )
    recibir(
        [de_campo.registro("requisito", abierto.pk, codigo="MO", visto=True)],
        dispositivo=saludar(uuid.uuid4(), por=gestora),
        reloj=99999,
    )
    Vinculo.objects.create(
        persona=captacion.persona,
        hogar=fabricas.HogarFactory(distrito=distrito),
        regla=ReglaVinculo.JEFE_PGH,
        estado=EstadoVinculo.POR_REVISAR,
        duda="jefe_solo",
        carga=captacion.carga,
        fila=1,
    )
    fabricas.CargaFactory(
        fuente=Fuente.SIS_GESTANTES, recibida_en=timezone.now() - dt.timedelta(days=60)
    )
    for lugar in (distrito, fabricas.DistritoFactory()):
        dinero.hogar(lugar).salidas.create(
            causa_id="renuncia", detalle="Se muda", sale_el=HOY, propuesta_por=gestora
        )
    for lugar in (distrito, fabricas.DistritoFactory()):
        nacido = dinero.nacido(dinero.hogar(lugar), HOY - dt.timedelta(days=60))
        dinero.exigir(nacido, HOY + dt.timedelta(days=1), situacion="sin_dato")
    repartidos(2, gestora, dias=0)
    repartidos(3, companera, dias=3)
    repartidos(1, None, dias=2)
    repartidos(4, gestora, dias=4)
    fabricas.ContactoFactory(vence_el=HOY)
    AlertaDeLectura.objects.create(usuario=gestora, hora=timezone.now(), hogares=201)
    pedido(por=gestora)
    # The house has stood for long, and nobody signed who can see what.
    Usuario.objects.filter(username="sistema").update(
        date_joined=timezone.now() - dt.timedelta(days=400)
    )
    Parametro.objects.filter(clave="privilegios_plazo").update(valor=-1)


def cuenta_de_la_lista(client, direccion) -> int:
    """How many things the page of an address really lists."""
    partes = urlsplit(direccion)
    respuesta = client.get(direccion)
    contexto = respuesta.context
    if partes.path == "/cola/":
        return len(contexto["hoja"].object_list)
    if partes.path == "/solicitudes/":
        return len(contexto["bandeja"].pagina.object_list)
    if partes.path == "/corresponsabilidades/":
        return len(contexto["lista"].pagina.object_list)
    if partes.path in ("/alertas/", "/campo/observados/", "/derivaciones/", "/salidas/", "/arco/"):
        return len(contexto["pagina"].object_list)
    if partes.path == "/cruces/":
        return contexto["avance"].total - contexto["avance"].hechos
    if partes.path == "/equipo/":
        return len(contexto["cargas"])
    if partes.path == "/privilegios/":
        return int(not contexto["firmada"])
    if partes.path == "/lecturas/":
        return len(contexto["alertas"])
    assert partes.fragment == "fuentes"
    return len(client.get("/bandeja/").context["dia"].fuentes)


def test_cada_numero_del_dia_abre_exactamente_su_lista(client, dia_lleno, supervisora):
    client.force_login(supervisora)
    respuesta = client.get("/bandeja/")
    dia, texto = respuesta.context["dia"], respuesta.content.decode()
    cuentas = {p.clave: p.cuenta for p in dia.pendientes}
    assert cuentas == {
        "solicitudes": 1,
        "lecturas": 1,
        "privilegios": 1,
        "por-vencer": 6,
        "alertas": 2,
        "cuidados": 1,
        "campo": 1,
        "derivaciones": 1,
        "arco": 1,
        "cruces": 1,
        "sin-actividad": 1,
        "salidas": 1,
        "fuentes": 1,
    }
    for pendiente in dia.pendientes:
        assert cuenta_de_la_lista(client, pendiente.direccion) == pendiente.cuenta, pendiente.clave
        assert pendiente.palabras in texto
    assert sum(g.cuenta for g in dia.por_vencer) == 6
    for grupo in dia.por_vencer:
        assert cuenta_de_la_lista(client, grupo.direccion) == grupo.cuenta, grupo
        assert parse_qs(urlsplit(grupo.direccion).query)["vence"] == ["pronto"]
    assert "La más antigua se envió hoy." in texto


def test_cada_numero_del_equipo_abre_exactamente_su_lista(client, dia_lleno, supervisora):
    viejo = Contacto.objects.filter(asignada_a__isnull=False).first()
    Contacto.objects.filter(pk=viejo.pk).update(abierto_el=HOY - dt.timedelta(days=60))
    client.force_login(supervisora)
    equipo = client.get("/equipo/").context["equipo"]
    assert sum(c.sin_gestion for c in equipo.cargas) == 1
    for carga in equipo.cargas:
        de = f"/cola/?lleva={carga.gestora.pk}"
        assert cuenta_de_la_lista(client, de) == carga.abiertos
        assert cuenta_de_la_lista(client, f"{de}&vence=pronto") == carga.por_vencer
        assert cuenta_de_la_lista(client, f"{de}&gestion=sin") == carga.sin_gestion
    assert cuenta_de_la_lista(client, "/cola/?asignacion=sin") == equipo.sin_asignar
    assert [(c.visitas, c.sin_actividad) for c in equipo.cargas if c.visitas] == [(2, False)]


def test_la_propuesta_equilibra_y_un_boton_la_lleva_a_cabo(
    client, repartidos, supervisora, gestora, companera
):
    repartidos(12, gestora)
    repartidos(2, gestora, ultima_visita_el=HOY)
    repartidos(4, companera)
    client.force_login(supervisora)
    respuesta = client.get("/equipo/")
    [propuesta] = respuesta.context["equipo"].propuestas
    assert (propuesta.de, propuesta.a, propuesta.cuantos) == (gestora, companera, 5)
    datos = {
        "de": gestora.pk,
        "a": companera.pk,
        "distrito": propuesta.distrito.pk,
        "cuantos": propuesta.cuantos,
    }
    hecha = client.post("/equipo/mover/", datos, follow=True)
    assert "Reasignados 5" in hecha.content.decode()
    cuentas = {c.gestora: c.abiertos for c in client.get("/equipo/").context["equipo"].cargas}
    assert cuentas == {gestora: 9, companera: 9}
    assert (
        Evento.objects.filter(motivo__startswith=f"Asignado al usuario {companera.pk}").count() == 5
    )
    # Whom somebody already visited keeps who visited.
    assert Contacto.objects.filter(asignada_a=gestora, ultima_visita_el=HOY).count() == 2
    assert client.get("/equipo/").context["equipo"].propuestas == []
    assert client.post("/equipo/mover/", datos | {"cuantos": "x"}).url == "/equipo/"


def test_a_quien_esta_ausente_no_se_le_propone_nada(
    repartidos, client, supervisora, gestora, companera
):
    repartidos(12, gestora)
    companera.ausencias.create(desde=HOY, hasta=HOY, motivo="salud")
    client.force_login(supervisora)
    assert client.get("/equipo/").context["equipo"].propuestas == []


def test_una_ausencia_se_registra_en_la_pagina_y_lo_mal_escrito_no_se_pierde(
    client, supervisora, gestora, companera
):
    client.force_login(supervisora)
    datos = {
        "usuaria": gestora.pk,
        "desde": f"{HOY:%Y-%m-%d}",
        "hasta": f"{HOY - dt.timedelta(days=1):%Y-%m-%d}",
        "motivo": "salud",
        "cubre": companera.pk,
    }
    mala = client.post("/equipo/ausencias/", datos)
    assert mala.status_code == 422
    assert "no puede ser anterior" in mala.content.decode()
    assert f'value="{datos["desde"]}"' in mala.content.decode()
    assert client.post("/equipo/ausencias/", datos | {"hasta": datos["desde"]}).status_code == 302
    pagina = client.get("/equipo/").content.decode()
    assert "Ausente hasta el" in pagina
    assert "cubre Rosa Paredes" in pagina
    ausencia = gestora.ausencias.get()
    assert client.post(f"/equipo/ausencias/{ausencia.pk}/quitar/").status_code == 302
    assert not gestora.ausencias.exists()


def test_las_paginas_de_la_supervisora_no_crecen_con_el_equipo(
    client, repartidos, supervisora, gestora, companera, unidad, distrito
):
    client.force_login(supervisora)

    def cuantas(ruta):
        client.get(ruta)
        with CaptureQueriesContext(connection) as capturadas:
            assert client.get(ruta).status_code == 200
        return len(capturadas)

    repartidos(2, gestora, dias=1)
    antes = {ruta: cuantas(ruta) for ruta in ("/bandeja/", "/equipo/")}
    for _ in range(5):
        otra = fabricas.UsuarioFactory(rol="gestora", unidad_territorial=unidad)
        fabricas.AsignacionFactory(usuario=otra, distrito=distrito)
        repartidos(3, otra, dias=1)
    for ruta, cuenta in antes.items():
        assert cuantas(ruta) == cuenta <= 34


def test_la_supervisora_entra_a_su_dia_y_ningun_menu_pasa_de_seis_palabras(supervisora):
    assert inicio_de(supervisora) == "afiliacion:bandeja"
    assert all(len(palabras) <= 6 for palabras in MENU.values())
