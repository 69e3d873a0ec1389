"""Of norms, care and what is owed: each constraint violated once by SQL."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from afiliacion.models import (
    CambioDeItem,
    CodigoDeCuidado,
    Corresponsabilidad,
    Cuidado,
    Exoneracion,
    ItemCuidado,
    Norma,
    Recalculo,
    Regla,
)
from tests import fabricas
from tests.afiliacion.violar import cambiar, otra

AHORA = timezone.now()
DIA = dt.date(2026, 6, 1)


@pytest.fixture
def cosas(distrito, gestora, supervisora):
    """One draft with one rule, one item of care given and owed, one of the rest."""
    norma = Norma.objects.create(
        codigo="DE-PRUEBA",
        materia="cred",
        titulo="De prueba",
        fuente="De prueba",
        vigente_desde=DIA,
        condiciona_pago=False,
        preparada_por=gestora,
    )
    norma.reglas.create(item_id="cred", referencia="nacimiento", desde=3, hasta=6)
    persona = fabricas.PersonaFactory()
    cuidado = Cuidado.objects.create(
        persona=persona,
        item_id="cred",
        dado_el=DIA,
        conocido_el=DIA,
        origen="visita",
        registrado_por=gestora,
    )
    Corresponsabilidad.objects.create(
        persona=persona,
        regla=norma.reglas.get(),
        desde=DIA,
        hasta=DIA,
        situacion="en_ventana",
        cuidado=cuidado,
        dado_el=DIA,
    )
    exoneracion = Exoneracion.objects.create(
        resolucion="RD 1", motivo="Lluvias", desde=DIA, hasta=DIA, registrada_por=supervisora
    )
    recalculo = Recalculo.objects.create(exoneracion=exoneracion)
    CambioDeItem.objects.create(
        recalculo=recalculo, persona=persona, regla=norma.reglas.get(), despues="exonerado"
    )
    return {
        "g": gestora,
        "s": supervisora,
        "persona": persona,
        "distrito": distrito,
        "unidad": distrito.unidad_territorial,
    }


def de_prueba(**campos):
    """What happens to the draft; an approved norm lets nobody change it."""
    return lambda c: Norma.objects.filter(codigo="DE-PRUEBA").update(
        **{campo: c.get(str(valor), valor) for campo, valor in campos.items()}
    )


def su_regla(**campos):
    return lambda c: Regla.objects.filter(norma__codigo="DE-PRUEBA").update(**campos)


def otro_borrador(cosas):
    norma = Norma.objects.get(codigo="DE-PRUEBA")
    norma.pk = None
    norma.save(force_insert=True)


def otra_regla(cosas):
    regla = Regla.objects.get(norma__codigo="DE-PRUEBA")
    regla.pk = None
    regla.save(force_insert=True)


APROBADA = {"estado": "aprobada", "aprobada_por": "s", "aprobada_en": AHORA}
VIOLACIONES = {
    "item_cuidado_sujeto_valido": cambiar(ItemCuidado, sujeto="otro"),
    "norma_estado_valido": de_prueba(estado="otro"),
    "norma_materia_valido": de_prueba(materia="otra"),
    "norma_aprobada_en_par": de_prueba(aprobada_en=AHORA),
    "norma_version_unica": otro_borrador,
    "norma_vigencia_en_orden": de_prueba(vigente_hasta=DIA - dt.timedelta(days=1)),
    "norma_aprobada_por_alguien": de_prueba(estado="aprobada"),
    "norma_quien_prepara_no_aprueba": de_prueba(aprobada_por="g", aprobada_en=AHORA),
    "norma_sin_traslape": de_prueba(**APROBADA),
    "regla_referencia_valido": su_regla(referencia="otra"),
    "regla_unidad_valido": su_regla(unidad="otra"),
    "regla_unica": otra_regla,
    "regla_ventana_en_orden": su_regla(desde=7),
    "regla_con_fin": su_regla(hasta=None),
    "regla_dosis_previa_existe": su_regla(referencia="dosis_previa"),
    "regla_alternativa_con_grupo": su_regla(grupo="uno"),
    "codigo_cuidado_fuente_valida": cambiar(CodigoDeCuidado, fuente="otra"),
    "codigo_cuidado_unico": otra(CodigoDeCuidado),
    "cuidado_origen_valido": cambiar(Cuidado, origen="otro"),
    "cuidado_anulado_en_par": cambiar(Cuidado, anulado_en=AHORA),
    "cuidado_con_procedencia": cambiar(Cuidado, registrado_por=None),
    "cuidado_una_vez": otra(Cuidado),
    "corresponsabilidad_unica": otra(Corresponsabilidad),
    "corresponsabilidad_situacion_valido": cambiar(Corresponsabilidad, situacion="otra"),
    "corresponsabilidad_ventana_en_orden": cambiar(
        Corresponsabilidad, hasta=DIA - dt.timedelta(days=1)
    ),
    "exoneracion_anulada_en_par": cambiar(Exoneracion, anulada_en=AHORA),
    "exoneracion_fechas_en_orden": cambiar(Exoneracion, hasta=DIA - dt.timedelta(days=1)),
    "exoneracion_un_territorio": cambiar(
        Exoneracion, distrito="@distrito", unidad_territorial="@unidad"
    ),
    "recalculo_un_motivo": cambiar(Recalculo, persona="@persona"),
    "cambio_de_item_cambia": cambiar(CambioDeItem, antes="exonerado"),
    "cambio_de_item_situacion_valida": cambiar(CambioDeItem, antes="otra"),
}


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_refuta(cosas, nombre):
    with pytest.raises(IntegrityError, match=f'"{nombre}"'), transaction.atomic():
        VIOLACIONES[nombre](cosas)
