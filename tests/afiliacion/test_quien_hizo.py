"""Who prepared does not approve by writing somebody else's name over hers: refused by SQL too.

The checks that compare both names are violated in `test_restricciones*`; here, the ways around.
"""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from afiliacion.models import Acuerdo, Norma
from juntos.models import Rol, Usuario
from tests import fabricas
from tests.afiliacion import construir, dinero
from tests.afiliacion.dinero import dia
from tests.afiliacion.informes import nace, preparar

pytestmark = pytest.mark.django_db


@pytest.fixture
def otra():
    return fabricas.UsuarioFactory()


@pytest.fixture
def solicitud(distrito, gestora):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    return construir.solicitud_enviada(hogar, por=gestora)


@pytest.fixture
def norma(sede):
    return Norma.objects.create(
        codigo="DE-PRUEBA",
        materia="cred",
        titulo="De prueba",
        fuente="De prueba",
        vigente_desde=dt.date(1900, 1, 1),
        vigente_hasta=dt.date(1900, 12, 31),
        condiciona_pago=False,
        preparada_por=sede,
    )


@pytest.fixture
def salida(distrito, gestora):
    return dinero.hogar(distrito).salidas.create(
        causa_id="renuncia",
        detalle="Se muda",
        entrada_el=dia("01/01/2024"),
        sale_el=dia("20/12/2026"),
        propuesta_por=gestora,
    )


@pytest.fixture
def liquidacion(distrito):
    dinero.hogar(distrito)
    return dinero.liquidar()


@pytest.fixture
def informe(distrito, sede):
    nace(distrito, dt.date(2026, 3, 10))
    return preparar(por=sede)


def por_sql(objeto, cambios: str, **valores) -> None:
    tabla = objeto._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {tabla} SET {cambios} WHERE id = %(id)s", valores | {"id": objeto.pk}
        )


def no_se_reescribe(objeto, cambios: str, **valores) -> None:
    with pytest.raises(IntegrityError, match="no se reescribe"):
        por_sql(objeto, cambios, **valores)


APRUEBA = {
    "solicitud": "estado = 'aprobada', resuelta_en = now(), resuelta_por_id = %(yo)s",
    "norma": "estado = 'aprobada', aprobada_en = now(), aprobada_por_id = %(yo)s",
    "salida": "estado = 'aceptada', resuelta_en = now(), resuelta_por_id = %(yo)s",
    "liquidacion": "estado = 'aprobada', revisada_en = now(), revisada_por_id = %(otra)s,"
    " aprobada_en = now(), aprobada_por_id = %(yo)s",
    "informe": "estado = 'aprobado', aprobado_en = now(), aprobado_por_id = %(yo)s",
}
QUIEN_HIZO = {
    "solicitud": "preparada_por_id",
    "norma": "preparada_por_id",
    "salida": "propuesta_por_id",
    "liquidacion": "calculada_por_id",
    "informe": "preparado_por_id",
}


@pytest.mark.parametrize("que", APRUEBA)
def test_una_administradora_no_aprueba_lo_suyo_poniendo_otro_nombre(request, que, otra, unidad):
    """She prepared it; in one statement she names another as its author, and herself approves."""
    objeto = request.getfixturevalue(que)
    yo = getattr(objeto, QUIEN_HIZO[que])
    if que == "solicitud":
        Usuario.objects.filter(pk=yo).update(rol=Rol.SUPERVISORA, unidad_territorial=unidad)
        Acuerdo.objects.update(subido_por=otra)
    cambios = f"{QUIEN_HIZO[que]} = %(otra)s, {APRUEBA[que]}"
    if que == "solicitud":
        cambios += ", enviada_por_id = %(otra)s"
    no_se_reescribe(objeto, cambios, yo=yo, otra=otra.pk)


@pytest.mark.parametrize("que", ["solicitud", "norma", "salida"])
def test_ni_en_dos_pasos(request, que, otra):
    no_se_reescribe(request.getfixturevalue(que), f"{QUIEN_HIZO[que]} = %(otra)s", otra=otra.pk)


def test_un_borrador_pasa_a_una_colega_y_lo_enviado_no(solicitud, otra):
    por_sql(solicitud, "estado = 'observada', motivo = 'Falta una firma'")
    por_sql(solicitud, "preparada_por_id = %(otra)s", otra=otra.pk)
    no_se_reescribe(
        solicitud, "estado = 'enviada', preparada_por_id = enviada_por_id", otra=otra.pk
    )


def test_quien_envio_cambia_solo_al_enviar_otra_vez(solicitud, otra):
    no_se_reescribe(solicitud, "enviada_por_id = %(otra)s", otra=otra.pk)
    por_sql(solicitud, "estado = 'observada', motivo = 'Falta una firma'")
    por_sql(solicitud, "estado = 'enviada', enviada_por_id = %(otra)s", otra=otra.pk)


@pytest.mark.parametrize(
    ("que", "columna"),
    [
        ("solicitud", "resuelta_por_id"),
        ("salida", "resuelta_por_id"),
    ],
)
def test_quien_aprobo_queda(request, que, columna, supervisora, otra):
    objeto = request.getfixturevalue(que)
    por_sql(objeto, APRUEBA[que], yo=supervisora.pk)
    segunda = fabricas.UsuarioFactory(
        rol=Rol.SUPERVISORA, unidad_territorial=supervisora.unidad_territorial
    )
    no_se_reescribe(objeto, f"{columna} = %(otra)s", otra=segunda.pk)
