import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from afiliacion.acciones.contactos import ContactoCambiado
from afiliacion.acciones.visitas import normalizar_telefono
from afiliacion.models import (
    EstadoContacto,
    EstadoSolicitud,
    Modalidad,
    Resultado,
    Siguiente,
    TipoAlerta,
    Visita,
)
from captacion.models import Telefono
from juntos.models import Evento
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.construir import HOY, visitar

AYER = HOY - dt.timedelta(days=1)


@pytest.fixture
def hogar(distrito):
    return construir.hogar(distrito)


@pytest.fixture
def contacto(hogar):
    construir.recien_nacido(hogar, dias=5)
    return construir.contacto(hogar)


# What any visit does


def test_el_primer_intento_pone_el_contacto_en_gestion(contacto, gestora):
    visita = visitar(contacto, "ausente", por=gestora, observacion="  Nadie en casa ")
    assert contacto.estado == EstadoContacto.EN_GESTION
    assert contacto.ultimo_resultado_id == "ausente"
    assert contacto.ultima_visita_el == HOY
    assert contacto.reintento_el == visita.reintento_el > HOY
    assert contacto.version == 1
    assert visita.observacion == "Nadie en casa"
    evento = Evento.objects.filter(modelo="afiliacion.contacto").first()
    assert (evento.de, evento.a, evento.ocurrido_por) == ("pendiente", "en_gestion", gestora)


def test_la_misma_clave_dos_veces_es_una_visita(contacto, gestora):
    clave = uuid.uuid4()
    una = visitar(contacto, "ausente", por=gestora, clave=clave, version=0)
    otra = visitar(contacto, "ausente", por=gestora, clave=clave, version=0)
    assert una == otra
    assert Visita.objects.count() == 1
    assert contacto.version == 1


def test_la_misma_clave_vale_aunque_el_contacto_se_haya_mudado(contacto, gestora):
    clave, otro = uuid.uuid4(), fabricas.DistritoFactory()
    una = visitar(contacto, "mudada", por=gestora, clave=clave, distrito_nuevo=otro)
    assert visitar(contacto, "mudada", por=gestora, clave=clave, distrito_nuevo=otro) == una


def test_la_clave_de_otra_persona_no_dice_nada(contacto, gestora, supervisora):
    clave = uuid.uuid4()
    visitar(contacto, "ausente", por=gestora, clave=clave)
    with pytest.raises(ContactoCambiado):
        visitar(contacto, "ausente", por=supervisora, clave=clave)


def test_un_formulario_atrasado_no_escribe_nada(contacto, gestora):
    visitar(contacto, "ausente", por=gestora)
    with pytest.raises(ContactoCambiado):
        visitar(contacto, "ausente", por=gestora, version=0)
    assert Visita.objects.count() == 1


def test_un_contacto_cerrado_no_recibe_visitas(contacto, gestora):
    visitar(contacto, "ubicada_rechaza", por=gestora, motivo="No desea")
    with pytest.raises(ContactoCambiado):
        visitar(contacto, "ausente", por=gestora)


def test_una_visita_registrada_tarde_no_borra_la_ultima(contacto, gestora):
    visitar(contacto, "sin_senal", por=gestora, modalidad=Modalidad.TELEFONO)
    visitar(contacto, "ausente", por=gestora, fecha=AYER)
    assert contacto.ultimo_resultado_id == "sin_senal"
    assert contacto.ultima_visita_el == HOY
    assert contacto.version == 2


@pytest.mark.parametrize("quien", ["ajena", "sede", "administracion"])
def test_solo_registra_quien_trabaja_el_territorio(contacto, quien, request):
    with pytest.raises(PermissionDenied):
        visitar(contacto, "ausente", por=request.getfixturevalue(quien))


def test_la_supervisora_registra_en_su_unidad(contacto, supervisora):
    assert visitar(contacto, "ausente", por=supervisora).registrada_por == supervisora


# What is refused


def refuta(contacto, resultado, campo, *, por, **campos):
    with pytest.raises(ValidationError) as error:
        visitar(contacto, resultado, por=por, **campos)
    assert campo in error.value.message_dict
    assert not Visita.objects.exists()
    contacto.refresh_from_db()
    assert (contacto.version, contacto.estado) == (0, EstadoContacto.PENDIENTE)


def test_la_fecha_no_puede_ser_futura(contacto, gestora):
    manana = HOY + dt.timedelta(days=1)
    refuta(contacto, "ausente", "fecha", por=gestora, fecha=manana)


def test_la_fecha_no_puede_ser_anterior_al_nacimiento(contacto, gestora):
    refuta(contacto, "ausente", "fecha", por=gestora, fecha=HOY - dt.timedelta(days=6))
    assert visitar(contacto, "ausente", por=gestora, fecha=HOY - dt.timedelta(days=5))


@pytest.mark.parametrize(("dias", "vale"), [(30, True), (31, False)])
def test_la_fecha_no_puede_ser_muy_anterior_al_contacto(hogar, gestora, dias, vale):
    construir.recien_nacido(hogar, dias=100)
    contacto, fecha = construir.contacto(hogar), HOY - dt.timedelta(days=dias)
    if vale:
        assert visitar(contacto, "ausente", por=gestora, fecha=fecha).fecha == fecha
    else:
        refuta(contacto, "ausente", "fecha", por=gestora, fecha=fecha)


@pytest.mark.parametrize("resultado", ["ubicada_rechaza", "no_elegible"])
def test_el_motivo_es_obligatorio(contacto, gestora, resultado):
    refuta(contacto, resultado, "motivo", por=gestora, motivo="  ")


def test_la_mudanza_exige_distrito(contacto, gestora):
    refuta(contacto, "mudada", "distrito_nuevo", por=gestora)


@pytest.mark.parametrize("resultado", ["sin_telefono", "sin_senal"])
def test_lo_que_pasa_por_telefono_no_pasa_en_persona(contacto, gestora, resultado):
    refuta(contacto, resultado, "resultado", por=gestora, modalidad=Modalidad.PRESENCIAL)


def test_la_direccion_no_se_comprueba_por_telefono(contacto, gestora):
    refuta(contacto, "direccion_no_existe", "resultado", por=gestora, modalidad=Modalidad.TELEFONO)


def test_un_resultado_retirado_no_se_registra(contacto, gestora):
    Resultado.objects.filter(pk="ausente").update(activo=False)
    refuta(contacto, "ausente", "resultado", por=gestora)


def test_modalidad_que_no_existe(contacto, gestora):
    refuta(contacto, "ausente", "modalidad", por=gestora, modalidad="carta")


def test_alerta_que_no_existe(contacto, gestora):
    refuta(contacto, "ausente", "alertas", por=gestora, alertas=["otra"])


def test_el_reintento_no_puede_ser_pasado(contacto, gestora):
    refuta(contacto, "ausente", "reintento_el", por=gestora, reintento_el=AYER)


def test_el_telefono_de_otro_hogar_no_vale(contacto, gestora):
    ajeno = Telefono.objects.create(
        persona=fabricas.PersonaFactory(), numero="987654321", fuente="x", visto_el=HOY
    )
    refuta(contacto, "ausente", "telefono", por=gestora, modalidad="telefono", telefono=ajeno)


@pytest.mark.parametrize("escrito", ["12345", "999999999", "887654321", "98765432", "abc"])
def test_un_telefono_que_no_es_celular_se_refuta(contacto, gestora, escrito):
    refuta(contacto, "ausente", "telefono_nuevo", por=gestora, telefono_nuevo=escrito)


@pytest.mark.parametrize(
    "escrito", ["987654321", "+51 987 654 321", "51987654321", "0051-987654321", "987.654.321"]
)
def test_el_celular_se_guarda_en_nueve_digitos(escrito):
    assert normalizar_telefono(escrito) == "987654321"


# Phones


def test_el_telefono_nuevo_es_de_la_madre(contacto, gestora):
    madre = contacto.casos.get().captacion.recien_nacido.madre
    visitar(contacto, "ausente", por=gestora, telefono_nuevo="+51 987654321")
    telefono = madre.telefonos.get()
    assert (telefono.numero, telefono.fuente, telefono.visto_el) == ("987654321", "visita", HOY)
    assert contacto.telefono == "987654321"
    visitar(contacto, "ausente", por=gestora, telefono_nuevo="987654321")
    assert madre.telefonos.count() == 1


def test_el_telefono_nuevo_de_una_gestante_es_suyo(hogar, gestora):
    captacion = construir.gestante(hogar)
    visitar(construir.contacto(hogar), "ausente", por=gestora, telefono_nuevo="987654321")
    assert captacion.persona.telefonos.get().numero == "987654321"


def test_la_llamada_dice_a_que_telefono(contacto, gestora):
    madre = contacto.casos.get().captacion.recien_nacido.madre
    suyo = Telefono.objects.create(persona=madre, numero="987654321", fuente="x", visto_el=HOY)
    campos = {"por": gestora, "telefono": suyo, "modalidad": Modalidad.TELEFONO}
    assert visitar(contacto, "sin_senal", **campos).telefono == suyo


# What follows from each outcome


def test_acepta_abre_la_solicitud(contacto, gestora):
    visitar(contacto, "ubicada_acepta", por=gestora)
    assert contacto.estado == EstadoContacto.EN_SOLICITUD
    solicitud = contacto.solicitudes.get()
    assert solicitud.estado == EstadoSolicitud.BORRADOR
    assert solicitud.preparada_por == gestora
    assert solicitud.titular == contacto.casos.get().captacion.recien_nacido.madre
    assert contacto.reintento_el is None


def test_acepta_sin_clasificacion_va_a_la_ule(distrito, gestora):
    hogar = construir.hogar(distrito, cse=None)
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    visitar(contacto, "ubicada_acepta", por=gestora)
    assert contacto.estado == EstadoContacto.DERIVADA
    cse = contacto.solicitudes.get().requisitos.get(codigo="CSE")
    assert not cse.cumple
    assert "S100" in cse.que_hacer


def test_acepta_dos_veces_es_una_solicitud(contacto, gestora):
    visitar(contacto, "ubicada_acepta", por=gestora)
    visitar(contacto, "ubicada_acepta", por=gestora)
    assert contacto.solicitudes.count() == 1


def test_no_acepta_cierra_con_su_motivo(contacto, gestora):
    visitar(contacto, "ubicada_rechaza", por=gestora, motivo="No confía")
    assert contacto.estado == EstadoContacto.NO_ACEPTA
    assert (contacto.motivo_cierre, contacto.cerrado_por) == ("No confía", gestora)
    assert "No confía" not in Evento.objects.values_list("motivo", flat=True)


def test_no_acepta_anula_la_solicitud(contacto, gestora):
    visitar(contacto, "ubicada_acepta", por=gestora)
    visitar(contacto, "ubicada_rechaza", por=gestora, motivo="Cambió de idea")
    assert contacto.solicitudes.get().estado == EstadoSolicitud.ANULADA


@pytest.mark.parametrize("resultado", ["sin_telefono", "sin_senal"])
def test_sin_telefono_o_sin_senal_se_visita_en_persona(contacto, gestora, resultado):
    visitar(contacto, resultado, por=gestora, modalidad=Modalidad.TELEFONO)
    assert contacto.ultimo_resultado.siguiente == Siguiente.PRESENCIAL
    assert contacto.estado == EstadoContacto.EN_GESTION
    assert contacto.reintento_el


def test_la_direccion_se_corrige(contacto, gestora):
    visitar(
        contacto, "direccion_no_existe", por=gestora, direccion="Jr. Dos 12", referencia="Capilla"
    )
    assert (contacto.direccion, contacto.referencia) == ("Jr. Dos 12", "Capilla")


def test_la_mudanza_lleva_el_contacto_con_su_historia(contacto, gestora, ajena):
    otro = ajena.asignaciones.get().distrito
    visitar(contacto, "ausente", por=gestora)
    contacto.asignada_a, contacto.asignada_por = gestora, gestora
    contacto.asignada_en = contacto.hogar.carga.recibida_en
    contacto.save()
    visita = visitar(contacto, "mudada", por=gestora, distrito_nuevo=otro, direccion="Calle Nueva")
    assert (contacto.distrito, contacto.direccion) == (otro, "Calle Nueva")
    assert contacto.asignada_a is contacto.asignada_en is None
    assert contacto.visitas.count() == 2
    assert visita.distrito_nuevo == otro
    assert contacto in type(contacto).objects.visibles_para(ajena)
    assert contacto not in type(contacto).objects.visibles_para(gestora)
    assert contacto.hogar in type(contacto.hogar).objects.visibles_para(ajena)


def test_la_mudanza_pasa_la_solicitud_a_la_nueva_unidad(contacto, gestora, ajena):
    visitar(contacto, "ubicada_acepta", por=gestora)
    otro = ajena.asignaciones.get().distrito
    visitar(contacto, "mudada", por=gestora, distrito_nuevo=otro)
    assert contacto.solicitudes.get().unidad_territorial == otro.unidad_territorial
    assert contacto.estado == EstadoContacto.EN_SOLICITUD


def test_la_perdida_cierra_con_cuidado_y_avisa(hogar, gestora):
    captacion = construir.gestante(hogar)
    contacto = construir.contacto(hogar)
    visita = visitar(contacto, "perdida_gestacion", por=gestora)
    assert contacto.estado == EstadoContacto.CERRADA
    assert contacto.reintento_el is None
    alerta = visita.alertas.get()
    assert (alerta.tipo, alerta.captacion) == (TipoAlerta.CIERRE_CON_CUIDADO, captacion)


def test_la_perdida_deja_a_los_demas_del_hogar(hogar, gestora):
    gestante = construir.gestante(hogar, dias=90)
    nacido = construir.recien_nacido(hogar, dias=1)
    contacto = construir.contacto(hogar)
    visita = visitar(contacto, "perdida_gestacion", por=gestora)
    assert contacto.estado == EstadoContacto.EN_GESTION
    assert contacto.vence_el == nacido.limite_el
    assert (contacto.con_gestante, contacto.con_recien_nacido) == (False, True)
    assert visita.alertas.get().captacion == gestante
    assert [caso.captacion for caso in contacto.casos.vivos()] == [nacido]
    construir.conciliar(hoy=HOY)
    contacto.refresh_from_db()
    assert not contacto.con_gestante


def test_el_fallecimiento_pregunta_de_quien_se_trata(hogar, gestora):
    gemelos = [construir.recien_nacido(hogar) for _ in range(2)]
    contacto = construir.contacto(hogar)
    refuta(contacto, "fallecimiento", "caso", por=gestora)
    visitar(contacto, "fallecimiento", por=gestora, caso=gemelos[0].caso)
    assert contacto.estado == EstadoContacto.EN_GESTION
    visitar(contacto, "fallecimiento", por=gestora)
    assert contacto.estado == EstadoContacto.CERRADA


def test_sin_gestante_no_hay_perdida_de_gestacion(contacto, gestora):
    refuta(contacto, "perdida_gestacion", "caso", por=gestora)


@pytest.mark.parametrize(
    ("resultado", "estado"),
    [("no_elegible", EstadoContacto.NO_ELEGIBLE), ("ya_usuaria", EstadoContacto.YA_USUARIA)],
)
def test_no_elegible_y_ya_usuaria_cierran(contacto, gestora, resultado, estado):
    visitar(contacto, resultado, por=gestora, motivo="Lo dice la familia")
    assert contacto.estado == estado
    assert contacto.cerrado_en


def test_las_alertas_llegan_con_la_persona_que_corresponde(hogar, gestora):
    gestante, nacido = construir.gestante(hogar), construir.recien_nacido(hogar)
    visita = visitar(
        construir.contacto(hogar),
        "ausente",
        por=gestora,
        alertas=["violencia", "sin_dni", "establecimiento", "sin_dni"],
    )
    de = {alerta.tipo: alerta.captacion for alerta in visita.alertas.all()}
    assert de == {"violencia": gestante, "sin_dni": nacido, "establecimiento": None}


def test_el_catalogo_tiene_los_resultados_de_la_practica(db):
    assert set(Resultado.objects.values_list("codigo", flat=True)) == {
        "ubicada_acepta",
        "ubicada_rechaza",
        "ausente",
        "mudada",
        "direccion_no_existe",
        "sin_telefono",
        "sin_senal",
        "perdida_gestacion",
        "fallecimiento",
        "no_elegible",
        "ya_usuaria",
    }
