import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from afiliacion.acciones import contactos
from afiliacion.acciones.contactos import ContactoCambiado
from afiliacion.models import Contacto, EstadoContacto
from juntos.estados import TransicionInvalida
from juntos.models import Evento, Rol
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.construir import HOY, visitar


@pytest.fixture
def hogar(distrito):
    return construir.hogar(distrito)


@pytest.fixture
def contacto(hogar):
    construir.recien_nacido(hogar)
    return construir.contacto(hogar)


@pytest.fixture
def colega(distrito, unidad):
    usuario = fabricas.UsuarioFactory(rol=Rol.GESTORA, unidad_territorial=unidad)
    fabricas.AsignacionFactory(usuario=usuario, distrito=distrito)
    return usuario


# Take, release, hand over


def test_tomar_y_soltar(contacto, gestora):
    tomado = contactos.tomar(contacto, por=gestora)
    assert (tomado.asignada_a, tomado.asignada_por) == (gestora, gestora)
    assert contactos.tomar(contacto, por=gestora).asignada_en == tomado.asignada_en
    suelto = contactos.soltar(contacto, por=gestora)
    assert suelto.asignada_a is suelto.asignada_en is suelto.asignada_por is None
    assert contactos.soltar(contacto, por=gestora).asignada_a is None


def test_el_segundo_que_toma_pierde(contacto, gestora, colega):
    contactos.tomar(contacto, por=gestora)
    with pytest.raises(ContactoCambiado):
        contactos.tomar(contacto, por=colega)
    contacto.refresh_from_db()
    assert contacto.asignada_a == gestora


def test_no_se_toma_lo_cerrado(contacto, gestora):
    visitar(contacto, "ubicada_rechaza", por=gestora, motivo="No desea")
    with pytest.raises(TransicionInvalida):
        contactos.tomar(contacto, por=gestora)


@pytest.mark.parametrize("quien", ["ajena", "sede", "administracion"])
@pytest.mark.parametrize("accion", ["tomar", "soltar"])
def test_no_toma_ni_suelta_quien_no_trabaja_aqui(contacto, accion, quien, request):
    with pytest.raises(PermissionDenied):
        getattr(contactos, accion)(contacto, por=request.getfixturevalue(quien))


def test_suelta_quien_lo_tiene_o_la_supervisora(contacto, gestora, colega, supervisora):
    contactos.tomar(contacto, por=gestora)
    with pytest.raises(PermissionDenied):
        contactos.soltar(contacto, por=colega)
    assert contactos.soltar(contacto, por=supervisora).asignada_a is None


def test_asignar_es_de_la_supervisora(contacto, gestora, colega, supervisora):
    with pytest.raises(PermissionDenied):
        contactos.asignar(contacto, a=colega, por=gestora)
    assert contactos.asignar(contacto, a=colega, por=supervisora).asignada_a == colega
    evento = Evento.objects.filter(modelo="afiliacion.contacto").first()
    assert evento.motivo == f"Asignado al usuario {colega.pk}"


def test_no_se_asigna_a_quien_no_atiende_el_distrito(contacto, ajena, supervisora):
    for otra in (ajena, supervisora):
        with pytest.raises(ValidationError):
            contactos.asignar(contacto, a=otra, por=supervisora)


def test_no_se_asigna_lo_cerrado(contacto, gestora, supervisora):
    visitar(contacto, "ubicada_rechaza", por=gestora, motivo="No desea")
    with pytest.raises(ContactoCambiado):
        contactos.asignar(contacto, a=gestora, por=supervisora)


# Another district


def test_mudar_lleva_captaciones_y_suelta(contacto, gestora, ajena):
    contactos.tomar(contacto, por=gestora)
    otro = ajena.asignaciones.get().distrito
    movido = contactos.mudar(contacto, distrito=otro, por=gestora, motivo="DNI 99000001")
    assert (movido.distrito, movido.asignada_a, movido.version) == (otro, None, 1)
    assert movido.casos.get().captacion.distrito == otro
    motivo = Evento.objects.filter(modelo="afiliacion.contacto").first().motivo
    assert otro.pk in motivo
    assert "99000001" not in motivo


def test_mudar_dentro_de_lo_propio_no_suelta(contacto, gestora):
    contactos.tomar(contacto, por=gestora)
    otro = fabricas.DistritoFactory(unidad_territorial=gestora.unidad_territorial)
    fabricas.AsignacionFactory(usuario=gestora, distrito=otro)
    assert contactos.mudar(contacto, distrito=otro, por=gestora).asignada_a == gestora


def test_sede_da_distrito_solo_a_lo_que_no_tiene(contacto, sede, distrito):
    with pytest.raises(PermissionDenied):
        contactos.mudar(contacto, distrito=fabricas.DistritoFactory(), por=sede)
    Contacto.objects.update(distrito=None)
    contacto.refresh_from_db()
    assert contactos.mudar(contacto, distrito=distrito, por=sede).distrito == distrito


def test_no_se_muda_lo_cerrado(contacto, gestora):
    visitar(contacto, "ubicada_rechaza", por=gestora, motivo="No desea")
    with pytest.raises(ContactoCambiado):
        contactos.mudar(contacto, distrito=fabricas.DistritoFactory(), por=gestora)


# Reopen


@pytest.fixture
def cerrado(contacto, gestora):
    visitar(contacto, "ubicada_rechaza", por=gestora, motivo="No desea")
    return contacto


def test_reabrir_lo_pone_en_gestion(cerrado, gestora):
    version = cerrado.version
    abierto = contactos.reabrir(cerrado, por=gestora, motivo="Cambió de idea")
    assert abierto.estado == EstadoContacto.EN_GESTION
    assert abierto.cerrado_en is abierto.cerrado_por is None
    assert (abierto.motivo_cierre, abierto.version) == ("", version + 1)


def test_reabrir_exige_motivo(cerrado, gestora):
    with pytest.raises(ValidationError):
        contactos.reabrir(cerrado, por=gestora, motivo=" ")


def test_no_se_reabre_lo_abierto_ni_cuando_hay_otro_abierto(cerrado, gestora):
    construir.recien_nacido(cerrado.hogar, dias=1)
    construir.contacto(cerrado.hogar)
    with pytest.raises(ContactoCambiado):
        contactos.reabrir(cerrado, por=gestora, motivo="Cambió de idea")
    with pytest.raises(ContactoCambiado):
        contactos.reabrir(cerrado.hogar.contactos.latest("pk"), por=gestora, motivo="x")


def test_no_se_reabre_un_hogar_usuario(cerrado, gestora):
    type(cerrado.hogar).objects.update(es_usuario=True)
    with pytest.raises(ValidationError):
        contactos.reabrir(cerrado, por=gestora, motivo="x")


def test_no_se_reabre_un_hogar_no_pobre(cerrado, gestora):
    cerrado.hogar.clasificaciones.update(nivel="no_pobre")
    with pytest.raises(ValidationError):
        contactos.reabrir(cerrado, por=gestora, motivo="x")
    cerrado.hogar.clasificaciones.update(hasta=HOY - dt.timedelta(days=1))
    assert contactos.reabrir(cerrado, por=gestora, motivo="x").esta_abierto


@pytest.mark.parametrize("quien", ["ajena", "sede", "administracion"])
def test_no_reabre_quien_no_trabaja_aqui(cerrado, quien, request):
    with pytest.raises(PermissionDenied):
        contactos.reabrir(cerrado, por=request.getfixturevalue(quien), motivo="x")


def test_lo_afiliado_no_se_reabre(hogar, gestora, supervisora):
    construir.recien_nacido(hogar)
    solicitud = construir.solicitud_enviada(hogar, por=gestora)
    construir.solicitudes.aprobar(solicitud, por=supervisora)
    type(hogar).objects.update(es_usuario=False)
    with pytest.raises(TransicionInvalida):
        contactos.reabrir(hogar.contactos.get(), por=gestora, motivo="x")
