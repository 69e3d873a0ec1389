"""Each constraint of norms and care violated once, by SQL that no action would write."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from afiliacion.models import (
    CodigoDeCuidado,
    Corresponsabilidad,
    Cuidado,
    Exoneracion,
    ItemCuidado,
    Norma,
    Regla,
)
from tests import fabricas
from tests.afiliacion.calendario.gente import NACIO, dar, dia, nino

AHORA = timezone.now()


@pytest.fixture
def fila(distrito, sede):
    """One of each, in good order; the norm is a draft."""
    persona = nino()
    dar(persona, "neumococo", 60)
    norma = Norma.objects.create(
        codigo="PRUEBA",
        materia="cred",
        titulo="De prueba",
        fuente="Ninguna",
        vigente_desde=NACIO,
        condiciona_pago=False,
        preparada_por=sede,
    )
    regla = Regla.objects.create(
        norma=norma, item_id="cred", referencia="nacimiento", desde=0, hasta=1
    )
    return {
        "norma": norma,
        "regla": regla,
        "item": ItemCuidado.objects.get(pk="cred"),
        "codigo": CodigoDeCuidado.objects.filter(fuente="his").first(),
        "cuidado": Cuidado.objects.get(),
        "corresponsabilidad": Corresponsabilidad.objects.create(
            persona=persona, regla=regla, desde=NACIO, hasta=NACIO, situacion="sin_dato"
        ),
        "exoneracion": Exoneracion.objects.create(
            resolucion="1", motivo="M", desde=NACIO, hasta=NACIO, registrada_por=sede
        ),
    }


VIOLACIONES = [
    ("item", {"sujeto": "otro"}, "item_cuidado_sujeto_valido"),
    ("norma", {"estado": "otro"}, "norma_estado_valido"),
    ("norma", {"materia": "otra"}, "norma_materia_valido"),
    ("norma", {"aprobada_en": AHORA}, "norma_aprobada_en_par"),
    ("norma", {"vigente_hasta": dia(-1)}, "norma_vigencia_en_orden"),
    ("norma", {"estado": "aprobada"}, "norma_aprobada_por_alguien"),
    ("codigo", {"fuente": "pgh"}, "codigo_cuidado_fuente_valida"),
    ("cuidado", {"origen": "otro"}, "cuidado_origen_valido"),
    ("cuidado", {"anulado_en": AHORA}, "cuidado_anulado_en_par"),
    ("cuidado", {"origen": "fuente"}, "cuidado_con_procedencia"),
    ("cuidado", {"registrado_por": None}, "cuidado_con_procedencia"),
    ("corresponsabilidad", {"situacion": "otra"}, "corresponsabilidad_situacion_valido"),
    ("corresponsabilidad", {"hasta": dia(-1)}, "corresponsabilidad_ventana_en_orden"),
    ("exoneracion", {"anulada_en": AHORA}, "exoneracion_anulada_en_par"),
    ("exoneracion", {"hasta": dia(-1)}, "exoneracion_fechas_en_orden"),
]


@pytest.mark.parametrize(("cual", "campos", "restriccion"), VIOLACIONES)
def test_la_base_refuta(fila, cual, campos, restriccion):
    objeto = fila[cual]
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        type(objeto).objects.filter(pk=objeto.pk).update(**campos)


@pytest.mark.parametrize(
    ("cual", "restriccion"),
    [
        ("norma", "norma_version_unica"),
        ("regla", "regla_unica"),
        ("codigo", "codigo_cuidado_unico"),
        ("cuidado", "cuidado_una_vez"),
        ("corresponsabilidad", "corresponsabilidad_unica"),
    ],
)
def test_lo_mismo_no_entra_dos_veces(fila, cual, restriccion):
    objeto = fila[cual]
    objeto.pk = None
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        objeto.save(force_insert=True)


def test_una_exoneracion_es_de_un_territorio(fila, distrito):
    with pytest.raises(IntegrityError, match="exoneracion_un_territorio"), transaction.atomic():
        Exoneracion.objects.update(
            distrito=distrito, unidad_territorial=distrito.unidad_territorial
        )


def test_un_cuidado_anulado_deja_lugar_a_otro(fila, sede):
    Cuidado.objects.update(anulado_en=dt.datetime.now(dt.UTC), anulado_por=sede)
    dar(fila["cuidado"].persona, "neumococo", 60, por=fabricas.UsuarioFactory())
    assert Cuidado.objects.count() == 2
