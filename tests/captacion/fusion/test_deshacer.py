"""One person is two again: every row comes back as it was, or the undoing says why not."""

import datetime as dt

import pytest

from afiliacion.acciones.conciliar import conciliar
from afiliacion.models import Contacto
from captacion.acciones.duplicados import descartar_duplicado, deshacer_fusion, fusionar
from captacion.acciones.vinculos import DecisionFirme
from captacion.models import (
    Atencion,
    Captacion,
    DocumentoAlias,
    Duplicado,
    EncuentroDeHogares,
    EstadoDuplicado,
    EstadoVinculo,
    FusionMovida,
    OrigenHogar,
    RecienNacido,
    Vinculo,
)
from juntos.models import Evento
from tests import fabricas
from tests.afiliacion import construir
from tests.captacion.fusion.gente import atender, de_ahora, par, vinculo
from tests.fallas.huella import exigir_igual

pytestmark = pytest.mark.django_db


# --- Undone


def test_unir_y_deshacer_devuelve_cada_tabla(duplicado, sede):
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    assert FusionMovida.objects.filter(duplicado=duplicado, deshecha=False).exists()
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())
    assert not FusionMovida.objects.filter(deshecha=False).exists()


def test_unir_deshacer_unir_y_deshacer_tambien(duplicado, sede):
    antes = de_ahora()
    for _ in range(2):
        fusionar(duplicado, por=sede)
        deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


def test_los_instantes_vuelven_enteros(duplicado, comun, sede):
    """What the digest does not look at: an instant to its last digit."""
    confirmado = vinculo(duplicado.otra, fabricas.HogarFactory(), EstadoVinculo.DESCARTADO)
    vinculo(duplicado.persona, confirmado.hogar, EstadoVinculo.DESCARTADO)
    fusionar(duplicado, por=sede)
    assert not Vinculo.objects.filter(pk=confirmado.pk).exists()
    deshacer_fusion(duplicado, por=sede)
    assert Vinculo.objects.get(pk=confirmado.pk).decidido_en == confirmado.decidido_en


def test_con_la_cola_al_dia_tambien_se_deshace(madre, sede):
    conciliar(hoy=dt.date.today())
    antes = de_ahora()
    registro = madre.persona.membresias.get().hogar
    fusionar(madre, por=sede)
    conciliar(hoy=dt.date.today())
    assert Contacto.objects.abiertos().get().hogar == registro
    deshacer_fusion(madre, por=sede)
    conciliar(hoy=dt.date.today())
    despues = de_ahora()
    # A contact counts each of its moves.
    for tabla in ("afiliacion_contacto", "afiliacion_caso"):
        antes.pop(tabla), despues.pop(tabla)
    exigir_igual(antes, despues)
    assert Contacto.objects.abiertos().get().hogar == Captacion.objects.get().hogar


def test_su_hija_va_al_hogar_del_padron_y_vuelve(madre, sede):
    antes = de_ahora()
    registro = madre.persona.membresias.get().hogar
    provisional = Captacion.objects.get().hogar
    fusionar(madre, por=sede)
    captacion = Captacion.objects.get()
    assert captacion.hogar == registro
    assert Evento.objects.filter(
        modelo="captacion.captacion", objeto_id=captacion.pk, a=str(registro.pk)
    ).exists()
    deshacer_fusion(madre, por=sede)
    assert Captacion.objects.get().hogar == provisional
    exigir_igual(antes, de_ahora())


def test_con_dos_hogares_en_el_padron_elige_una_persona(madre, distrito, sede):
    otro = construir.hogar(distrito)
    fabricas.MiembroFactory(hogar=otro, persona=madre.persona)
    antes = de_ahora()
    fusionar(madre, por=sede)
    hija = RecienNacido.objects.get().persona
    assert Captacion.objects.get().hogar.origen == OrigenHogar.PROVISIONAL
    dudosos = hija.vinculos.filter(estado=EstadoVinculo.POR_REVISAR)
    assert set(dudosos.values_list("duda", "orden")) == {("dos_hogares", 1), ("dos_hogares", 2)}
    deshacer_fusion(madre, por=sede)
    exigir_igual(antes, de_ahora())


def test_el_hogar_descartado_no_vuelve_a_proponerse(madre, sede):
    hija = RecienNacido.objects.get().persona
    vinculo(hija, madre.persona.membresias.get().hogar, EstadoVinculo.DESCARTADO)
    fusionar(madre, por=sede)
    assert Captacion.objects.get().hogar.origen == OrigenHogar.PROVISIONAL


# --- What comes after


def test_si_se_afilio_despues_ya_no_se_deshace(madre, sede):
    fusionar(madre, por=sede)
    Captacion.objects.update(afiliada_el=dt.date.today())
    unidas = de_ahora()
    with pytest.raises(DecisionFirme) as firme:
        deshacer_fusion(madre, por=sede)
    assert firme.value.mensaje == "Ya no se puede deshacer: el hogar se afilió con esta decisión."
    exigir_igual(unidas, de_ahora())


def test_si_una_carga_la_llevo_a_otro_hogar_ya_no_se_deshace(madre, sede):
    fusionar(madre, por=sede)
    Captacion.objects.update(hogar=fabricas.HogarFactory())
    unidas = de_ahora()
    with pytest.raises(DecisionFirme, match="por_revisar"):
        deshacer_fusion(madre, por=sede)
    exigir_igual(unidas, de_ahora())


def test_lo_que_llego_despues_se_queda_con_quien_llego(madre, sede):
    fusionar(madre, por=sede)
    atender(madre.persona, "DESPUES")
    deshacer_fusion(madre, por=sede)
    assert Atencion.objects.get().persona == madre.persona


def test_unida_en_cadena_se_deshace_de_la_ultima_a_la_primera(sede):
    primera, segunda, tercera = (fabricas.PersonaFactory() for _ in range(3))
    antes_de_una, despues = par(segunda, tercera), par(primera, segunda)
    antes = de_ahora()
    fusionar(antes_de_una, por=sede)
    fusionar(despues, por=sede)
    assert set(DocumentoAlias.objects.values_list("persona", flat=True)) == {primera.pk}
    with pytest.raises(DecisionFirme):
        deshacer_fusion(antes_de_una, por=sede)
    deshacer_fusion(despues, por=sede)
    deshacer_fusion(antes_de_una, por=sede)
    exigir_igual(antes, de_ahora())


def test_la_que_ya_se_vacio_no_se_une_con_nadie(sede):
    queda, sale = fabricas.PersonaFactory(), fabricas.PersonaFactory()
    fusionar(par(queda, sale), por=sede)
    with pytest.raises(DecisionFirme):
        fusionar(par(fabricas.PersonaFactory(), sale), por=sede)


@pytest.mark.parametrize("ya", [None, "por_revisar", "descartado"])
def test_lo_decidido_de_ella_y_una_tercera_vale_para_la_que_queda(ya, sede):
    queda, sale, tercera = (fabricas.PersonaFactory() for _ in range(3))
    duplicado = par(queda, sale)
    descartar_duplicado(par(tercera, sale), por=sede)
    if ya:
        otro = par(queda, tercera)
        ya == "descartado" and descartar_duplicado(otro, por=sede)
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    vigente = Duplicado.objects.exclude(persona=sale).exclude(otra=sale).get()
    assert {vigente.persona, vigente.otra} == {queda, tercera}
    assert vigente.estado == EstadoDuplicado.DESCARTADO
    assert not Duplicado.objects.por_decidir().exists()
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


# --- What follows of households


def test_los_encuentros_de_sus_hogares_se_cuentan_de_nuevo(distrito, sede):
    """One in common that two documents hid; a meeting that was known keeps its load."""
    jefe, queda, sale = (fabricas.PersonaFactory() for _ in range(3))
    juntos, pgh = (
        fabricas.HogarFactory(origen="juntos", distrito=distrito),
        construir.hogar(distrito),
    )
    fabricas.MiembroFactory(hogar=juntos, persona=queda)
    fabricas.MiembroFactory(hogar=pgh, persona=sale)
    duplicado = par(queda, sale)
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    assert EncuentroDeHogares.objects.get().comunes == 1
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())
    for hogar in (juntos, pgh):
        fabricas.MiembroFactory(hogar=hogar, persona=jefe)
    EncuentroDeHogares.objects.create(
        juntos=juntos,
        pgh=pgh,
        comunes=1,
        de_juntos=2,
        de_pgh=2,
        discrepancias=["miembros"],
        carga=fabricas.CargaFactory(),
    )
    antes = de_ahora()
    fusionar(duplicado, por=sede)
    assert EncuentroDeHogares.objects.get().comunes == 2
    deshacer_fusion(duplicado, por=sede)
    exigir_igual(antes, de_ahora())


def test_el_hogar_provisional_en_que_nadie_espera_se_deja(madre, sede):
    provisional = Captacion.objects.get().hogar
    antes = de_ahora()
    fusionar(madre, por=sede)
    assert not provisional.miembros.exists()
    deshacer_fusion(madre, por=sede)
    exigir_igual(antes, de_ahora())
