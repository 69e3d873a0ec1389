"""Who needs no document, phone or address sees none, wherever she goes (adr/0048)."""

import datetime as dt
import re

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from afiliacion.models import Contacto, Solicitud, Visita
from captacion.models import (
    CambioDato,
    Carga,
    DocumentoObservado,
    EncuentroDeHogares,
    Hogar,
    Persona,
    RecienNacido,
    RegistroFuente,
    Telefono,
)
from juntos.historia import en_nombre_de
from juntos.models import Lectura
from tests import fabricas
from tests.accesos.direcciones import direccion
from tests.accesos.pedir import dicho, pedir
from tests.accesos.tabla import ACCESOS

pytestmark = pytest.mark.django_db
DONDE = "JIRON TAPADO 471"
COMO_LLEGAR = "FRENTE AL POZO TAPADO"
# A form shown again with what must be mended.
PAGINAS = (200, 400, 409, 422)
COMPARA = "decide un cruce o un pedido: comparar los documentos es lo que hace"
SE_ENTREGA = "se entrega a otra entidad, que con ese dato busca a la familia"
# Where a role that has them masked sees them in clear, and why.
EN_CLARO = {
    "captacion:cruces": COMPARA,
    "captacion:cruce": COMPARA,
    "captacion:cruce-documentos": "decide sobre el número mismo, que es de nadie",
    "captacion:carga": "filas rechazadas: se corrigen como vinieron",
    "captacion:carga-columnas": "una muestra del archivo, a quien lo cargó",
    "captacion:carga-rechazadas": "se corrige y se vuelve a cargar: como vino",
    "captacion:cruce-deshacer": COMPARA,
    "afiliacion:arco-pedido": COMPARA,
    "afiliacion:arco-buscar": COMPARA,
    "afiliacion:arco-proponer": COMPARA,
    "afiliacion:arco-devolver": COMPARA,
    "afiliacion:arco-datos": COMPARA,
    "afiliacion:arco-constancia": "la ley la pide entera",
    "afiliacion:arco-respuesta": "la ley la pide entera",
    "afiliacion:acuerdo": "documento firmado: prueba de la afiliación",
    "afiliacion:adjunto": "foto, sin texto que tapar",
    "afiliacion:liquidacion-archivo": "lo que el banco lee",
    "afiliacion:derivacion-hoja": SE_ENTREGA,
}


@pytest.fixture
def secretos(mundo, distrito, gestora):
    """Every document, phone and address of the people of the world, as they would be read."""
    # The code of the world's facility is no secret.
    Persona.objects.filter(dni="99000001").update(dni="99654321")
    donde = {"direccion": DONDE, "referencia": COMO_LLEGAR}
    Hogar.objects.update(direccion=DONDE)
    RecienNacido.objects.update(**donde)
    with en_nombre_de(gestora, vista="prueba"):
        Contacto.objects.update(telefono="987654321", **donde)
        Visita.objects.update(observacion="Llamar al 987 654 321", **donde)
    _lo_de_los_archivos(Carga.objects.get(pk=mundo["carga"]), distrito)
    numeros = {
        numero.split(":")[-1]
        for fila in Persona.objects.values_list("dni", "cui", "cnv", "otro_documento")
        for numero in fila
        if numero
    }
    numeros |= set(Telefono.objects.values_list("numero", flat=True))
    dichos = {" ".join((n[:3], n[3:6], n[6:])) for n in numeros if len(n) == 9}
    assert len(numeros) > 5
    return {s.encode() for s in numeros | dichos | {DONDE, COMO_LLEGAR}}


def _lo_de_los_archivos(carga, distrito):
    """What a load changed, whom it no longer brings, and two registers that disagree."""
    juntos = fabricas.HogarFactory(origen="juntos", codigo="J1", distrito=distrito)
    persona = fabricas.MiembroFactory(hogar=juntos).persona
    for campo, despues in (("celular", "987654321"), ("direccion", DONDE)):
        CambioDato.objects.create(
            carga=carga, fila=1, persona=persona, campo=campo, antes="", despues=despues
        )
    RegistroFuente.objects.create(
        fuente="pgh", clave="c", huella=1, carga=carga, fila=1, persona=persona, hogar=juntos,
        ausente_desde=carga,
    )  # fmt: skip
    pgh = fabricas.HogarFactory(codigo="H1", distrito=distrito, carga=carga)
    EncuentroDeHogares.objects.create(
        juntos=juntos, pgh=pgh, comunes=1, de_juntos=1, de_pgh=1, carga=carga,
        discrepancias=["miembros"],
    )  # fmt: skip


@pytest.fixture
def papel_legible(monkeypatch):
    """A PDF is what its template was given, drawn or not: letters of a font cannot be searched."""
    monkeypatch.setattr(
        "juntos.pdf.typst.compile", lambda *_, sys_inputs, **__: sys_inputs["datos"].encode()
    )


@pytest.mark.usefixtures("papel_legible")
@pytest.mark.parametrize("rol", ["sede", "administracion"])
def test_quien_no_lo_necesita_no_lee_ninguno(rol, mundo, secretos, client, request):
    assert EN_CLARO.keys() <= ACCESOS.keys()
    quien, leidos = request.getfixturevalue(rol), {}
    for nombre, (metodo, esperado) in ACCESOS.items():
        if metodo != "get" or esperado[rol] != 200 or nombre in EN_CLARO:
            continue
        cuerpo = dicho(pedir(client, "get", direccion(nombre, mundo), por=quien))
        if vistos := {s for s in secretos if s in cuerpo}:
            leidos[nombre] = vistos
    assert not leidos, "\n".join(f"{n}: {v}" for n, v in leidos.items())


@pytest.mark.usefixtures("papel_legible")
@pytest.mark.parametrize("rol", ["sede", "administracion"])
def test_la_pagina_de_lo_que_se_niega_tampoco_los_dice(rol, mundo, secretos, client, request):
    """Every address is sent nothing, and then nonsense in every field that we have."""
    columnas = {c.name for modelo in apps.get_models() for c in modelo._meta.concrete_fields}
    quien, leidos, paginas = request.getfixturevalue(rol), {}, set()
    for nombre in ACCESOS.keys() - EN_CLARO.keys():
        for datos in ({}, dict.fromkeys(columnas, "¿?")):
            respuesta = pedir(client, "post", direccion(nombre, mundo), por=quien, data=datos)
            if respuesta.status_code in PAGINAS:
                paginas.add(nombre)
            cuerpo = dicho(respuesta)
            if vistos := {s for s in secretos if s in cuerpo}:
                leidos[nombre] = vistos
    assert not leidos, "\n".join(f"{n}: {v}" for n, v in leidos.items())
    assert len(paginas) > 10, paginas


def test_la_administracion_de_tablas_tampoco_los_dice(mundo, secretos, client, administracion):
    """Its lists, the page of each row and its history; an observed document is nobody's."""
    leidos = {}
    for modelo in admin.site._registry.keys() - {DocumentoObservado}:
        base = f"admin:{modelo._meta.app_label}_{modelo._meta.model_name}"
        caminos = [reverse(f"{base}_changelist")]
        for fila in modelo._default_manager.all()[:5]:
            caminos += [reverse(f"{base}_{que}", args=[fila.pk]) for que in ("change", "history")]
        for camino in caminos:
            cuerpo = dicho(pedir(client, "get", camino, por=administracion))
            if vistos := {s for s in secretos if s in cuerpo}:
                leidos[camino] = vistos
    assert not leidos, "\n".join(f"{c}: {v}" for c, v in leidos.items())


@pytest.mark.usefixtures("papel_legible")
def test_quien_visita_los_lee_enteros(mundo, secretos, client, gestora):
    """The walk would pass on empty pages: the same world, to who needs it."""
    for nombre in ("afiliacion:contacto", "afiliacion:cola-exportar"):
        cuerpo = dicho(pedir(client, "get", direccion(nombre, mundo), por=gestora))
        assert {b"987654321", DONDE.encode()} <= {s for s in secretos if s in cuerpo}, nombre
    papel = dicho(pedir(client, "get", direccion("afiliacion:derivacion-hoja", mundo), por=gestora))
    assert {s for s in secretos if s in papel}


def test_el_libro_descargado_va_tapado(mundo, secretos, client, sede):
    libro = reverse("afiliacion:cola-exportar", args=["xlsx"])
    cuerpo = dicho(pedir(client, "get", libro, por=sede))
    assert not {s for s in secretos if s in cuerpo}
    assert "•••••321".encode() in cuerpo


def test_un_documento_entero_se_busca_y_no_se_repite_en_la_lista(mundo, secretos, client, sede):
    persona = Contacto.objects.get(pk=mundo["contacto"]).casos.get().captacion.persona
    numero = persona.dni or persona.cui or persona.cnv
    client.force_login(sede)
    respuesta = client.post(reverse("afiliacion:buscar"), {"texto": numero}, follow=True)
    cuerpo = respuesta.content.decode()
    assert persona.nombre_completo in cuerpo
    sin_lo_escrito = re.sub(r"«[^»]*»", "", cuerpo).encode()
    assert not {s for s in secretos if s in sin_lo_escrito}


@pytest.fixture
def pagina(client, mundo, sede):
    client.force_login(sede)
    return reverse("afiliacion:contacto", args=[mundo["contacto"]])


@pytest.fixture
def hogar(mundo):
    return Contacto.objects.get(pk=mundo["contacto"]).hogar_id


def ver(client, hogar, **datos):
    return client.post(reverse("afiliacion:hogar-ver", args=[hogar]), datos)


def test_verlos_queda_anotado_y_dura_diez_minutos(
    client, pagina, hogar, mundo, secretos, sede, supervisora
):
    ahora = timezone.now()
    with time_machine.travel(ahora, tick=False):
        assert ver(client, hogar, contacto=mundo["contacto"]).url == pagina
        ver(client, hogar)
        abierta = client.get(pagina).content.decode()
        hasta = timezone.localtime(ahora + dt.timedelta(minutes=10))
    assert "987654321" in abierta
    assert DONDE in abierta
    assert f"A la vista hasta las {hasta:%H:%M}" in abierta
    assert Lectura.objects.get(que="datos").hogar_id == hogar
    assert (
        "Datos a la vista"
        in client.get(f"{reverse('juntos:lecturas')}?hogar={hogar}").content.decode()
    )
    with time_machine.travel(ahora + dt.timedelta(minutes=10), tick=False):
        cerrada = client.get(pagina).content
    assert not {s for s in secretos if s in cerrada}
    assert "teléfono tapado, termina en 321" in cerrada.decode()


def test_la_pagina_de_su_solicitud_tambien_los_destapa(client, mundo, sede, secretos):
    client.force_login(sede)
    solicitud = reverse("afiliacion:solicitud", args=[mundo["solicitud"]])
    hogar = Solicitud.objects.get(pk=mundo["solicitud"]).contacto.hogar_id
    assert not {s for s in secretos if s in client.get(solicitud).content}
    assert ver(client, hogar, solicitud=mundo["solicitud"]).url == solicitud
    assert {s for s in secretos if s in client.get(solicitud).content}


def test_solo_ese_hogar_y_solo_en_esa_sesion(client, pagina, hogar, mundo, secretos, sede):
    ver(client, hogar)
    otro = client.get(reverse("afiliacion:hogar", args=[mundo["hogar"]])).content
    lista = client.get(reverse("afiliacion:cola")).content
    client.logout()
    client.force_login(sede)
    de_nuevo = client.get(pagina).content
    for cuerpo in (otro, lista, de_nuevo):
        assert not {s for s in secretos if s in cuerpo}


def test_se_vuelven_a_tapar_con_un_boton(client, pagina, hogar, secretos):
    ver(client, hogar)
    client.post(reverse("afiliacion:hogar-tapar", args=[hogar]))
    assert not {s for s in secretos if s in client.get(pagina).content}


def test_un_hogar_de_otro_territorio_no_existe(client, hogar, ajena):
    client.force_login(ajena)
    assert ver(client, hogar).status_code == 404
    assert client.post(reverse("afiliacion:hogar-tapar", args=[hogar])).status_code == 404
    assert not Lectura.objects.filter(que="datos").exists()


@pytest.mark.parametrize("contacto", ["x", "https://malo.example/", "²", "9" * 40])
def test_la_vuelta_no_sale_de_aqui(client, pagina, hogar, contacto):
    respuesta = ver(client, hogar, contacto=contacto)
    assert respuesta.url == reverse("afiliacion:hogar", args=[hogar])
