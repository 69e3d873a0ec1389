import datetime as dt

import pytest

from afiliacion.acciones.conciliar import conciliar
from afiliacion.acciones.contactos import mudar, tomar
from afiliacion.models import (
    Caso,
    Contacto,
    EstadoContacto,
    EstadoSolicitud,
    EstadoTPI,
)
from captacion.models import ClasificacionSocioeconomica, Telefono
from juntos.models import Evento
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.construir import HOY, visitar

AYER, MANANA = HOY - dt.timedelta(days=1), HOY + dt.timedelta(days=1)


# Opening


def test_un_contacto_por_hogar_con_todas_sus_captaciones(hogar):
    tardia = construir.recien_nacido(hogar, dias=40)
    gestante = construir.gestante(hogar, dias=90)
    assert conciliar(hoy=HOY) == 1
    contacto = Contacto.objects.get()
    assert (contacto.hogar, contacto.estado) == (hogar, EstadoContacto.PENDIENTE)
    assert (contacto.con_recien_nacido, contacto.con_gestante) == (True, True)
    assert contacto.vence_el == min(tardia.limite_el, gestante.limite_el)
    assert contacto.abierto_el == HOY
    assert contacto.distrito == hogar.distrito
    assert contacto.nivel == "pobre"
    assert contacto.casos.count() == 2


def test_de_nuevo_no_cambia_nada(hogar):
    construir.recien_nacido(hogar)
    construir.recien_nacido(construir.hogar(hogar.distrito, es_usuario=True))
    conciliar(hoy=HOY)
    antes = list(Contacto.objects.values()), list(Caso.objects.values()), Evento.objects.count()
    assert conciliar(hoy=HOY) == 0
    assert antes == (
        list(Contacto.objects.values()),
        list(Caso.objects.values()),
        Evento.objects.count(),
    )


def test_la_captacion_nueva_se_suma_al_contacto_abierto(hogar, gestora):
    construir.gestante(hogar, dias=10)
    contacto = construir.contacto(hogar)
    visitar(contacto, "ausente", por=gestora)
    nacido = construir.recien_nacido(hogar, dias=3)
    assert conciliar(hoy=HOY) == 0
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.EN_GESTION
    assert contacto.vence_el == nacido.limite_el
    assert contacto.con_recien_nacido
    assert contacto.casos.count() == 2


def test_un_segundo_recien_nacido_es_noticia_aunque_el_hogar_no_acepto(hogar, gestora):
    construir.gestante(hogar)
    visitar(construir.contacto(hogar), "ubicada_rechaza", por=gestora, motivo="No desea")
    construir.recien_nacido(hogar)
    assert conciliar(hoy=HOY) == 1
    estados = list(hogar.contactos.order_by("pk").values_list("estado", flat=True))
    assert estados == [EstadoContacto.NO_ACEPTA, EstadoContacto.PENDIENTE]
    assert hogar.contactos.latest("pk").casos.count() == 1


def test_el_contacto_dice_lo_que_dicen_los_registros(hogar):
    madre = fabricas.PersonaFactory(lengua="2")
    Telefono.objects.create(persona=madre, numero="987654321", fuente="x", visto_el=AYER)
    Telefono.objects.create(persona=madre, numero="912345678", fuente="x", visto_el=HOY)
    construir.recien_nacido(
        hogar, madre=madre, centro_poblado="Ccaccapaqui", direccion="Jr. Uno", referencia="Reloj"
    )
    contacto = construir.contacto(hogar)
    assert (contacto.lengua, contacto.telefono) == ("2", "912345678")
    assert (contacto.centro_poblado, contacto.direccion) == ("Ccaccapaqui", "Jr. Uno")
    assert contacto.referencia == "Reloj"


def test_sin_distrito_va_a_la_lista_de_sede_y_despues_a_su_distrito(distrito, sede, gestora):
    hogar = fabricas.HogarFactory(distrito=None)
    captacion = construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    assert contacto.distrito is None
    assert contacto in Contacto.objects.visibles_para(sede)
    assert contacto not in Contacto.objects.visibles_para(gestora)
    captacion.distrito = distrito
    captacion.save()
    conciliar(hoy=HOY)
    assert contacto in Contacto.objects.visibles_para(gestora)


def test_un_telefono_que_llega_despues_llena_el_que_faltaba(hogar):
    captacion = construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    assert contacto.telefono == ""
    madre = captacion.recien_nacido.madre
    Telefono.objects.create(persona=madre, numero="987654321", fuente="x", visto_el=HOY)
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert contacto.telefono == "987654321"


def test_la_carga_cuenta_los_contactos_que_abrio_y_siguen_abiertos(distrito):
    pobre, no_pobre = construir.hogar(distrito), construir.hogar(distrito, cse="no_pobre")
    una = construir.recien_nacido(pobre)
    otra = construir.recien_nacido(no_pobre)
    otra.carga = una.carga
    otra.save()
    assert conciliar(hoy=HOY, carga=una.carga) == 1
    una.carga.refresh_from_db()
    assert una.carga.contactos == 1
    assert Contacto.objects.count() == 2


# Its district


def _registrar_en(captacion, distrito):
    """A later cut says another district (and the engine brings it to the capture)."""
    type(captacion).objects.filter(pk=captacion.pk).update(distrito=distrito)
    captacion.recien_nacido.distrito, captacion.recien_nacido.direccion = distrito, "Calle Nueva"
    captacion.recien_nacido.save()


def test_si_nadie_fue_el_contacto_sigue_al_registro(hogar, gestora, ajena):
    captacion = construir.recien_nacido(hogar)
    contacto = tomar(construir.contacto(hogar), por=gestora)
    otro = ajena.asignaciones.get().distrito
    _registrar_en(captacion, otro)
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert (contacto.distrito, contacto.direccion) == (otro, "Calle Nueva")
    assert contacto.asignada_a is contacto.asignada_en is None
    conciliar(hoy=HOY)
    assert Contacto.objects.get().version == contacto.version == 1


def test_quien_tambien_atiende_el_otro_distrito_lo_conserva(hogar, gestora):
    captacion = construir.recien_nacido(hogar)
    contacto = tomar(construir.contacto(hogar), por=gestora)
    otro = fabricas.DistritoFactory(unidad_territorial=gestora.unidad_territorial)
    fabricas.AsignacionFactory(usuario=gestora, distrito=otro)
    _registrar_en(captacion, otro)
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert (contacto.distrito, contacto.asignada_a) == (otro, gestora)


def test_una_captacion_de_otro_distrito_no_se_lleva_el_contacto(hogar):
    construir.gestante(hogar)
    contacto = construir.contacto(hogar)
    _registrar_en(construir.recien_nacido(hogar), fabricas.DistritoFactory())
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert contacto.distrito == hogar.distrito


@pytest.mark.parametrize("resultado", ["ausente", "mudada"])
def test_despues_de_una_visita_manda_el_contacto(hogar, gestora, ajena, resultado):
    captacion = construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    distrito = ajena.asignaciones.get().distrito if resultado == "mudada" else hogar.distrito
    visitar(contacto, resultado, por=gestora, distrito_nuevo=distrito)
    _registrar_en(captacion, fabricas.DistritoFactory())
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    captacion.refresh_from_db()
    assert contacto.distrito == captacion.distrito == distrito


def test_lo_que_movio_la_supervisora_no_lo_devuelve_un_archivo(hogar, supervisora):
    captacion = construir.recien_nacido(hogar)
    otro = fabricas.DistritoFactory(unidad_territorial=supervisora.unidad_territorial)
    contacto = mudar(construir.contacto(hogar), distrito=otro, por=supervisora)
    assert contacto.mudado_por == supervisora
    _registrar_en(captacion, hogar.distrito)
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    captacion.refresh_from_db()
    assert contacto.distrito == captacion.distrito == otro


# Classification


def test_no_pobre_se_cierra_con_su_motivo(distrito):
    hogar = construir.hogar(distrito, cse="no_pobre")
    construir.recien_nacido(hogar)
    assert conciliar(hoy=HOY) == 0
    contacto = hogar.contactos.get()
    assert contacto.estado == EstadoContacto.NO_ELEGIBLE
    assert contacto.cerrado_por.username == "sistema"
    assert "no pobre" in contacto.motivo_cierre
    assert "01/01/2020" in contacto.motivo_cierre


@pytest.mark.parametrize("cambia", ["vence", "otra_carga"])
def test_no_elegible_vuelve_a_abrirse_cuando_deja_de_ser_no_pobre(distrito, cambia):
    hogar = construir.hogar(distrito, cse="no_pobre")
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    if cambia == "vence":
        hogar.clasificaciones.update(hasta=AYER)
    else:
        fabricas.ClasificacionFactory(
            hogar=hogar, nivel="pobre_extremo", carga=fabricas.CargaFactory()
        )
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.PENDIENTE
    assert contacto.cerrado_en is contacto.cerrado_por is None
    assert contacto.motivo_cierre == ""
    assert contacto.nivel == ("" if cambia == "vence" else "pobre_extremo")


def test_lo_que_cerro_una_persona_no_lo_abre_el_sistema(hogar, gestora):
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    visitar(contacto, "no_elegible", por=gestora, motivo="Vive en otro país")
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.NO_ELEGIBLE


def test_la_captacion_nueva_de_un_hogar_no_pobre_no_abre_otro_contacto(distrito):
    hogar = construir.hogar(distrito, cse="no_pobre")
    construir.gestante(hogar)
    construir.contacto(hogar)
    construir.recien_nacido(hogar)
    assert conciliar(hoy=HOY) == 0
    contacto = hogar.contactos.get()
    assert (contacto.estado, contacto.casos.count()) == (EstadoContacto.NO_ELEGIBLE, 2)


def test_quien_ya_no_puede_ser_captado_no_vuelve_a_abrirse(distrito):
    hogar = construir.hogar(distrito, cse="no_pobre")
    construir.recien_nacido(hogar, dias=364)
    contacto = construir.contacto(hogar)
    hogar.clasificaciones.all().delete()
    conciliar(hoy=MANANA)
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.NO_ELEGIBLE
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.PENDIENTE


def test_derivada_vuelve_a_su_solicitud_cuando_se_clasifica(distrito, gestora):
    hogar = construir.hogar(distrito, cse=None)
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    visitar(contacto, "ubicada_acepta", por=gestora)
    assert contacto.estado == EstadoContacto.DERIVADA
    fabricas.ClasificacionFactory(hogar=hogar)
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.EN_SOLICITUD
    assert contacto.nivel == "pobre"


def test_derivada_sin_solicitud_vuelve_a_gestion(distrito, gestora):
    hogar = construir.hogar(distrito, cse=None)
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    visitar(contacto, "ubicada_acepta", por=gestora)
    contacto.solicitudes.update(estado=EstadoSolicitud.ANULADA)
    fabricas.ClasificacionFactory(hogar=hogar)
    conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.EN_GESTION


def test_no_pobre_anula_la_solicitud_en_marcha(hogar, gestora):
    construir.recien_nacido(hogar)
    solicitud = construir.solicitud_enviada(hogar, por=gestora)
    fabricas.ClasificacionFactory(hogar=hogar, nivel="no_pobre", carga=fabricas.CargaFactory())
    conciliar(hoy=HOY)
    solicitud.refresh_from_db()
    assert solicitud.estado == EstadoSolicitud.ANULADA
    evento = Evento.objects.filter(modelo="afiliacion.solicitud", objeto_id=solicitud.pk).first()
    assert (evento.de, evento.a) == (EstadoSolicitud.ENVIADA, EstadoSolicitud.ANULADA)


@pytest.mark.parametrize("desde", [None, AYER, HOY, MANANA])
@pytest.mark.parametrize("hasta", [None, AYER, HOY, MANANA])
def test_la_regla_de_vigencia_es_una_sola(hogar, desde, hasta):
    """cse_vigente (SQL) says what ClasificacionQuerySet.vigentes says."""
    hogar.clasificaciones.all().delete()
    if not (desde and hasta and hasta < desde):
        fabricas.ClasificacionFactory(hogar=hogar, nivel="pobre_extremo", desde=desde, hasta=hasta)
    fabricas.ClasificacionFactory(hogar=hogar, nivel="pobre", desde=AYER, hasta=HOY)
    fabricas.ClasificacionFactory(hogar=hogar, nivel="no_pobre", desde=None, hasta=AYER)
    for dia in (AYER, HOY, MANANA, MANANA + dt.timedelta(days=1)):
        en_sql = list(
            ClasificacionSocioeconomica.objects.raw(
                "SELECT * FROM cse_vigente(%s, %s)", [hogar.pk, dia]
            )
        )
        esperada = ClasificacionSocioeconomica.objects.vigentes(dia).filter(hogar=hogar).first()
        assert en_sql == ([esperada] if esperada else [])


# The household is or becomes a user


def test_hogar_usuario_no_abre_contacto_y_evalua_la_tpi(distrito):
    hogar = construir.hogar(distrito, es_usuario=True)
    captacion = construir.recien_nacido(hogar)
    assert conciliar(hoy=HOY) == 0
    assert not Contacto.objects.exists()
    assert captacion.inclusion_tpi.estado == EstadoTPI.EN_EVALUACION
    assert captacion.inclusion_tpi.abierta_el == HOY


def test_el_hogar_que_ya_es_usuario_cierra_su_contacto(hogar, gestora):
    construir.recien_nacido(hogar)
    solicitud = construir.solicitud_lista(hogar, por=gestora)
    hogar.es_usuario = True
    hogar.save()
    conciliar(hoy=HOY)
    contacto = hogar.contactos.get()
    assert contacto.estado == EstadoContacto.YA_USUARIA
    assert contacto.cerrado_en
    solicitud.refresh_from_db()
    assert solicitud.estado == EstadoSolicitud.ANULADA
    assert contacto.casos.get().captacion.inclusion_tpi.estado == EstadoTPI.EN_EVALUACION


def test_deja_de_ser_usuario_y_el_contacto_vuelve(hogar):
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    for es_usuario, estado in ((True, "ya_usuaria"), (False, "pendiente")):
        hogar.es_usuario = es_usuario
        hogar.save()
        conciliar(hoy=HOY)
        contacto.refresh_from_db()
        assert contacto.estado == estado
