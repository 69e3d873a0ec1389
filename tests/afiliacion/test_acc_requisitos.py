import datetime as dt

import pytest

from afiliacion.acciones.solicitudes import candidatas_a_titular, elegir_titular, verificar
from afiliacion.models import CodigoRequisito, Requisito
from captacion.models import RecienNacido
from juntos.models import Parametro
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.construir import HOY, visitar


@pytest.fixture
def hogar(distrito):
    return construir.hogar(distrito)


def requisito(hogar, codigo, *, por):
    if not hogar.contactos.filter(solicitudes__isnull=False).exists():
        visitar(construir.contacto(hogar), "ubicada_acepta", por=por)
    solicitud = hogar.contactos.latest("pk").solicitudes.get()
    encontrado = {r.codigo: r for r in verificar(solicitud)}[codigo]
    assert encontrado.detalle
    assert bool(encontrado.que_hacer) != encontrado.cumple
    guardado = Requisito.objects.get(solicitud=solicitud, codigo=codigo)
    assert (guardado.cumple, guardado.detalle) == (encontrado.cumple, encontrado.detalle)
    return encontrado


def hace(dias):
    return HOY - dt.timedelta(days=dias)


def cumple(hogar, codigo, *, por):
    return requisito(hogar, codigo, por=por).cumple


def test_estan_los_siete_en_su_orden(hogar, gestora):
    construir.recien_nacido(hogar)
    solicitud = construir.solicitud_lista(hogar, por=gestora)
    assert [r.codigo for r in verificar(solicitud)] == list(CodigoRequisito.values)
    assert all(r.cumple for r in verificar(solicitud))


def test_verificar_de_nuevo_no_escribe(hogar, gestora, django_assert_max_num_queries):
    construir.recien_nacido(hogar)
    solicitud = construir.solicitud_lista(hogar, por=gestora)
    antes = list(Requisito.objects.values())
    with django_assert_max_num_queries(14) as consultas:
        verificar(solicitud)
    assert not [c for c in consultas.captured_queries if c["sql"].startswith("INSERT")]
    assert list(Requisito.objects.values()) == antes


def test_lo_resuelto_queda_como_se_resolvio(hogar, gestora, supervisora):
    construir.recien_nacido(hogar)
    solicitud = construir.solicitud_enviada(hogar, por=gestora)
    construir.solicitudes.aprobar(solicitud, por=supervisora)
    hogar.clasificaciones.all().delete()
    solicitud.refresh_from_db()
    assert all(r.cumple for r in verificar(solicitud))


# CSE


@pytest.mark.parametrize(
    ("desde", "hasta", "esperado"),
    [
        (HOY, HOY, True),
        (None, None, True),
        (hace(10), hace(1), False),
        (hace(-1), hace(-9), False),
    ],
    ids=["hoy", "sin_fechas", "vencida_ayer", "desde_manana"],
)
def test_cse_vigente_hoy(hogar, gestora, desde, hasta, esperado):
    hogar.clasificaciones.update(desde=desde, hasta=hasta)
    construir.recien_nacido(hogar)
    cse = requisito(hogar, "CSE", por=gestora)
    clasificacion = hogar.clasificaciones.get()
    assert cse.cumple == esperado
    assert (cse.carga_id, cse.fila) == (clasificacion.carga_id, clasificacion.fila)


def test_cse_no_pobre(hogar, gestora):
    construir.recien_nacido(hogar)
    construir.solicitud_lista(hogar, por=gestora)
    hogar.clasificaciones.update(nivel="no_pobre")
    assert not cumple(hogar, "CSE", por=gestora)


# MO


@pytest.mark.parametrize(("dias", "temprana"), [(0, True), (29, True), (30, False), (364, False)])
def test_mo_recien_nacido_por_sus_dias(hogar, gestora, dias, temprana):
    construir.recien_nacido(hogar, dias=dias)
    mo = requisito(hogar, "MO", por=gestora)
    assert mo.cumple
    assert ("fuera del plazo" not in mo.detalle) == temprana
    assert f"{dias} días" in mo.detalle


def test_mo_con_365_dias_ya_no(hogar, gestora):
    construir.recien_nacido(hogar, dias=365)
    assert not cumple(hogar, "MO", por=gestora)


@pytest.mark.parametrize(("dias", "temprana"), [(0, True), (97, True), (98, False)])
def test_mo_gestante_por_sus_dias(hogar, gestora, dias, temprana):
    construir.gestante(hogar, dias=dias)
    mo = requisito(hogar, "MO", por=gestora)
    assert mo.cumple
    assert ("fuera del plazo" not in mo.detalle) == temprana


@pytest.mark.parametrize(("dias", "esperado"), [(320, True), (321, False)])
def test_mo_la_gestacion_termina(hogar, gestora, dias, esperado):
    construir.gestante(hogar, dias=dias)
    assert cumple(hogar, "MO", por=gestora) == esperado


def test_mo_no_cuenta_a_quien_se_perdio(hogar, gestora):
    construir.gestante(hogar)
    construir.recien_nacido(hogar, dias=365)
    contacto = construir.contacto(hogar)
    visitar(contacto, "perdida_gestacion", por=gestora)
    assert not cumple(hogar, "MO", por=gestora)


# DNI


@pytest.mark.parametrize("documento", ["cnv", "cui"])
@pytest.mark.parametrize(("dias", "esperado"), [(90, True), (91, False)])
def test_dni_hasta_los_noventa_dias_vale_cnv_o_cui(hogar, gestora, documento, dias, esperado):
    captacion = construir.recien_nacido(hogar, dias=dias)
    persona = captacion.persona
    persona.dni, persona.cnv, persona.cui = None, None, None
    setattr(persona, documento, "99000001")
    persona.save()
    dni = requisito(hogar, "DNI", por=gestora)
    assert dni.cumple == esperado
    assert esperado or persona.nombre_completo in dni.detalle


def test_dni_de_todos_los_miembros(hogar, gestora):
    construir.recien_nacido(hogar)
    assert cumple(hogar, "DNI", por=gestora)
    miembro = fabricas.MiembroFactory(hogar=hogar, persona__dni=None, fila=7)
    dni = requisito(hogar, "DNI", por=gestora)
    assert not dni.cumple
    assert (dni.carga_id, dni.fila) == (miembro.carga_id, 7)


def test_dni_no_se_pide_a_quien_fallecio(hogar, gestora):
    captacion = construir.recien_nacido(hogar, dias=95)
    captacion.persona.dni = None
    captacion.persona.save()
    construir.gestante(hogar)
    contacto = construir.contacto(hogar)
    visitar(contacto, "fallecimiento", por=gestora, caso=captacion.caso)
    assert cumple(hogar, "DNI", por=gestora)


# SERV


def test_serv_de_cada_miembro_objetivo(hogar, gestora):
    construir.gestante(hogar)
    captacion = construir.recien_nacido(hogar)
    assert cumple(hogar, "SERV", por=gestora)
    RecienNacido.objects.filter(pk=captacion.recien_nacido_id).update(establecimiento_codigo="")
    assert not cumple(hogar, "SERV", por=gestora)


# AMBITO


@pytest.mark.parametrize(
    ("exigir", "intervenido", "esperado"), [(0, False, True), (1, True, True), (1, False, False)]
)
def test_ambito_solo_si_el_parametro_lo_exige(hogar, gestora, exigir, intervenido, esperado):
    Parametro.objects.filter(pk="exigir_ambito").update(valor=exigir)
    hogar.distrito.intervenido = intervenido
    hogar.distrito.save()
    construir.recien_nacido(hogar)
    assert cumple(hogar, "AMBITO", por=gestora) == esperado


# AGR


def test_agr_falta_hasta_que_se_adjunta(hogar, gestora):
    construir.recien_nacido(hogar)
    assert not cumple(hogar, "AGR", por=gestora)
    solicitud = hogar.contactos.get().solicitudes.get()
    construir.solicitudes.adjuntar_acuerdo(solicitud, archivo=construir.pdf(), por=gestora)
    assert cumple(hogar, "AGR", por=gestora)


# TITULAR


def cumple_anios(anios, mas_dias=0):
    dia = HOY - dt.timedelta(days=mas_dias)
    try:
        return dia.replace(year=dia.year - anios)
    except ValueError:
        return dia.replace(year=dia.year - anios, day=28)


def test_titular_es_la_madre(hogar, gestora):
    captacion = construir.recien_nacido(hogar)
    assert cumple(hogar, "TITULAR", por=gestora)
    titular = hogar.contactos.get().solicitudes.get().titular
    assert titular == captacion.recien_nacido.madre


@pytest.mark.parametrize(("mas_dias", "esperado"), [(0, True), (-1, False)])
def test_titular_cumple_dieciocho_hoy(hogar, gestora, mas_dias, esperado):
    madre = fabricas.PersonaFactory(fecha_nacimiento=cumple_anios(18, mas_dias))
    construir.recien_nacido(hogar, madre=madre)
    assert cumple(hogar, "TITULAR", por=gestora) == esperado


def test_gestante_adolescente_necesita_a_otra_persona(hogar, gestora):
    joven = fabricas.PersonaFactory(fecha_nacimiento=cumple_anios(16))
    construir.gestante(hogar, persona=joven)
    abuela = fabricas.MiembroFactory(hogar=hogar).persona
    assert not cumple(hogar, "TITULAR", por=gestora)
    solicitud = hogar.contactos.get().solicitudes.get()
    assert candidatas_a_titular(solicitud) == [abuela]
    elegir_titular(solicitud, titular=abuela, por=gestora)
    assert cumple(hogar, "TITULAR", por=gestora)


def test_titular_que_deja_de_servir(hogar, gestora):
    captacion = construir.recien_nacido(hogar)
    assert cumple(hogar, "TITULAR", por=gestora)
    madre = captacion.recien_nacido.madre
    for campo, valor in (("fecha_nacimiento", None), ("dni", None)):
        setattr(madre, campo, valor)
        madre.save()
        assert not cumple(hogar, "TITULAR", por=gestora)


def test_titular_que_ya_no_es_miembro(hogar, gestora):
    captacion = construir.recien_nacido(hogar)
    assert cumple(hogar, "TITULAR", por=gestora)
    hogar.miembros.filter(persona=captacion.recien_nacido.madre).update(
        hogar=fabricas.HogarFactory()
    )
    assert not cumple(hogar, "TITULAR", por=gestora)
