"""Referrals: what a sheet may carry, who moves them, and facilities gathered into one incident."""

import datetime as dt
import json

import pytest
import typst
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from afiliacion.acciones import alertas, derivaciones, incidencias
from afiliacion.consultas import articulacion
from afiliacion.consultas import derivaciones as consultas
from afiliacion.mensajes.revision import palabras_prohibidas
from afiliacion.models import (
    Alerta,
    Derivacion,
    EstadoAlerta,
    EstadoDerivacion,
    Incidencia,
    MotivoDerivacion,
)
from juntos.estados import TransicionInvalida
from juntos.models import Evento
from tests import fabricas
from tests.afiliacion import construir

HOY = timezone.localdate()


def url(nombre, *args):
    return reverse(f"afiliacion:{nombre}", args=args)


@pytest.fixture
def posta(distrito):
    return fabricas.EstablecimientoFactory(distrito=distrito, codigo="99000001")


@pytest.fixture
def alertar(distrito, gestora):
    """A visit to a new household with a newborn (or also a pregnant woman) that raises `tipo`."""

    def _alertar(tipo, *, con_gestante=False, por=gestora, fecha=HOY, **campos):
        hogar = construir.hogar(distrito)
        if con_gestante:
            construir.gestante(hogar)
        else:
            construir.recien_nacido(hogar)
        contacto = construir.contacto(hogar)
        contacto.direccion, contacto.centro_poblado = "Jr. Los Pinos 12", "Tinki"
        contacto.save()
        visita = construir.visitar(
            contacto, "ausente", por=por, alertas=[tipo], fecha=fecha, **campos
        )
        return visita.alertas.get()

    return _alertar


def motivo(codigo):
    return MotivoDerivacion.objects.get(pk=codigo)


def derivar(alerta, codigo, *, por, posta=None):
    return derivaciones.derivar(alerta, motivo=motivo(codigo), establecimiento=posta, por=por)


def papel(derivacion, por) -> str:
    return json.dumps(consultas.hoja(derivacion, por=por), ensure_ascii=False)


# What each sheet carries


def test_el_establecimiento_sabe_quien_es_y_que_le_falta_pero_no_donde_vive(
    alertar, gestora, posta
):
    alerta = alertar("sin_vacunas")
    hoja = papel(derivar(alerta, "vacunas", por=gestora, posta=posta), gestora)
    persona = alerta.captacion.persona
    assert persona.nombre_completo in hoja
    assert persona.documento in hoja
    assert "vacunas" in hoja
    assert "Jr. Los Pinos" not in hoja
    assert "Tinki" not in hoja
    assert "Madre" not in hoja  # the document finds the child


def test_sin_documento_el_establecimiento_busca_por_la_madre(alertar, gestora, posta):
    alerta = alertar("sin_vacunas")
    persona = alerta.captacion.persona
    persona.dni = None
    persona.save()
    hoja = papel(derivar(alerta, "vacunas", por=gestora, posta=posta), gestora)
    assert alerta.captacion.recien_nacido.madre.nombre_completo in hoja


def test_a_la_municipalidad_ni_salud_ni_nina_ni_documento(alertar, gestora, posta):
    derivada = derivar(alertar("sin_dni"), "tramite_dni", por=gestora)
    hoja = papel(derivada, gestora)
    nacido = derivada.alerta.captacion.recien_nacido
    assert nacido.madre.nombre_completo in hoja
    assert "Jr. Los Pinos" in hoja
    assert nacido.persona.nombre_completo not in hoja
    assert nacido.persona.dni not in hoja
    assert nacido.madre.dni not in hoja
    assert not palabras_prohibidas(hoja, de_salud=True)


def test_la_violencia_no_se_escribe(alertar, gestora, posta):
    alerta = alertar("violencia", con_gestante=True)
    hoja = papel(derivar(alerta, "atencion_reservada", por=gestora, posta=posta), gestora)
    assert not {
        p for p in palabras_prohibidas(hoja) if p.startswith(("viol", "embaraz", "gest"))
    } - {"gestora"}


def test_la_base_no_deja_derivar_salud_a_una_municipalidad(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        MotivoDerivacion.objects.filter(pk="vacunas").update(destino="municipalidad")
    malo = motivo("tramite_dni")
    malo.pedido = "Ayudar a la gestante."
    with pytest.raises(ValidationError, match="gestante"):
        malo.clean()


@pytest.mark.parametrize("plantilla", ["hoja_de_derivacion", "recibo_de_entrega"])
def test_el_papel_es_accesible_y_cabe_en_una_pagina(plantilla, alertar, gestora, posta):
    """PDF/UA-1: tagged, with a title and a language."""
    alerta = alertar("sin_vacunas")
    datos = {
        "hoja_de_derivacion": lambda: consultas.hoja(
            derivar(alerta, "vacunas", por=gestora, posta=posta), por=gestora
        ),
        "recibo_de_entrega": lambda: {"numero": "1", "sha256": "a" * 64, "datos": [["L", "x"] * 1]},
    }[plantilla]()
    ruta = consultas.PLANTILLA_HOJA.with_name(f"{plantilla}.typ")
    comun = {
        "root": ruta.parent,
        "ignore_system_fonts": True,
        "sys_inputs": {"datos": json.dumps(datos)},
    }
    assert typst.compile(ruta, pdf_standards=["ua-1"], **comun).startswith(b"%PDF-1")
    assert isinstance(typst.compile(ruta, format="png", ppi=20.0, **comun), bytes)


# Followed until closed


def test_se_sigue_hasta_que_responden_y_la_supervisora_atiende_la_alerta(
    alertar, gestora, supervisora, posta
):
    alerta = alertar("sin_cred")
    derivada = derivar(alerta, "cred", por=gestora, posta=posta)
    assert derivada.revisar_el == HOY + dt.timedelta(days=7)
    cita = HOY + dt.timedelta(days=3)
    derivaciones.seguir(derivada, a="recibida", nota="La citan", revisar_el=cita, por=gestora)
    assert (derivada.estado, derivada.revisar_el) == (EstadoDerivacion.RECIBIDA, cita)
    derivaciones.seguir(derivada, a="atendida", nota="Tuvo su control", por=supervisora)
    alerta.refresh_from_db()
    assert alerta.estado == EstadoAlerta.ATENDIDA
    assert (derivada.revisar_el, derivada.cerrada_por) == (None, supervisora)
    assert derivada.seguimientos.count() == 2
    with pytest.raises(TransicionInvalida):
        derivaciones.seguir(derivada, a="recibida", nota="Otra vez", por=supervisora)


def test_dos_a_la_vez_no_pisan_lo_del_otro(alertar, gestora, supervisora, posta):
    derivada = derivar(alertar("sin_cred"), "cred", por=gestora, posta=posta)
    atrasada = Derivacion.objects.get(pk=derivada.pk)
    derivaciones.seguir(derivada, a="anulada", nota="Error", por=supervisora)
    with pytest.raises(TransicionInvalida):
        derivaciones.seguir(atrasada, a="abierta", nota="Sigo", por=gestora)
    assert not Derivacion.objects.get(pk=derivada.pk).seguimientos.filter(nota="Sigo").exists()


def test_una_viva_por_alerta_y_solo_su_motivo(alertar, gestora, ajena, sede, posta):
    alerta = alertar("sin_cred")
    derivar(alerta, "cred", por=gestora, posta=posta)
    with pytest.raises(derivaciones.YaDerivada):
        derivar(alerta, "cred", por=gestora, posta=posta)
    otra = alertar("sin_vacunas")
    with pytest.raises(ValidationError, match="no corresponde"):
        derivar(otra, "cred", por=gestora, posta=posta)
    with pytest.raises(ValidationError, match="establecimiento"):
        derivar(otra, "vacunas", por=gestora)
    for quien in (ajena, sede):
        with pytest.raises(PermissionDenied):
            derivar(otra, "vacunas", por=quien, posta=posta)


@pytest.mark.parametrize(
    ("cambio", "regla"),
    [
        ({"distrito_id": "con"}, "derivacion_un_destino"),
        ({"revisar_el": None}, "derivacion_viva_o_cerrada"),
        ({"destino": "otro"}, "destino"),
    ],
)
def test_la_base_guarda_las_reglas(cambio, regla, alertar, gestora, posta, distrito):
    derivada = derivar(alertar("sin_cred"), "cred", por=gestora, posta=posta)
    cambio = {k: distrito.pk if v == "con" else v for k, v in cambio.items()}
    with pytest.raises(IntegrityError, match=regla), transaction.atomic():
        Derivacion.objects.filter(pk=derivada.pk).update(**cambio)


# The pages


def test_de_la_alerta_a_la_hoja(client, alertar, gestora, posta):
    alerta = alertar("sin_vacunas")
    client.force_login(gestora)
    pagina = client.get(url("alerta-derivar", alerta.pk)).text
    assert f'<option value="{posta.pk}" selected' in pagina  # where the child is attended
    assert client.post(url("alerta-derivar", alerta.pk), {}).status_code == 422
    datos = {"motivo": "vacunas", "establecimiento": posta.pk}
    respuesta = client.post(url("alerta-derivar", alerta.pk), datos, follow=True)
    derivada = Derivacion.objects.get()
    assert derivada.numero in respuesta.text
    assert client.post(url("alerta-derivar", alerta.pk), datos).status_code == 409
    hoja = client.get(url("derivacion-hoja", derivada.pk))
    assert hoja.content.startswith(b"%PDF-")
    assert Evento.objects.filter(a="hoja_impresa", objeto_id=derivada.pk).count() == 1
    assert derivada.numero in client.get(url("contacto", alerta.visita.contacto_id)).text
    nada = client.post(url("derivacion-seguir", derivada.pk), {"a": "atendida", "nota": ""})
    assert nada.status_code == 422
    hecho = {"a": "sin_respuesta", "nota": "No contestan"}
    assert client.post(url("derivacion-seguir", derivada.pk), hecho).status_code == 302
    assert client.post(url("derivacion-seguir", derivada.pk), hecho).status_code == 422


def test_la_lista_pone_primero_lo_vencido_y_no_crece(
    client, alertar, gestora, ajena, posta, django_assert_max_num_queries
):
    nuevas = [
        derivar(alertar("sin_cred"), "cred", por=gestora, posta=posta),
        derivar(alertar("sin_dni"), "tramite_dni", por=gestora),
        derivar(alertar("sin_cred"), "cred", por=gestora, posta=posta),
    ]
    Derivacion.objects.filter(pk=nuevas[2].pk).update(revisar_el=HOY - dt.timedelta(days=1))
    client.force_login(gestora)
    with django_assert_max_num_queries(9):
        texto = client.get(url("derivaciones")).text
    assert texto.index(nuevas[2].numero) < texto.index(nuevas[0].numero)
    assert "1 derivación espera" in texto
    solo = client.get(url("derivaciones"), {"destino": "municipalidad"}).text
    assert nuevas[1].numero in solo
    assert nuevas[0].numero not in solo
    client.force_login(ajena)
    assert nuevas[0].numero not in client.get(url("derivaciones")).text
    for nombre in ("derivacion", "derivacion-hoja"):
        assert client.get(url(nombre, nuevas[0].pk)).status_code == 404


# Facilities that do not serve


def test_muchos_avisos_son_una_incidencia_que_se_cierra_de_una_vez(
    client, alertar, gestora, supervisora
):
    primero = alertar("establecimiento", causa="sin_insumos")
    alertar("establecimiento", causa="sin_insumos", por=supervisora)
    otra_causa = alertar("establecimiento", causa="cerrado")
    assert Incidencia.objects.count() == 2
    incidencia = primero.incidencia
    assert (incidencia.establecimiento_codigo, incidencia.abierta_por) == ("99000001", gestora)
    vista = consultas.incidencias(supervisora).get(pk=incidencia.pk)
    assert (vista.hogares, vista.avisos, vista.primera) == (2, 2, primero.pk)
    client.force_login(supervisora)
    texto = client.get(url("alertas")).text
    assert "2 hogares" in texto
    assert texto.count("Ver el contacto") == 0  # no card for each visit
    assert client.post(url("incidencia-resolver", incidencia.pk)).status_code == 302
    assert client.post(url("incidencia-resolver", incidencia.pk)).status_code == 409
    assert set(incidencia.alertas.values_list("estado", flat=True)) == {EstadoAlerta.ATENDIDA}
    otra_causa.refresh_from_db()
    assert otra_causa.estado == EstadoAlerta.ABIERTA


def test_un_aviso_posterior_la_reabre_y_uno_anterior_no(alertar, gestora, supervisora):
    incidencia = alertar("establecimiento", causa="cerrado").incidencia
    incidencias.resolver(incidencia, por=supervisora)
    ayer = HOY - dt.timedelta(days=1)
    tardio = alertar("establecimiento", causa="cerrado", fecha=ayer)
    incidencia.refresh_from_db()
    assert (incidencia.estado, tardio.estado) == ("resuelta", EstadoAlerta.ATENDIDA)
    alertar("establecimiento", causa="cerrado", por=supervisora)
    incidencia.refresh_from_db()
    assert (incidencia.estado, incidencia.abierta_por) == ("abierta", supervisora)
    assert incidencia.resuelta_en is None


def test_quien_cierra_una_incidencia(client, alertar, gestora, ajena, supervisora):
    alerta = alertar("establecimiento")
    with pytest.raises(PermissionDenied, match="incidencia"):
        alertas.atender(alerta, por=supervisora)
    with pytest.raises(PermissionDenied):
        incidencias.resolver(alerta.incidencia, por=gestora)
    ajena.rol = "supervisora"
    with pytest.raises(PermissionDenied):
        incidencias.resolver(alerta.incidencia, por=ajena)
    client.force_login(ajena)
    assert client.post(url("incidencia-resolver", alerta.incidencia_id)).status_code == 404


def test_sin_establecimiento_conocido_la_alerta_va_sola(distrito, gestora):
    hogar = construir.hogar(distrito)
    captacion = construir.recien_nacido(hogar)
    type(captacion.recien_nacido).objects.update(establecimiento_codigo="")
    visita = construir.visitar(
        construir.contacto(hogar), "ausente", por=gestora, alertas=["establecimiento"]
    )
    assert Alerta.objects.get(visita=visita).incidencia is None


def test_a_la_ial_va_el_servicio_y_no_los_hogares(alertar, gestora):
    alerta = alertar("establecimiento", causa="cerrado")
    hoja = papel(derivar(alerta, "servicio_sin_atencion", por=gestora), gestora)
    assert "99000001" in hoja
    assert "Cerrado" in hoja
    assert alerta.visita.contacto.casos.get().captacion.persona.ap_paterno not in hoja
    assert articulacion.articula(gestora)
