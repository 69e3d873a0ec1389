import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from afiliacion.acciones import solicitudes
from afiliacion.acciones.contactos import ContactoCambiado
from afiliacion.acciones.solicitudes import FaltanRequisitos
from afiliacion.models import (
    Afiliacion,
    EstadoContacto,
    EstadoSolicitud,
    EstadoTPI,
    Solicitud,
)
from captacion.models import Hogar
from juntos.estados import TransicionInvalida
from juntos.models import Evento, Rol
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.construir import HOY, visitar

AYER = HOY - dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _archivos(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def hogar(distrito):
    nuevo = construir.hogar(distrito)
    construir.recien_nacido(nuevo)
    return nuevo


@pytest.fixture
def lista(hogar, gestora):
    return construir.solicitud_lista(hogar, por=gestora)


@pytest.fixture
def enviada(hogar, gestora):
    return construir.solicitud_enviada(hogar, por=gestora)


@pytest.fixture
def otra_supervisora(unidad):
    return fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=unidad)


@pytest.fixture
def supervisora_ajena(db):
    return fabricas.UsuarioFactory(
        rol=Rol.SUPERVISORA, unidad_territorial=fabricas.UnidadTerritorialFactory()
    )


# Open


def test_abrir_desde_el_contacto(hogar, gestora):
    contacto = construir.contacto(hogar)
    solicitud = solicitudes.abrir(contacto, por=gestora)
    assert contacto.estado == EstadoContacto.EN_SOLICITUD
    assert solicitud.unidad_territorial == hogar.distrito.unidad_territorial
    assert solicitud.requisitos.count() == 7
    assert solicitudes.abrir(contacto, por=gestora) == solicitud


def test_no_se_abre_de_un_contacto_cerrado(hogar, gestora):
    contacto = construir.contacto(hogar)
    visitar(contacto, "ubicada_rechaza", por=gestora, motivo="No desea")
    with pytest.raises(ContactoCambiado):
        solicitudes.abrir(contacto, por=gestora)


@pytest.mark.parametrize("quien", ["ajena", "sede", "administracion"])
def test_no_abre_quien_no_trabaja_aqui(hogar, quien, request):
    with pytest.raises(PermissionDenied):
        solicitudes.abrir(construir.contacto(hogar), por=request.getfixturevalue(quien))


# Prepare


def test_titular_debe_ser_adulta_y_del_hogar(lista, hogar, gestora):
    menor = fabricas.MiembroFactory(hogar=hogar, persona__fecha_nacimiento=AYER).persona
    sin_dni = fabricas.MiembroFactory(hogar=hogar, persona__dni=None).persona
    for persona in (menor, sin_dni, fabricas.PersonaFactory()):
        with pytest.raises(ValidationError):
            solicitudes.elegir_titular(lista, titular=persona, por=gestora)
    adulta = fabricas.MiembroFactory(hogar=hogar).persona
    assert solicitudes.elegir_titular(lista, titular=adulta, por=gestora).titular == adulta


def test_lo_enviado_ya_no_se_prepara(enviada, gestora):
    with pytest.raises(TransicionInvalida):
        solicitudes.elegir_titular(enviada, titular=enviada.titular, por=gestora)
    with pytest.raises(TransicionInvalida):
        solicitudes.adjuntar_acuerdo(enviada, archivo=construir.pdf(), por=gestora)
    with pytest.raises(TransicionInvalida):
        solicitudes.enviar(enviada, por=gestora)


@pytest.mark.parametrize("quien", ["ajena", "sede", "administracion"])
def test_no_prepara_quien_no_trabaja_aqui(lista, quien, request):
    por = request.getfixturevalue(quien)
    with pytest.raises(PermissionDenied):
        solicitudes.elegir_titular(lista, titular=lista.titular, por=por)
    with pytest.raises(PermissionDenied):
        solicitudes.adjuntar_acuerdo(lista, archivo=construir.pdf(), por=por)
    with pytest.raises(PermissionDenied):
        solicitudes.enviar(lista, por=por)


# Send


def test_enviar(lista, gestora):
    solicitudes.enviar(lista, por=gestora)
    assert (lista.estado, lista.enviada_por) == (EstadoSolicitud.ENVIADA, gestora)
    assert lista.enviada_en


def test_no_se_envia_mientras_falte_algo(hogar, gestora):
    contacto = construir.contacto(hogar)
    visitar(contacto, "ubicada_acepta", por=gestora)
    solicitud = contacto.solicitudes.get()
    with pytest.raises(FaltanRequisitos) as faltan:
        solicitudes.enviar(solicitud, por=gestora)
    assert [r.codigo for r in faltan.value.requisitos] == ["AGR"]
    assert "Adjuntar" in str(faltan.value)
    solicitud.refresh_from_db()
    assert solicitud.estado == EstadoSolicitud.BORRADOR


def test_derivada_se_envia_cuando_ya_tiene_clasificacion(distrito, gestora):
    hogar = construir.hogar(distrito, cse=None)
    construir.recien_nacido(hogar)
    solicitud = construir.solicitud_lista(hogar, por=gestora)
    with pytest.raises(FaltanRequisitos):
        solicitudes.enviar(solicitud, por=gestora)
    fabricas.ClasificacionFactory(hogar=hogar)
    solicitudes.enviar(solicitud, por=gestora)
    assert hogar.contactos.get().estado == EstadoContacto.EN_SOLICITUD


# Observe and reject


def test_observar_devuelve_con_su_texto_y_se_reenvia(enviada, gestora, supervisora):
    solicitudes.observar(enviada, por=supervisora, motivo="La foto no se lee")
    assert (enviada.estado, enviada.motivo) == (EstadoSolicitud.OBSERVADA, "La foto no se lee")
    assert enviada.contacto.estado == EstadoContacto.EN_SOLICITUD
    assert enviada.resuelta_por is None
    assert "La foto no se lee" not in Evento.objects.values_list("motivo", flat=True)
    solicitudes.enviar(enviada, por=gestora)
    assert solicitudes.aprobar(enviada, por=supervisora)


def test_rechazar_devuelve_el_contacto_a_gestion(enviada, gestora, supervisora):
    solicitudes.rechazar(enviada, por=supervisora, motivo="No es la madre")
    contacto = enviada.contacto
    contacto.refresh_from_db()
    assert (enviada.estado, enviada.resuelta_por) == (EstadoSolicitud.RECHAZADA, supervisora)
    assert contacto.estado == EstadoContacto.EN_GESTION
    nueva = solicitudes.abrir(contacto, por=gestora)
    assert nueva != enviada


@pytest.mark.parametrize("accion", ["observar", "rechazar"])
def test_observar_y_rechazar_exigen_motivo(enviada, supervisora, accion):
    with pytest.raises(ValidationError):
        getattr(solicitudes, accion)(enviada, por=supervisora, motivo="  ")


RESOLVER = [("observar", {"motivo": "x"}), ("rechazar", {"motivo": "x"}), ("aprobar", {})]


@pytest.mark.parametrize(("accion", "campos"), RESOLVER)
@pytest.mark.parametrize(
    "quien", ["gestora", "ajena", "sede", "administracion", "supervisora_ajena"]
)
def test_resuelve_solo_la_supervisora_de_su_unidad(enviada, accion, campos, quien, request):
    with pytest.raises(PermissionDenied):
        getattr(solicitudes, accion)(enviada, por=request.getfixturevalue(quien), **campos)
    enviada.refresh_from_db()
    assert enviada.estado == EstadoSolicitud.ENVIADA


@pytest.mark.parametrize(("accion", "campos"), RESOLVER)
def test_una_solicitud_que_otra_persona_ya_resolvio(
    enviada, supervisora, otra_supervisora, accion, campos
):
    atrasada = Solicitud.objects.get(pk=enviada.pk)
    solicitudes.aprobar(enviada, por=supervisora)
    with pytest.raises(TransicionInvalida):
        getattr(solicitudes, accion)(atrasada, por=otra_supervisora, **campos)
    assert Afiliacion.objects.count() == 1


@pytest.mark.parametrize(("accion", "campos"), RESOLVER)
def test_un_borrador_no_se_resuelve(lista, supervisora, accion, campos):
    with pytest.raises(TransicionInvalida):
        getattr(solicitudes, accion)(lista, por=supervisora, **campos)


# Nobody approves what they prepared


def test_quien_abre_no_aprueba(hogar, gestora, supervisora):
    contacto = construir.contacto(hogar)
    solicitud = solicitudes.abrir(contacto, por=supervisora)
    solicitudes.adjuntar_acuerdo(solicitud, archivo=construir.pdf(), por=gestora)
    solicitudes.enviar(solicitud, por=gestora)
    with pytest.raises(PermissionDenied, match="prepara"):
        solicitudes.aprobar(solicitud, por=supervisora)


def test_quien_envia_no_aprueba(lista, supervisora):
    solicitudes.enviar(lista, por=supervisora)
    with pytest.raises(PermissionDenied, match="prepara"):
        solicitudes.aprobar(lista, por=supervisora)


def test_quien_adjunta_el_acuerdo_no_aprueba(hogar, gestora, supervisora, otra_supervisora):
    solicitud = solicitudes.abrir(construir.contacto(hogar), por=gestora)
    solicitudes.adjuntar_acuerdo(solicitud, archivo=construir.pdf(), por=supervisora)
    solicitudes.enviar(solicitud, por=gestora)
    with pytest.raises(PermissionDenied, match="prepara"):
        solicitudes.aprobar(solicitud, por=supervisora)
    assert solicitudes.aprobar(solicitud, por=otra_supervisora)


# Approve


def test_aprobar_afilia_al_hogar(enviada, hogar, gestora, supervisora):
    gestante = construir.gestante(hogar)
    construir.conciliar(hoy=HOY)
    afiliacion = solicitudes.aprobar(enviada, por=supervisora)
    assert afiliacion.hogar == hogar
    assert afiliacion.afiliada_el == HOY
    assert (afiliacion.preparada_por, afiliacion.aprobada_por) == (gestora, supervisora)
    assert afiliacion.titular == enviada.titular
    assert (enviada.estado, enviada.resuelta_por) == (EstadoSolicitud.APROBADA, supervisora)
    hogar.refresh_from_db()
    assert hogar.es_usuario
    assert hogar.en_tpi
    assert hogar.usuario_desde == HOY
    contacto = hogar.contactos.get()
    assert (contacto.estado, contacto.cerrado_por) == (EstadoContacto.AFILIADA, supervisora)
    for captacion in hogar.captaciones.all():
        assert captacion.afiliada_el == HOY
        assert captacion.inclusion_tpi.estado == EstadoTPI.INCLUIDA
    assert gestante in hogar.captaciones.all()


def test_tras_aprobar_conciliar_no_cambia_nada(enviada, hogar, supervisora):
    solicitudes.aprobar(enviada, por=supervisora)
    antes = Evento.objects.count()
    assert construir.conciliar(hoy=HOY) == 0
    assert Evento.objects.count() == antes


def test_quien_se_perdio_no_se_afilia(hogar, gestora, supervisora):
    perdida = construir.gestante(hogar)
    contacto = construir.contacto(hogar)
    visitar(contacto, "perdida_gestacion", por=gestora)
    solicitudes.aprobar(construir.solicitud_enviada(hogar, por=gestora), por=supervisora)
    perdida.refresh_from_db()
    assert perdida.afiliada_el is None
    assert not hasattr(perdida, "inclusion_tpi")


def test_los_requisitos_se_miran_otra_vez_al_aprobar(enviada, hogar, supervisora):
    hogar.clasificaciones.update(hasta=AYER)
    with pytest.raises(FaltanRequisitos) as faltan:
        solicitudes.aprobar(enviada, por=supervisora)
    assert [r.codigo for r in faltan.value.requisitos] == ["CSE"]
    assert "S100" in str(faltan.value)
    enviada.refresh_from_db()
    assert enviada.estado == EstadoSolicitud.ENVIADA
    assert not Afiliacion.objects.exists()


def test_no_se_afilia_a_quien_ya_es_usuario(enviada, supervisora):
    Hogar.objects.update(es_usuario=True)
    with pytest.raises(ValidationError, match="usuario"):
        solicitudes.aprobar(enviada, por=supervisora)


# Many at once


def test_el_lote_aprueba_lo_que_puede_y_dice_lo_que_no(
    distrito, hogar, gestora, supervisora, enviada
):
    vencida, propia = (construir.hogar(distrito) for _ in range(2))
    for otro in (vencida, propia):
        construir.recien_nacido(otro)
    sin_cse = construir.solicitud_enviada(vencida, por=gestora)
    vencida.clasificaciones.update(hasta=AYER)
    suya = construir.solicitud_enviada(propia, por=supervisora)
    todas = [enviada, sin_cse, suya]

    examen = dict(solicitudes.examinar_lote(todas, por=supervisora))
    assert examen[enviada] == ""
    assert "S100" in examen[sin_cse]
    assert "prepara" in examen[suya]
    assert not Afiliacion.objects.exists()

    negadas = dict(solicitudes.aprobar_lote(todas, por=supervisora))
    assert negadas == {sin_cse: examen[sin_cse], suya: examen[suya]}
    assert Afiliacion.objects.get().hogar == hogar

    ((repetida, por_que),) = solicitudes.aprobar_lote([enviada], por=supervisora)
    assert repetida == enviada
    assert "aprobada" in por_que
