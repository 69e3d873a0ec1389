"""Two records become one person: nothing is left behind."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models

from captacion.acciones.duplicados import descartar_duplicado, deshacer_fusion, fusionar
from captacion.acciones.fusion import APARTE, referencias
from captacion.acciones.vinculos import DecisionFirme
from captacion.models import (
    Captacion,
    DocumentoAlias,
    Duplicado,
    EstadoDuplicado,
    EstadoVinculo,
    FusionMovida,
    Gestante,
    Miembro,
    Persona,
    Vinculo,
)
from juntos.estados import TransicionInvalida
from juntos.models import Evento, Rol
from tests import fabricas
from tests.captacion.fusion.gente import de_ahora, par, vinculo
from tests.fallas.huella import exigir_igual

pytestmark = pytest.mark.django_db
# Pairs of people: the merge says how each goes on, by what was decided of it.
PARES = {Duplicado}


def apuntan_a(persona: Persona) -> dict[str, int]:
    """Every foreign key of the database to a person, and how many rows use it for this one."""
    return {
        f"{campo.model._meta.label_lower}.{campo.name}": campo.model._base_manager.filter(
            **{campo.name: persona}
        ).count()
        for campo in hacia_persona()
    }


def hacia_persona() -> list[models.Field]:
    return [
        campo
        for modelo in apps.get_models(include_auto_created=True)
        if modelo not in PARES and getattr(modelo, "SE_FUNDE", True)
        for campo in modelo._meta.local_fields
        if campo.remote_field and campo.related_model is Persona
    ]


# --- Nothing is left behind


def test_el_recorrido_conoce_todo_lo_que_apunta_a_una_persona():
    assert set(referencias(Persona)) == set(hacia_persona())
    assert set(APARTE) >= PARES


@pytest.mark.parametrize("campo", hacia_persona(), ids=str)
def test_lo_que_no_admite_dos_se_reconoce(campo):
    """A uniqueness by an expression would break the merge, which reads fields."""
    assert not [
        unica.name
        for unica in campo.model._meta.constraints
        if isinstance(unica, models.UniqueConstraint) and unica.expressions
    ]
    assert not campo.model._meta.unique_together


def test_la_prueba_tiene_de_todo_lo_que_apunta_a_una_persona(duplicado):
    assert [lugar for lugar, filas in apuntan_a(duplicado.otra).items() if not filas] == []


def test_nada_sigue_apuntando_a_la_que_se_vacio(duplicado, sede):
    fusionar(duplicado, por=sede)
    assert set(apuntan_a(duplicado.otra).values()) == {0}
    vaciada = Persona.objects.get(pk=duplicado.otra_id)
    assert (vaciada.dni, vaciada.cui, vaciada.cnv, vaciada.otro_documento) == (None,) * 4
    assert vaciada.nombres


def test_lo_que_no_puede_estar_dos_veces_queda_una(duplicado, comun, sede):
    fusionar(duplicado, por=sede)
    queda = duplicado.persona
    assert queda.membresias.filter(hogar=comun).count() == 1
    assert queda.telefonos.filter(numero="912345678").count() == 1
    assert queda.telefonos.count() == 3
    assert Gestante.objects.count() == 1
    assert Captacion.objects.filter(persona=queda).count() == 1
    assert queda.vinculos.filter(estado__in=Vinculo.EN_PIE).count() == 1
    assert queda.hijos.count() == 2
    assert queda.atenciones.count() == 2


def test_la_palabra_del_padron_queda_sobre_la_de_un_vinculo_nuestro(comun, sede):
    queda, sale = fabricas.PersonaFactory(), fabricas.PersonaFactory()
    fabricas.MiembroFactory(hogar=comun, persona=queda, vinculo=vinculo(queda, comun))
    fabricas.MiembroFactory(hogar=comun, persona=sale, parentesco="TITULAR", es_titular=True)
    duplicado = par(queda, sale)
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    miembro = comun.miembros.get()
    assert (miembro.persona, miembro.vinculo, miembro.parentesco) == (queda, None, "TITULAR")
    assert miembro.es_titular
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


def test_la_captacion_que_queda_es_de_cuando_llego_la_primera(duplicado, sede):
    hoy = dt.date.today()
    primera = Captacion.objects.get(persona=duplicado.otra, tipo="gestante")
    Captacion.objects.filter(pk=primera.pk).update(
        registrada_el=hoy - dt.timedelta(days=9), en_fuente_el=hoy - dt.timedelta(days=10)
    )
    fusionar(duplicado, por=sede)
    queda = Captacion.objects.get(persona=duplicado.persona, tipo="gestante")
    assert queda.registrada_el == hoy - dt.timedelta(days=9)
    assert queda.en_fuente_el == hoy - dt.timedelta(days=10)


# --- Documents


def test_los_documentos_que_le_faltaban_son_suyos_y_los_otros_la_hallan(sede):
    queda = fabricas.PersonaFactory(dni="99100001", cui=None)
    sale = fabricas.PersonaFactory(
        dni="99100002", cui="99100003", cnv="9900000009", otro_documento="CE:900123"
    )
    duplicado = par(queda, sale)
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    queda.refresh_from_db()
    assert (queda.dni, queda.cui, queda.cnv) == ("99100001", "99100003", "9900000009")
    assert queda.otro_documento == "CE:900123"
    assert list(DocumentoAlias.objects.values_list("documento", "persona")) == [
        ("DNI:99100002", queda.pk)
    ]
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


def test_un_cui_que_es_el_dni_de_la_otra_no_se_guarda_aparte(sede):
    queda = fabricas.PersonaFactory(dni=None, cui="99100004", cnv="9900000010")
    sale = fabricas.PersonaFactory(dni="99100004", cnv="9900000009")
    fusionar(par(queda, sale), por=sede)
    queda.refresh_from_db()
    assert (queda.dni, queda.cui, queda.cnv) == ("99100004", None, "9900000010")
    assert DocumentoAlias.objects.get().documento == "CNV:9900000009"


def test_lo_que_no_se_sabia_de_ella_lo_dice_la_otra(sede):
    queda = fabricas.PersonaFactory(fecha_nacimiento=None, lengua="")
    sale = fabricas.PersonaFactory(lengua="2", nombres="OTRA")
    fusionar(par(queda, sale), por=sede)
    queda.refresh_from_db()
    assert (queda.fecha_nacimiento, queda.lengua) == (sale.fecha_nacimiento, "2")
    assert queda.nombres == "ROSA"


# --- Links


def test_el_hogar_que_una_persona_confirmo_manda(duplicado, comun, sede):
    """Of the one that goes, against the automatic one of the one that stays."""
    Miembro.objects.filter(persona=duplicado.otra).update(vinculo=None)
    Vinculo.objects.filter(persona=duplicado.otra).delete()
    elegido = fabricas.HogarFactory()
    vinculo(duplicado.otra, elegido, EstadoVinculo.CONFIRMADO)
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    en_pie = duplicado.persona.vinculos.get(estado__in=Vinculo.EN_PIE)
    assert (en_pie.hogar, en_pie.estado) == (elegido, EstadoVinculo.CONFIRMADO)
    assert Captacion.objects.get(persona=duplicado.persona).hogar == elegido
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


def test_con_dos_hogares_confirmados_no_se_unen(sede):
    queda, sale = fabricas.PersonaFactory(), fabricas.PersonaFactory()
    for persona in (queda, sale):
        vinculo(persona, fabricas.HogarFactory(), EstadoVinculo.CONFIRMADO)
    duplicado = par(queda, sale)
    antes = de_ahora()
    with pytest.raises(DecisionFirme, match="confirmado"):
        fusionar(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


# --- Who decides


def test_decide_la_supervisora_de_su_territorio(madre, supervisora):
    assert fusionar(madre, por=supervisora).decidido_por == supervisora
    evento = Evento.objects.get(modelo="captacion.duplicado", objeto_id=madre.pk)
    assert (evento.de, evento.a) == ("por_revisar", "confirmado")


def test_la_gestora_no_decide(madre, gestora):
    for accion in (fusionar, descartar_duplicado, deshacer_fusion):
        with pytest.raises(PermissionDenied):
            accion(madre, por=gestora)


def test_de_otro_territorio_no_existe(madre, ajena):
    otra = fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=ajena.unidad_territorial)
    assert not Duplicado.objects.visibles_para(otra).exists()
    with pytest.raises(PermissionDenied):
        fusionar(madre, por=otra)


def test_la_segunda_decision_sobre_un_par_no_pasa(madre, sede, supervisora):
    viejo = Duplicado.objects.get(pk=madre.pk)
    descartar_duplicado(madre, por=sede)
    with pytest.raises(TransicionInvalida):
        fusionar(viejo, por=supervisora)


def test_repetir_la_misma_decision_no_hace_nada(madre, sede):
    fusionar(madre, por=sede)
    movidas = FusionMovida.objects.count()
    assert fusionar(madre, por=sede).estado == EstadoDuplicado.CONFIRMADO
    assert FusionMovida.objects.count() == movidas
