"""A capture changes household: its contact, its case and its history follow."""

from afiliacion.acciones.conciliar import conciliar
from afiliacion.acciones.solicitudes import aprobar
from afiliacion.models import (
    Contacto,
    EstadoContacto,
    EstadoTPI,
    InclusionTPI,
)
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.construir import HOY, visitar


def _mover(captacion, a):
    captacion.hogar = a
    captacion.save()


def test_el_contacto_va_al_nuevo_hogar_con_su_historia(hogar, gestora):
    captacion = construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    visita = visitar(contacto, "ausente", por=gestora)
    version = contacto.version
    nuevo = construir.hogar(hogar.distrito, cse="pobre_extremo")
    _mover(captacion, nuevo)
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert (contacto.hogar, contacto.estado) == (nuevo, EstadoContacto.EN_GESTION)
    assert contacto.nivel == "pobre_extremo"
    assert list(contacto.visitas.all()) == [visita]
    assert contacto.version > version
    assert Contacto.objects.count() == 1


def test_el_caso_se_reune_con_el_contacto_abierto_del_nuevo_hogar(hogar, gestora):
    captacion = construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    visita = visitar(contacto, "ausente", por=gestora)
    nuevo = construir.hogar(hogar.distrito)
    construir.gestante(nuevo)
    destino = construir.contacto(nuevo)
    _mover(captacion, nuevo)
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert (contacto.estado, contacto.reunida_con) == (EstadoContacto.REUNIDA, destino)
    assert str(destino.pk) in contacto.motivo_cierre
    assert list(contacto.visitas.all()) == [visita]
    destino.refresh_from_db()
    assert destino.casos.count() == 2
    assert destino.vence_el == captacion.limite_el


def test_dos_hogares_que_resultan_uno_quedan_en_un_contacto(distrito, gestora):
    uno, otro, comun = (construir.hogar(distrito) for _ in range(3))
    primera, segunda = construir.recien_nacido(uno), construir.recien_nacido(otro)
    conciliar(hoy=HOY)
    avanzado = otro.contactos.get()
    visitar(avanzado, "ubicada_acepta", por=gestora)
    _mover(primera, comun)
    _mover(segunda, comun)
    conciliar(hoy=HOY)
    avanzado.refresh_from_db()
    assert (avanzado.hogar, avanzado.estado) == (comun, EstadoContacto.EN_SOLICITUD)
    assert avanzado.casos.count() == 2
    assert uno.contactos.get().reunida_con == avanzado


def test_gemelos_que_se_separan_abren_otro_contacto(hogar):
    madre = fabricas.PersonaFactory()
    gemelo, gemela = (construir.recien_nacido(hogar, madre=madre) for _ in range(2))
    contacto = construir.contacto(hogar)
    nuevo = construir.hogar(hogar.distrito)
    _mover(gemela, nuevo)
    assert conciliar(hoy=HOY) == 1
    assert contacto.casos.get().captacion == gemelo
    assert nuevo.contactos.get().casos.get().captacion == gemela


def test_al_confirmarse_que_es_de_un_hogar_usuario_el_contacto_se_cierra(hogar):
    captacion = construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    _mover(captacion, construir.hogar(hogar.distrito, es_usuario=True))
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.YA_USUARIA
    assert captacion.inclusion_tpi.estado == EstadoTPI.EN_EVALUACION


def test_al_deshacerse_vuelve_todo(hogar):
    captacion = construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    for destino, estado, tpi in (
        (construir.hogar(hogar.distrito, es_usuario=True), "ya_usuaria", "en_evaluacion"),
        (hogar, "pendiente", "no_incluida"),
    ):
        _mover(captacion, destino)
        conciliar(hoy=HOY)
        contacto.refresh_from_db()
        captacion.refresh_from_db()
        assert (contacto.estado, contacto.hogar) == (estado, destino)
        assert captacion.inclusion_tpi.estado == tpi
        assert captacion.inclusion_tpi.hogar == destino


def test_la_registrada_en_hogar_usuario_por_error_se_contacta(hogar):
    usuario = construir.hogar(hogar.distrito, es_usuario=True)
    captacion = construir.recien_nacido(usuario)
    conciliar(hoy=HOY)
    _mover(captacion, hogar)
    assert conciliar(hoy=HOY) == 1
    assert captacion.caso.contacto.hogar == hogar


def test_lo_cerrado_por_no_pobre_sigue_a_la_captacion_que_cambia_de_hogar(distrito):
    captacion = construir.recien_nacido(construir.hogar(distrito, cse="no_pobre"))
    conciliar(hoy=HOY)
    pobre = construir.hogar(distrito)
    _mover(captacion, pobre)
    conciliar(hoy=HOY)
    contacto = captacion.caso.contacto
    assert (contacto.hogar, contacto.estado) == (pobre, EstadoContacto.PENDIENTE)


def test_lo_que_no_acepto_sigue_cerrado_en_su_nuevo_hogar(hogar, gestora):
    captacion = construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    visitar(contacto, "ubicada_rechaza", por=gestora, motivo="No desea")
    nuevo = construir.hogar(hogar.distrito)
    _mover(captacion, nuevo)
    assert conciliar(hoy=HOY) == 0
    contacto.refresh_from_db()
    assert (contacto.hogar, contacto.estado) == (nuevo, EstadoContacto.NO_ACEPTA)


def test_el_afiliado_queda_donde_se_afilio(hogar, gestora, supervisora):
    captacion = construir.recien_nacido(hogar)
    aprobar(construir.solicitud_enviada(hogar, por=gestora), por=supervisora)
    _mover(captacion, construir.hogar(hogar.distrito, es_usuario=True))
    conciliar(hoy=HOY)
    contacto = hogar.contactos.get()
    assert contacto.estado == EstadoContacto.AFILIADA
    captacion.refresh_from_db()
    assert captacion.caso.contacto == contacto
    assert captacion.inclusion_tpi.estado == EstadoTPI.INCLUIDA


def test_quien_se_perdio_no_se_evalua_para_la_tpi(hogar, gestora):
    perdida, nacido = construir.gestante(hogar), construir.recien_nacido(hogar)
    visitar(construir.contacto(hogar), "perdida_gestacion", por=gestora)
    hogar.es_usuario = True
    hogar.save()
    conciliar(hoy=HOY)
    assert nacido.inclusion_tpi.estado == EstadoTPI.EN_EVALUACION
    assert not InclusionTPI.objects.filter(captacion=perdida).exists()
