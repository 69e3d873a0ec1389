"""Care given (HIS): whose it is, now or when a register brings the person, and what changes it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from captacion.models import Atencion, Captacion, Gestante, Persona, RegistroFuente
from tests import fabricas
from tests.captacion.archivos import (
    GESTANTE,
    HOY,
    MADRE,
    OTRA_MADRE,
    cargar_bytes,
    dia,
    texto,
    todo_menos_la_carga,
)


def test_una_atencion_guarda_lo_que_dice_la_fuente(cargar, distrito):
    fabricas.EstablecimientoFactory(codigo="99000001", distrito=distrito)
    carga = cargar("his", {"peso": "58,5", "talla": "152", "hemoglobina": "11.25", "fur": dia(60)})

    atencion = Atencion.objects.get()
    assert (atencion.tipo_documento, atencion.documento) == ("DNI", GESTANTE)
    assert atencion.atendida_el == HOY - dt.timedelta(days=3)
    assert (atencion.codigo, atencion.valor, atencion.tipo_diagnostico) == ("Z3491", "1", "D")
    medidas = (atencion.peso, atencion.talla, atencion.hemoglobina)
    assert medidas == (Decimal("58.5"), Decimal("152"), Decimal("11.25"))
    assert atencion.fur == HOY - dt.timedelta(days=60)
    assert (atencion.fuente, atencion.carga, atencion.fila) == ("his", carga, 2)
    # HIS writes the facility with nine digits.
    assert atencion.establecimiento_codigo == "99000001"
    assert atencion.establecimiento.distrito == distrito


def test_el_his_no_capta_ni_crea_personas(cargar):
    carga = cargar("his", {"fur": dia(60)})
    assert carga.captaciones == 0
    assert not Captacion.objects.exists()
    assert not Gestante.objects.exists()
    assert not Persona.objects.exists()


@pytest.mark.parametrize(
    ("registro", "atencion"),
    [
        ({"dni": "91000004"}, {"tipo_documento": "1", "documento": "91000004"}),
        ({"dni": "01000004"}, {"tipo_documento": "1", "documento": "1000004"}),
        ({"dni": None, "cui": "91000004"}, {"tipo_documento": "1", "documento": "91000004"}),
        ({"dni": None, "cnv": "9900000080"}, {"tipo_documento": "6", "documento": "9900000080"}),
        (
            {"dni": None, "otro_documento": "CE:000912345"},
            {"tipo_documento": "2", "documento": "000912345"},
        ),
    ],
    ids=["dni", "dni-de-siete", "cui", "cnv", "ce"],
)
def test_la_atencion_de_quien_ya_se_conoce_es_suya(cargar, registro, atencion):
    persona = fabricas.PersonaFactory(**registro)
    fabricas.PersonaFactory()
    cargar("his", atencion)
    assert Atencion.objects.get().persona == persona


def test_un_tipo_de_documento_distingue_a_dos_con_el_mismo_numero(cargar):
    fabricas.PersonaFactory(dni="91000004")
    cargar("his", {"tipo_documento": "3"})
    assert Atencion.objects.get().persona is None


def test_la_atencion_espera_a_su_persona_y_se_une_cuando_un_padron_la_trae(cargar):
    cargar("his", {}, {"id_cita": "900002", "documento": MADRE})
    assert not Atencion.objects.filter(persona__isnull=False).exists()
    cargar("sis_gestantes", {})

    gestante = Persona.objects.get(dni=GESTANTE)
    assert Atencion.objects.get(documento=GESTANTE).persona == gestante
    assert Atencion.objects.get(documento=MADRE).persona is None


@pytest.mark.parametrize(
    ("fuente", "fila", "atencion"),
    [
        ("pgh", {}, {"documento": MADRE}),
        ("juntos", {}, {"documento": MADRE}),
        ("padron_nominal", {}, {"documento": MADRE}),
        ("padron_nominal", {"dni": "91000080"}, {"documento": "91000080"}),
        ("padron_nominal", {"cui": "91000080"}, {"documento": "91000080"}),
        (
            "padron_nominal",
            {"cnv": "9900000080"},
            {"tipo_documento": "CNV", "documento": "9900000080"},
        ),
        (
            "pgh",
            {"tipo_documento": "2", "documento": "000912345"},
            {"tipo_documento": "2", "documento": "000912345"},
        ),
        ("fua", {}, {}),
    ],
    ids=["pgh", "juntos", "madre", "dni", "cui", "cnv", "ce", "fua"],
)
def test_cada_fuente_trae_a_quien_esperaba(cargar, fuente, fila, atencion):
    cargar("his", atencion)
    assert Atencion.objects.get().persona is None
    cargar(fuente, fila)
    assert Atencion.objects.get(fuente="his").persona is not None


def test_el_dni_que_llega_despues_del_cnv_trae_sus_atenciones(cargar):
    cargar("padron_nominal", {"cnv": "9900000080"})
    cargar("his", {"documento": "91000080"})
    cargar("padron_nominal", {"cnv": "9900000080", "dni": "91000080"})
    assert Atencion.objects.get().persona.cnv == "9900000080"


def test_las_mismas_filas_en_otro_archivo_no_cambian_nada_mas(cargar):
    filas = [{"id_cita": str(n)} for n in range(3)] + [{"id_cita": "9", "documento": MADRE}]
    cargar("pgh", {})
    cargar("his", *filas)
    antes = todo_menos_la_carga()

    carga = cargar("his", *reversed(filas))

    assert (carga.leidas, carga.sin_cambio) == (4, 4)
    assert todo_menos_la_carga() == antes


def test_una_fila_que_cambia_cambia_su_atencion_y_solo_esa(cargar):
    cargar("his", {}, {"correlativo_item": "2", "codigo": "85018", "hemoglobina": "10"})
    una, otra = Atencion.objects.order_by("clave")
    carga = cargar("his", {}, {"correlativo_item": "2", "codigo": "85018", "hemoglobina": "11"})

    assert (carga.actualizadas, carga.sin_cambio) == (1, 1)
    despues = Atencion.objects.get(pk=otra.pk)
    assert (despues.hemoglobina, despues.carga) == (Decimal("11"), carga)
    assert Atencion.objects.get(pk=una.pk).carga == una.carga
    assert Atencion.objects.count() == 2


def test_un_documento_corregido_lleva_la_atencion_a_otra_persona(cargar):
    una, otra = (fabricas.PersonaFactory(dni=dni) for dni in (MADRE, OTRA_MADRE))
    cargar("his", {"documento": MADRE})
    assert Atencion.objects.get().persona == una
    cargar("his", {"documento": OTRA_MADRE})
    assert Atencion.objects.get().persona == otra
    cargar("his", {"documento": GESTANTE})
    assert Atencion.objects.get().persona is None


def test_el_his_se_reconoce_por_su_encabezado(cargar, tmp_path):
    carga = cargar_bytes(tmp_path, texto("his", {}).encode())
    assert (carga.fuente, carga.perfil) == ("his", "his")


@pytest.mark.parametrize(
    ("modelo", "campos"),
    [
        (Atencion, {"fuente": "sis_gestantes"}),
        (Atencion, {"tipo_documento": "RUC"}),
        (Atencion, {"documento": ""}),
        (Atencion, {"codigo": ""}),
        (Atencion, {"clave": "900001|1|1"}),
        (RegistroFuente, {"fuente": "padron_nominal", "persona": None}),
        (RegistroFuente, {"fuente": "otra"}),
    ],
    ids=lambda v: v.__name__ if isinstance(v, type) else "-".join(v),
)
def test_la_base_no_acepta(cargar, modelo, campos):
    cargar("his", {}, {"correlativo_item": "2"})
    with pytest.raises(IntegrityError), transaction.atomic():
        modelo.objects.update(**campos)
