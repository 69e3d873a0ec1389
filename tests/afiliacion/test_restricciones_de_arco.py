"""The last line of what a person obtains over her data: each constraint violated once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from afiliacion.models import MedidaArco, PedidoArco
from captacion.models import Rectificacion, Restriccion
from tests import fabricas
from tests.afiliacion.arco import pedido
from tests.afiliacion.violar import cambiar, otra

pytestmark = pytest.mark.django_db


@pytest.fixture
def cosas(gestora):
    persona = fabricas.PersonaFactory()
    pedido("cancelacion", por=gestora, persona=persona).medidas.create(
        que="conserva", objeto="pagos", nombre="Pagos", por_que="La ley"
    )
    persona.rectificaciones.create(campo="nombres", antes="A", valor="B", hecha_por=gestora)
    persona.restricciones.create(tipo="sin_mensajes", puesta_por=gestora)
    return {"g": gestora, "otra": fabricas.UsuarioFactory()}


AHORA = timezone.now()
PROPUESTO = {
    "estado": "propuesto",
    "propuesto_en": AHORA,
    "propuesto_por": "@g",
    "fundamento": "x",
}
RESUELTO = PROPUESTO | {
    "estado": "atendido",
    "resuelto_en": AHORA,
    "resuelto_por": "@otra",
    "sha256": "0" * 64,
}
VIOLACIONES = {
    "pedidoarco_estado_valido": cambiar(PedidoArco, estado="otro"),
    "pedidoarco_derecho_valido": cambiar(PedidoArco, derecho="otro"),
    "pedidoarco_en_nombre_valido": cambiar(PedidoArco, en_nombre="otro", acreditacion="x"),
    "pedidoarco_canal_valido": cambiar(PedidoArco, canal="otro"),
    "pedidoarco_propuesto_en_par": cambiar(PedidoArco, propuesto_por="@g"),
    "pedidoarco_resuelto_en_par": cambiar(PedidoArco, resuelto_por="@g"),
    "pedidoarco_entregado_en_par": cambiar(PedidoArco, entregado_por="@g"),
    "pedidoarco_con_documento_visto": cambiar(PedidoArco, documento_visto=False),
    "pedidoarco_acreditado": cambiar(PedidoArco, en_nombre="menor"),
    "pedidoarco_plazo": cambiar(PedidoArco, vence_el=dt.date(2000, 1, 1)),
    "pedidoarco_pasos_con_actores": cambiar(PedidoArco, **PROPUESTO | {"fundamento": ""}),
    "pedidoarco_quien_propone_no_firma": cambiar(PedidoArco, **RESUELTO | {"resuelto_por": "@g"}),
    "pedidoarco_atendido_de_alguien": cambiar(PedidoArco, **RESUELTO | {"persona": None}),
    "pedidoarco_entregado_resuelto": cambiar(PedidoArco, entregado_en=AHORA, entregado_por="@g"),
    "medidaarco_que_valido": cambiar(MedidaArco, que="otro"),
    "medidaarco_unica": otra(MedidaArco),
    "medidaarco_conserva_con_razon": cambiar(MedidaArco, por_que=""),
    "medidaarco_corrige_algo": cambiar(MedidaArco, que="corrige"),
    "rectificacion_campo_valido": cambiar(Rectificacion, campo="otro"),
    "rectificacion_reemplazada_en_par": cambiar(Rectificacion, reemplazada_por="@g"),
    "rectificacion_cambia": cambiar(Rectificacion, valor="A"),
    "rectificacion_una_en_pie": otra(Rectificacion),
    "restriccion_tipo_valido": cambiar(Restriccion, tipo="otro"),
    "restriccion_levantada_en_par": cambiar(Restriccion, levantada_por="@g"),
    "restriccion_una_en_pie": otra(Restriccion),
}


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_refuta(cosas, nombre):
    with pytest.raises(IntegrityError, match=f'"{nombre}"'), transaction.atomic():
        VIOLACIONES[nombre](cosas)


def test_todas_estan_aqui():
    suyas = {
        restriccion.name
        for modelo in (PedidoArco, MedidaArco, Rectificacion, Restriccion)
        for restriccion in modelo._meta.constraints
    }
    assert suyas == VIOLACIONES.keys()
