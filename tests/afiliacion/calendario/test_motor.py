"""The engine: chains of doses, alternatives, cut-offs, corrections; in parts or at once."""

import datetime as dt

import pytest
from django.db import connection

from afiliacion.acciones import calendario
from afiliacion.consultas.calendario import calendario_de
from afiliacion.models import (
    CambioDeItem,
    Corresponsabilidad,
    Cuidado,
    Exoneracion,
    Recalculo,
    Regla,
)
from captacion.models import EstadoVinculo, ReglaVinculo, Vinculo
from tests import fabricas
from tests.afiliacion.calendario.gente import (
    FUR,
    TODO_PASO,
    dar,
    dia,
    estados,
    gestante,
    nino,
    registrar,
)


def guardado(*personas) -> list:
    filas = Corresponsabilidad.objects.order_by("persona", "gestante", "regla")
    if personas:
        filas = filas.filter(persona__in=personas)
    return list(
        filas.values_list(
            "persona",
            "gestante",
            "regla",
            "desde",
            "hasta",
            "exigible_el",
            "situacion",
            "cuidado",
            "dado_el",
        )
    )


# --- Chains, alternatives, states


def test_la_segunda_sin_la_primera_es_la_primera(db):
    persona = nino()
    registrar(persona, "90670", 100, valor="2")
    calendario.recalcular([persona.pk])
    assert estados(persona)["neumococo", 1] == "cumple"
    assert estados(persona)["neumococo", 2] == "sin_dato"


def test_sin_la_primera_la_ventana_de_la_segunda_se_proyecta(db):
    persona = nino()
    segunda = [
        i
        for i in calendario_de([persona.pk], corte=TODO_PASO)
        if (i.norma, i.item, i.dosis) == ("MC-02.01", "rotavirus", 2)
    ]
    assert [(i.desde, i.hasta) for i in segunda] == [(dia(83), dia(240))]


def test_la_primera_tardia_corre_la_segunda_hasta_donde_se_puede(db):
    persona = nino()
    dar(persona, "rotavirus", 230, 260)
    hallados = estados(persona)
    assert hallados["rotavirus", 1] == "fuera_de_plazo"
    assert hallados["rotavirus", 2] == "fuera_de_plazo"


def test_sin_nada_dado_el_hierro_preventivo_responde_por_el_grupo(db):
    hallados = estados(nino())
    assert hallados["hierro_preventivo", 1] == "sin_dato"
    assert hallados["micronutrientes", 1] == hallados["tratamiento_anemia", 1] == "no_aplica"


def test_la_alternativa_que_se_da_libera_de_las_otras(db):
    persona = nino()
    dar(persona, "micronutrientes", 180, 215)
    hallados = estados(persona)
    assert [hallados["micronutrientes", d] for d in (1, 2, 3)] == ["cumple", "cumple", "sin_dato"]
    assert hallados["hierro_preventivo", 1] == "no_aplica"


@pytest.mark.parametrize(
    ("corte", "estado"), [(119, "pendiente_en_plazo"), (120, "sin_dato"), (900, "sin_dato")]
)
def test_lo_que_nadie_registro_nunca_es_incumplimiento(db, corte, estado):
    assert estados(nino(), corte=dia(corte))["neumococo", 1] == estado


def test_solo_lo_que_una_persona_constato_es_incumplimiento(db):
    persona = nino()
    dar(persona, "neumococo", 119, dado=False, dosis_dicha=1)
    assert estados(persona)["neumococo", 1] == "no_cumple"
    dar(persona, "neumococo", 100)
    assert estados(persona)["neumococo", 1] == "cumple"


def test_lo_que_vence_despues_del_parto_no_le_corresponde(db):
    madre = gestante()
    fabricas.RecienNacidoFactory(madre=madre.persona, persona__fecha_nacimiento=dia(190, desde=FUR))
    hallados = estados(madre.persona, norma="MC-01.01")
    assert hallados["apn", 3] == "sin_dato"
    assert hallados["apn", 4] == "no_aplica"


def test_el_motivo_se_entiende_de_una_vez(db):
    persona = nino(dt.date(2026, 12, 20))
    dar(persona, "neumococo", 55, desde=dt.date(2026, 12, 20))
    segunda = [
        i.motivo(dt.date(2027, 3, 20))
        for i in calendario_de([persona.pk], corte=dt.date(2027, 3, 20))
        if (i.norma, i.item, i.dosis) == ("MC-02.01", "neumococo", 2)
    ]
    assert segunda == ["Neumococo 2: 13/03–24/04; falta; la 1.ª fue el 13/02"]


# --- Norms follow each other


def test_rige_la_norma_del_primer_dia_de_la_ventana(db):
    """Born in November 2024: the checks until the end of the year are of the former norm."""
    persona = nino(dt.date(2024, 11, 20))
    cred = [i for i in calendario_de([persona.pk], corte=TODO_PASO) if i.item == "cred"]
    de = {n: [i for i in cred if i.norma == n] for n in ("NTS 137-2017", "NTS 238-2025")}
    assert max(i.desde for i in de["NTS 137-2017"]) <= dt.date(2024, 12, 31)
    assert min(i.desde for i in de["NTS 238-2025"]) >= dt.date(2025, 1, 1)
    assert [i.dosis for i in de["NTS 137-2017"]] == [1, 2, 3, 4, 5]
    assert next(i.dosis for i in de["NTS 238-2025"]) == 5


# --- As of a cut-off, and corrections


def test_al_corte_solo_vale_lo_que_entonces_se_sabia(db):
    persona = nino()
    dar(persona, "neumococo", 100, conocido_el=dia(150))
    assert estados(persona, corte=dia(149))["neumococo", 1] == "sin_dato"
    assert estados(persona, corte=dia(150))["neumococo", 1] == "cumple"


def test_corregir_el_nacimiento_lo_recalcula_todo_y_deja_la_lista(db):
    persona = nino()
    dar(persona, "neumococo", 60)
    calendario.recalcular([persona.pk])
    type(persona).objects.filter(pk=persona.pk).update(fecha_nacimiento=dia(30))
    recalculo = Recalculo.objects.create(persona=persona)
    calendario.hacer(recalculo, procesos=1)
    cambio = CambioDeItem.objects.get(
        persona=persona,
        regla=Regla.objects.get(item="neumococo", dosis=1, norma__codigo="MC-02.01"),
    )
    assert (cambio.antes, cambio.despues, cambio.recalculo) == ("en_ventana", "fuera", recalculo)
    assert (cambio.desde_antes, cambio.desde_despues) == (dia(55), dia(85))
    recalculo.refresh_from_db()
    assert recalculo.fin
    assert recalculo.personas == 1


def test_un_cuidado_que_llega_no_es_una_correccion(db):
    persona = nino()
    calendario.recalcular([persona.pk])
    dar(persona, "neumococo", 60)
    calendario.recalcular([persona.pk])
    assert not CambioDeItem.objects.exists()


def test_lo_que_contaba_y_ya_no_cuenta_queda_anotado(db, sede):
    persona = nino()
    dar(persona, "neumococo", 60)
    calendario.recalcular([persona.pk])
    Cuidado.objects.filter(persona=persona).update(
        anulado_en=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), anulado_por=sede
    )
    calendario.recalcular([persona.pk])
    perdidos = CambioDeItem.objects.filter(antes="en_ventana", despues="sin_dato")
    assert perdidos.filter(regla__item="neumococo", regla__norma__codigo="MC-02.01").exists()


# --- Exonerations


@pytest.fixture
def vinculada(distrito):
    persona = nino()
    hogar = fabricas.HogarFactory(distrito=distrito)
    Vinculo.objects.create(
        persona=persona,
        hogar=hogar,
        regla=ReglaVinculo.MADRE_PGH,
        estado=EstadoVinculo.AUTOMATICO,
        carga=hogar.carga,
        fila=1,
    )
    return persona


def exonerar(por, **campos):
    return Exoneracion.objects.create(
        **{
            "resolucion": "RDE 001-2026",
            "motivo": "Inundación",
            "desde": dia(100),
            "hasta": dia(200),
            "registrada_por": por,
        }
        | campos
    )


def test_una_exoneracion_alcanza_lo_que_vence_en_su_territorio_y_se_deshace(
    vinculada, distrito, sede
):
    exoneracion = exonerar(sede, distrito=distrito)
    calendario.hacer(calendario.pedir(exoneracion=exoneracion), procesos=1)
    hallados = estados(vinculada)
    assert hallados["neumococo", 1] == "exonerado"
    assert hallados["hemoglobina", 1] == "sin_dato"
    Exoneracion.objects.update(anulada_en=dt.datetime(2026, 9, 1, tzinfo=dt.UTC), anulada_por=sede)
    calendario.hacer(calendario.pedir(exoneracion=exoneracion), procesos=1)
    assert estados(vinculada, corte=dt.date(2026, 9, 2))["neumococo", 1] == "sin_dato"
    assert not Corresponsabilidad.objects.filter(situacion="exonerado").exists()


def test_una_exoneracion_de_otro_territorio_o_de_otro_item_no_alcanza(vinculada, sede):
    exonerar(sede, distrito=fabricas.DistritoFactory())
    exonerar(sede, item_id="rotavirus")
    assert estados(vinculada)["neumococo", 1] == "sin_dato"


def test_lo_cumplido_no_se_exonera(vinculada, sede):
    dar(vinculada, "neumococo", 100)
    exonerar(sede)
    assert estados(vinculada)["neumococo", 1] == "cumple"


# --- The same whatever the way


@pytest.fixture
def gente(db):
    personas = [nino(dia(-40 * n)) for n in range(8)] + [gestante(dia(-30)).persona]
    for n, persona in enumerate(personas[:-1]):
        dar(persona, "neumococo", 60 + n, 95 + n, desde=dia(-40 * n))
        dar(persona, "cred", 4, 9, 16, 35, desde=dia(-40 * n))
    dar(personas[-1], "apn", 50, 110, 150, desde=dia(-30))
    return personas


def test_recalcular_dos_veces_deja_las_mismas_filas(gente):
    claves = [p.pk for p in gente]
    calendario.recalcular(claves)
    filas = list(Corresponsabilidad.objects.order_by("pk").values_list("pk", flat=True))
    antes = guardado()
    calendario.recalcular(claves)
    assert guardado() == antes
    assert list(Corresponsabilidad.objects.order_by("pk").values_list("pk", flat=True)) == filas


def test_por_partes_y_de_una_vez_es_lo_mismo(gente, monkeypatch):
    monkeypatch.setattr(calendario, "TANDA", 2)
    monkeypatch.setattr(calendario, "CLAVES_POR_CANDADO", 1)
    calendario.recalcular([p.pk for p in gente])
    por_partes = guardado()
    Corresponsabilidad.objects.all().delete()
    monkeypatch.setattr(calendario, "TANDA", 20_000)
    calendario.hacer(calendario.pedir(), procesos=1)
    assert guardado() == por_partes


def test_al_corte_de_hoy_es_lo_guardado(gente):
    calendario.recalcular([p.pk for p in gente])
    calendario.calcular_al_corte([p.pk for p in gente], corte=TODO_PASO)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT persona_id, gestante_id, regla_id, desde, hasta, exigible_el, situacion,"
            " cuidado_id, dado_el FROM calendario_al_corte"
            " ORDER BY persona_id, gestante_id, regla_id"
        )
        assert cursor.fetchall() == guardado()


def test_quien_deja_de_ser_sujeto_no_debe_nada(db):
    persona = nino()
    calendario.recalcular([persona.pk])
    assert guardado(persona)
    type(persona).objects.filter(pk=persona.pk).update(fecha_nacimiento=None)
    calendario.recalcular([persona.pk])
    assert not guardado(persona)
