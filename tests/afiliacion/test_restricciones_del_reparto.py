"""Of who shares out, refers, hands over and writes: each constraint violated once by SQL."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from afiliacion.acciones import derivaciones
from afiliacion.acciones.filtros import guardar_filtro
from afiliacion.models import (
    Alerta,
    ContactoReasignado,
    Derivacion,
    Entrega,
    FiltroGuardado,
    Incidencia,
    Mensaje,
    MotivoDerivacion,
    Reasignacion,
    Salida,
    Seguimiento,
)
from juntos.models import Establecimiento
from tests.afiliacion import construir
from tests.afiliacion.violar import cambiar, otra

AHORA = timezone.now()


@pytest.fixture
def cosas(distrito, gestora, supervisora):
    """One of each, in good order."""
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    establecimiento = Establecimiento.objects.create(
        codigo="00009901", nombre="De prueba", distrito=distrito
    )
    visita = construir.visitar(contacto, "ausente", por=gestora, alertas=["sin_dni"])
    derivada = derivaciones.derivar(
        visita.alertas.get(tipo="sin_dni"),
        motivo=MotivoDerivacion.objects.get(pk="tramite_dni"),
        por=gestora,
    )
    derivaciones.seguir(derivada, a="recibida", nota="Recibida", por=gestora)
    incidencia = Incidencia.objects.create(
        establecimiento_codigo="00009901",
        establecimiento=establecimiento,
        causa="cerrado",
        abierta_por=gestora,
    )
    Entrega.objects.create(
        destino="municipalidad",
        distrito=distrito,
        formato="csv",
        recibe="Ana",
        oficina="ULE",
        filas=1,
        sha256="0" * 64,
        entregada_por=gestora,
    )
    contacto.mensajes.create(
        plantilla="primer_contacto", numero="987654321", texto="Hola", pedido_por=gestora
    )
    guardar_filtro(nombre="Mías", consulta="asignacion=mias", predeterminado=True, por=gestora)
    lote = Reasignacion.objects.create(origen="salida", preparada_por=supervisora)
    lote.items.create(contacto=contacto, version=contacto.version, a=gestora)
    Salida.objects.create(usuario=gestora, reasignacion=lote, registrada_por=supervisora)
    return {
        "g": gestora,
        "s": supervisora,
        "establecimiento": establecimiento,
        "incidencia": incidencia,
    }


RESUELTA = {"estado": "resuelta", "resuelta_en": AHORA, "resuelta_por": "@g"}
CERRADA = {"estado": "atendida", "cerrada_en": AHORA, "cerrada_por": "@g", "revisar_el": None}
VIOLACIONES = {
    "alerta_incidencia_de_establecimiento": cambiar(Alerta, incidencia="@incidencia"),
    "motivo_derivacion_tipo_alerta_valido": cambiar(
        MotivoDerivacion, destino="establecimiento", tipo_alerta="otro"
    ),
    "motivo_derivacion_destino_valido": cambiar(MotivoDerivacion, destino="otro"),
    "motivo_derivacion_municipalidad_sin_salud": cambiar(MotivoDerivacion, destino="municipalidad"),
    "derivacion_estado_valido": cambiar(Derivacion, **CERRADA | {"estado": "otro"}),
    "derivacion_destino_valido": cambiar(Derivacion, destino="otro"),
    "derivacion_cerrada_en_par": cambiar(Derivacion, **CERRADA | {"cerrada_por": None}),
    "derivacion_un_destino": cambiar(Derivacion, establecimiento="@establecimiento"),
    "derivacion_viva_o_cerrada": cambiar(Derivacion, revisar_el=None),
    "derivacion_una_viva_por_alerta": otra(Derivacion),
    "seguimiento_con_nota": cambiar(Seguimiento, nota=""),
    "entrega_destino_valido": cambiar(Entrega, destino="otro"),
    "entrega_formato_valido": cambiar(Entrega, formato="otro"),
    "entrega_con_destinatario": cambiar(Entrega, recibe=""),
    "entrega_huella": cambiar(Entrega, sha256="0"),
    "entrega_un_destino": cambiar(Entrega, establecimiento_codigo="00009901"),
    "incidencia_estado_valido": cambiar(Incidencia, **RESUELTA | {"estado": "otro"}),
    "incidencia_causa_valido": cambiar(Incidencia, causa="otra"),
    "incidencia_resuelta_en_par": cambiar(Incidencia, **RESUELTA | {"resuelta_por": None}),
    "incidencia_una_por_causa": otra(Incidencia),
    "incidencia_resuelta_con_actor": cambiar(Incidencia, estado="resuelta"),
    "incidencia_codigo_ocho_digitos": cambiar(Incidencia, establecimiento_codigo="9901"),
    "mensaje_estado_valido": cambiar(Mensaje, estado="otro"),
    "mensaje_tomado_en_par": cambiar(Mensaje, tomado_en=AHORA),
    "mensaje_enviado_en_par": cambiar(Mensaje, estado="enviado", enviado_en=AHORA),
    "mensaje_enviado_con_fecha": cambiar(Mensaje, estado="enviado"),
    "mensaje_a_un_celular": cambiar(Mensaje, numero="014567890"),
    "mensaje_una_vez": otra(Mensaje, clave=uuid.uuid4()),
    "filtroguardado_nombre_unico": otra(FiltroGuardado, predeterminado=False),
    "filtroguardado_un_predeterminado": otra(FiltroGuardado, nombre="Otras"),
    "filtroguardado_predeterminado_vivo": cambiar(FiltroGuardado, retirado=True),
    "reasignacion_origen_valido": cambiar(Reasignacion, origen="otro"),
    "reasignacion_hecha_en_par": cambiar(Reasignacion, hecha_en=AHORA),
    "reasignacion_deshecha_en_par": cambiar(
        Reasignacion, hecha_en=AHORA, hecha_por="@s", deshecha_en=AHORA
    ),
    "reasignacion_deshecha_tras_hecha": cambiar(Reasignacion, deshecha_en=AHORA, deshecha_por="@s"),
    "contactoreasignado_uno": otra(ContactoReasignado),
    "contactoreasignado_devuelto_tras_movido": cambiar(ContactoReasignado, devuelto=True),
    "contactoreasignado_movido_a_alguien": cambiar(ContactoReasignado, movido=True, a=None),
    "salida_deshecha_en_par": cambiar(Salida, deshecha_en=AHORA),
}


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_refuta(cosas, nombre):
    with pytest.raises(IntegrityError, match=f'"{nombre}"'), transaction.atomic():
        VIOLACIONES[nombre](cosas)
