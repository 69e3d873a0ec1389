"""The last line: each constraint of afiliacion violated once, by SQL that no action would write."""

import uuid

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from afiliacion.acciones import adjuntos, dispositivos, ruta
from afiliacion.acciones.campo import recibir
from afiliacion.models import (
    Acuerdo,
    Adjunto,
    Afiliacion,
    Alerta,
    Caso,
    Contacto,
    Dispositivo,
    InclusionTPI,
    Parada,
    RegistroDeCampo,
    Requisito,
    Resultado,
    Solicitud,
    Visita,
)
from juntos.models import Rol, Usuario
from tests import fabricas
from tests.afiliacion import campo as de_campo
from tests.afiliacion import construir
from tests.afiliacion.construir import HOY, visitar
from tests.afiliacion.test_aviso import VIOLACIONES as DEL_AVISO
from tests.afiliacion.test_restricciones_de_arco import VIOLACIONES as DE_ARCO
from tests.afiliacion.test_restricciones_de_informes import VIOLACIONES as DE_INFORMES
from tests.afiliacion.test_restricciones_de_normas import VIOLACIONES as DE_NORMAS
from tests.afiliacion.test_restricciones_del_reparto import VIOLACIONES as DEL_REPARTO
from tests.afiliacion.test_restricciones_del_tablero import VIOLACIONES as DEL_TABLERO
from tests.afiliacion.test_restricciones_dinero import VIOLACIONES as DEL_DINERO
from tests.afiliacion.violar import cambiar, otra

AHORA = timezone.now()


@pytest.fixture
def cosas(distrito, gestora, supervisora, tmp_path, settings):
    """One of each, in good order; the request waits for its resolution."""
    settings.MEDIA_ROOT = tmp_path
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    solicitud = construir.solicitud_enviada(hogar, por=gestora)
    contacto = hogar.contactos.get()
    visitar(contacto, "ausente", por=gestora, alertas=["sin_dni"])
    telefono = dispositivos.saludar(uuid.uuid4(), por=gestora)
    recibir([de_campo.visita(contacto)], dispositivo=telefono, reloj=0)
    adjuntos.guardar_adjunto(uuid.uuid4(), de_campo.foto(), por=gestora)
    ruta.agregar_paradas([contacto.pk], por=gestora)
    usuario = construir.hogar(distrito, es_usuario=True)
    construir.recien_nacido(usuario)
    construir.conciliar(hoy=HOY)
    return {
        "g": gestora,
        "s": supervisora,
        "solicitud": solicitud,
        "contacto": contacto,
        "visita": contacto.visitas.first(),
    }


CERRADO = {"estado": "cerrada", "cerrado_en": AHORA, "cerrado_por": "@g"}
VIOLACIONES = {
    "contacto_estado_valido": cambiar(Contacto, **CERRADO | {"estado": "otro"}),
    "contacto_nivel_valido": cambiar(Contacto, nivel="otro"),
    "contacto_lengua_valida": cambiar(Contacto, lengua="9"),
    "contacto_asignada_en_par": cambiar(Contacto, asignada_en=AHORA, asignada_a="@g"),
    "contacto_asignada_completa": cambiar(Contacto, asignada_en=AHORA, asignada_por="@g"),
    "contacto_mudado_en_par": cambiar(Contacto, mudado_en=AHORA),
    "contacto_cerrado_en_par": cambiar(Contacto, estado="cerrada", cerrado_en=AHORA),
    "contacto_uno_abierto_por_hogar": otra(Contacto),
    "contacto_cerrado_con_fecha": cambiar(Contacto, estado="cerrada"),
    "contacto_reunida_con_otro": cambiar(Contacto, **CERRADO | {"reunida_con": "@contacto"}),
    "afiliacion_caso_captacion_id_key": otra(Caso),
    "resultado_siguiente_valido": cambiar(Resultado, siguiente="otro"),
    "visita_modalidad_valido": cambiar(Visita, modalidad="otra"),
    "afiliacion_visita_clave_key": otra(Visita),
    "alerta_tipo_valido": cambiar(Alerta, tipo="otro"),
    "alerta_estado_valido": cambiar(Alerta, estado="otro"),
    "alerta_atendida_en_par": cambiar(Alerta, estado="atendida", atendida_en=AHORA),
    "alerta_atendida_con_actor": cambiar(Alerta, estado="atendida"),
    "alerta_una_por_visita": otra(Alerta),
    "solicitud_estado_valido": cambiar(Solicitud, estado="otro"),
    "solicitud_enviada_en_par": cambiar(Solicitud, enviada_por=None),
    "solicitud_resuelta_en_par": cambiar(Solicitud, resuelta_en=AHORA),
    "solicitud_quien_prepara_no_resuelve": cambiar(
        Solicitud, preparada_por="@s", resuelta_por="@s", resuelta_en=AHORA
    ),
    "solicitud_resuelta_con_actor": cambiar(Solicitud, estado="aprobada"),
    "solicitud_motivo_escrito": cambiar(Solicitud, estado="observada"),
    "solicitud_una_viva_por_contacto": otra(Solicitud),
    "requisito_codigo_valido": cambiar(Requisito, codigo="OTRO"),
    "requisito_unico": otra(Requisito),
    "acuerdo_una_vez": otra(Acuerdo),
    "inclusion_tpi_estado_valido": cambiar(InclusionTPI, estado="otro"),
    "afiliacion_inclusiontpi_captacion_id_key": otra(InclusionTPI),
    "dispositivo_uno_por_persona": otra(Dispositivo),
    "dispositivo_revocado_en_par": cambiar(Dispositivo, revocado_en=AHORA),
    "parada_una_por_dia": otra(Parada),
    "parada_orden_desde_uno": cambiar(Parada, orden=0),
    "registro_de_campo_estado_valido": cambiar(RegistroDeCampo, estado="otro"),
    "registro_de_campo_tipo_valido": cambiar(RegistroDeCampo, tipo="otro"),
    "registro_de_campo_marcas": cambiar(RegistroDeCampo, marcas=["otra"]),
    "registro_de_campo_revisado_en_par": cambiar(RegistroDeCampo, revisado_en=AHORA),
    "registro_de_campo_rechazo_explicado": cambiar(RegistroDeCampo, estado="rechazado"),
    "registro_de_campo_observado_con_marca": cambiar(RegistroDeCampo, estado="observado"),
    "adjunto_con_contenido": cambiar(Adjunto, tamano=0),
    "adjunto_sha256": cambiar(Adjunto, sha256="x"),
}


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_refuta(cosas, nombre):
    with pytest.raises(IntegrityError, match=f'"{nombre}"'), transaction.atomic():
        VIOLACIONES[nombre](cosas)


def test_ninguna_restriccion_queda_sin_violar():
    suyas = {
        restriccion.name
        for modelo in apps.get_app_config("afiliacion").get_models()
        for restriccion in modelo._meta.constraints
    }
    en_la_aprobacion = {"afiliacion_quien_prepara_no_aprueba", "afiliacion_aprobada_en_par"}
    refutadas = {
        *VIOLACIONES,
        *DEL_REPARTO,
        *DEL_DINERO,
        *DE_NORMAS,
        *DEL_TABLERO,
        *DE_INFORMES,
        *DE_ARCO,
        *DEL_AVISO,
    }
    assert suyas - en_la_aprobacion <= refutadas


# Who prepares does not resolve, and only a supervisor of the request's Unidad Territorial does


def _resolver(solicitud, por):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE afiliacion_solicitud SET estado = 'aprobada', resuelta_por_id = %s,"
            " resuelta_en = now() WHERE id = %s",
            [por.pk, solicitud.pk],
        )


@pytest.mark.parametrize("que_hizo", ["preparar", "enviar"])
def test_por_sql_tampoco_resuelve_quien_preparo_o_envio(cosas, supervisora, que_hizo):
    if que_hizo == "enviar":
        quien = supervisora
        Solicitud.objects.update(estado="observada", motivo="Falta una firma")
        Solicitud.objects.update(estado="enviada", enviada_por=supervisora)
    else:
        quien = cosas["g"]
        Usuario.objects.filter(pk=quien.pk).update(rol="supervisora")
        Acuerdo.objects.update(subido_por=supervisora)
    with (
        pytest.raises(IntegrityError, match="solicitud_quien_prepara_no_resuelve"),
        transaction.atomic(),
    ):
        _resolver(cosas["solicitud"], quien)


def test_por_sql_tampoco_resuelve_quien_adjunto_el_acuerdo(cosas, supervisora):
    Acuerdo.objects.update(subido_por=supervisora)
    with pytest.raises(IntegrityError, match="adjuntó el acuerdo"), transaction.atomic():
        _resolver(cosas["solicitud"], supervisora)


@pytest.mark.parametrize(
    "cambio",
    [
        {"rol": Rol.GESTORA},
        {"rol": Rol.SEDE},
        {"is_active": False},
        {"unidad_territorial": None},
    ],
    ids=["gestora", "sede", "inactiva", "otra_unidad"],
)
def test_por_sql_tampoco_resuelve_quien_no_supervisa_la_unidad(cosas, supervisora, cambio):
    if "unidad_territorial" in cambio:
        cambio = {"unidad_territorial": fabricas.UnidadTerritorialFactory()}
    type(supervisora).objects.filter(pk=supervisora.pk).update(**cambio)
    with pytest.raises(IntegrityError, match="Solo resuelve una supervisora"), transaction.atomic():
        _resolver(cosas["solicitud"], supervisora)


def test_por_sql_si_resuelve_la_supervisora_de_la_unidad(cosas, supervisora):
    _resolver(cosas["solicitud"], supervisora)
    cosas["solicitud"].refresh_from_db()
    assert cosas["solicitud"].resuelta_por == supervisora


# An affiliation comes from an approved request


def _afiliar(cosas, **cambios):
    solicitud = Solicitud.objects.get()
    valores = {
        "hogar": solicitud.contacto.hogar,
        "solicitud": solicitud,
        "titular": solicitud.titular,
        "afiliada_el": HOY,
        "preparada_por": solicitud.preparada_por,
        "aprobada_en": AHORA,
        "aprobada_por": cosas["s"],
    }
    Afiliacion.objects.create(**valores | cambios)


def test_sin_solicitud_aprobada_no_hay_afiliacion(cosas):
    with pytest.raises(IntegrityError, match="solicitud aprobada"), transaction.atomic():
        _afiliar(cosas)


def test_la_afiliacion_es_de_quien_la_aprobo_y_de_su_hogar(cosas, supervisora):
    _resolver(cosas["solicitud"], supervisora)
    otra_supervisora = fabricas.UsuarioFactory(
        rol=Rol.SUPERVISORA, unidad_territorial=supervisora.unidad_territorial
    )
    for cambio in (
        {"aprobada_por": otra_supervisora},
        {"preparada_por": otra_supervisora},
        {"hogar": fabricas.HogarFactory()},
    ):
        with pytest.raises(IntegrityError, match="solicitud aprobada"), transaction.atomic():
            _afiliar(cosas, **cambio)
    _afiliar(cosas)


def test_la_afiliacion_no_se_repite_ni_cambia_de_manos(cosas, supervisora):
    _resolver(cosas["solicitud"], supervisora)
    _afiliar(cosas)
    with (
        pytest.raises(IntegrityError, match=r"hogar_id_key|solicitud_id_key"),
        transaction.atomic(),
    ):
        _afiliar(cosas)
    for cambio in ({"aprobada_por": cosas["g"]}, {"aprobada_por": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Afiliacion.objects.update(**cambio)


def test_las_dos_restricciones_de_la_afiliacion(cosas, supervisora):
    """The trigger stands before them: without it they refuse by themselves."""
    _resolver(cosas["solicitud"], supervisora)
    _afiliar(cosas)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE afiliacion_afiliacion DISABLE TRIGGER USER")
        for columna, valor, nombre in (
            ("aprobada_por_id", cosas["g"].pk, "afiliacion_quien_prepara_no_aprueba"),
            ("aprobada_en", None, "aprobada_en"),
        ):
            with pytest.raises(IntegrityError, match=nombre), transaction.atomic():
                cursor.execute(f"UPDATE afiliacion_afiliacion SET {columna} = %s", [valor])
        cursor.execute("ALTER TABLE afiliacion_afiliacion ENABLE TRIGGER USER")


def test_la_clave_de_visita_es_unica_en_todo_el_pais(cosas, gestora):
    with pytest.raises(IntegrityError, match="clave"), transaction.atomic():
        otra(Visita, contacto="@contacto", clave=Visita.objects.first().clave)(cosas)
    otra(Visita, clave=uuid.uuid4())(cosas)
