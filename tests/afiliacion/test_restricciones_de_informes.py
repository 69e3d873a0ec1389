"""The last line of reports, targets and summaries: each constraint violated once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from afiliacion.acciones import metas
from afiliacion.models import (
    HechoPublicado,
    InformeMensual,
    MetaIndicador,
    ResumenSemanal,
    Suscripcion,
)
from tests.afiliacion.informes import nace, preparar
from tests.afiliacion.violar import cambiar, otra

pytestmark = pytest.mark.django_db
AHORA = timezone.now()
LUNES = dt.date(2026, 6, 15)
MODELOS = [HechoPublicado, InformeMensual, MetaIndicador, ResumenSemanal, Suscripcion]


@pytest.fixture
def cosas(distrito, sede):
    nace(distrito, dt.date(2026, 3, 10))
    informe = preparar(por=sede)
    metas.fijar(
        indicador="captacion_30d",
        unidad=None,
        valor=Decimal(80),
        desde=LUNES,
        hasta=None,
        por=sede,
    )
    ResumenSemanal.objects.create(usuario=sede, semana=LUNES, excepciones=0, por_correo=False)
    return {"sede": sede, "informe": informe}


VIOLACIONES = {
    "informe_estado_valido": cambiar(InformeMensual, estado="otro"),
    "informe_periodo": cambiar(InformeMensual, periodo="1999-12"),
    "informe_huella": cambiar(InformeMensual, huella="x"),
    "informe_aprobado_en_par": cambiar(InformeMensual, aprobado_en=AHORA),
    "informe_aprobado_por_alguien": cambiar(InformeMensual, estado="aprobado"),
    "informe_quien_prepara_no_aprueba": cambiar(
        InformeMensual, estado="aprobado", aprobado_por="@sede", aprobado_en=AHORA
    ),
    "hecho_publicado_tipo_valido": cambiar(HechoPublicado, tipo="otro"),
    "hecho_publicado_unico": otra(HechoPublicado),
    "meta_indicador_valido": otra(MetaIndicador, indicador="otro"),
    "meta_en_cien": otra(MetaIndicador, valor=101, anulada_en=AHORA, anulada_por="@sede"),
    "meta_periodo": cambiar(MetaIndicador, hasta=dt.date(2026, 1, 1)),
    "meta_terminada_en_par": cambiar(MetaIndicador, hasta=LUNES, terminada_en=AHORA),
    "meta_terminada_con_fin": cambiar(MetaIndicador, terminada_en=AHORA, terminada_por="@sede"),
    "meta_anulada_en_par": cambiar(MetaIndicador, anulada_en=AHORA),
    "meta_sin_traslape": otra(MetaIndicador, desde=dt.date(2026, 7, 1)),
    "resumen_uno_por_semana": otra(ResumenSemanal),
    "resumen_semana_en_lunes": cambiar(ResumenSemanal, semana=LUNES + dt.timedelta(days=1)),
    "resumen_sin_nada_no_se_envia": cambiar(ResumenSemanal, por_correo=True),
}


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_refuta(cosas, nombre):
    with pytest.raises(IntegrityError, match=f'"{nombre}"'), transaction.atomic():
        VIOLACIONES[nombre](cosas)


def test_ninguna_restriccion_queda_sin_prueba():
    nombres = {c.name for modelo in MODELOS for c in modelo._meta.constraints}
    assert nombres == set(VIOLACIONES)
