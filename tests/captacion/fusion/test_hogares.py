"""One household under two codes of a register: found, merged, told apart, and two again."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from captacion.acciones.encuentros import contar_encuentros
from captacion.acciones.fusion import APARTE, referencias
from captacion.acciones.hogares_duplicados import (
    descartar_hogares,
    deshacer_fusion_de_hogares,
    fusionar_hogares,
)
from captacion.acciones.vinculos import DecisionFirme
from captacion.consultas.pares_de_hogares import pares_de
from captacion.models import (
    CambioDato,
    Captacion,
    ClasificacionSocioeconomica,
    EncuentroDeHogares,
    EstadoHogarDuplicado,
    EstadoVinculo,
    FusionMovida,
    Hogar,
    HogarDuplicado,
    Miembro,
    RegistroFuente,
    Vinculo,
)
from tests import fabricas
from tests.afiliacion import construir
from tests.captacion.archivos import EL_JEFE, MADRE, OTRA_MADRE
from tests.captacion.fusion.gente import afiliar, de_ahora, vinculo
from tests.fallas.huella import exigir_igual

pytestmark = pytest.mark.django_db
DOS = [{"codigo_hogar": "J1"}, EL_JEFE | {"codigo_hogar": "J1"}]
REPETIDO = [fila | {"codigo_hogar": "J2"} for fila in DOS]


def codigos() -> list[tuple[str, str, int]]:
    return [(p.hogar.codigo, p.otro.codigo, p.comunes) for p in HogarDuplicado.objects.all()]


# --- Found


def test_dos_miembros_en_dos_hogares_de_un_padron_se_proponen_una_vez(cargar):
    cargar("juntos", *DOS)
    cargar("juntos", *REPETIDO, {"documento": OTRA_MADRE, "codigo_hogar": "J2"})
    assert codigos() == [("J2", "J1", 2)]
    cargar("juntos", *DOS, *REPETIDO)
    assert codigos() == [("J2", "J1", 2)]


@pytest.mark.parametrize("filas", [[{"codigo_hogar": "J2"}], [{"documento": OTRA_MADRE}]])
def test_uno_solo_en_comun_no_basta(cargar, filas):
    cargar("juntos", *DOS, *filas)
    assert codigos() == []


def test_los_de_dos_padrones_se_encuentran_y_no_se_repiten(cargar):
    cargar("juntos", *DOS)
    cargar("pgh", *DOS)
    assert codigos() == []


def test_un_documento_de_muchos_no_cuenta(cargar):
    filas = [EL_JEFE | {"codigo_hogar": f"J{n}"} for n in range(3, 9)]
    cargar("juntos", *DOS, *REPETIDO, *filas)
    assert codigos() == []


# --- Merged, and two again


@pytest.fixture
def hogares(distrito):
    """Two households with one of everything that may point to one."""
    queda, sale = construir.hogar(distrito), construir.hogar(distrito)
    comunes = [fabricas.PersonaFactory() for _ in range(2)]
    juntos = fabricas.HogarFactory(origen="juntos", distrito=distrito)
    for hogar in (queda, sale):
        for persona in comunes:
            fabricas.MiembroFactory(hogar=hogar, persona=persona)
        hija = construir.recien_nacido(hogar)
        vinculo(hija.persona, hogar)
        vinculo(comunes[0], hogar, EstadoVinculo.POR_REVISAR, duda="dos_hogares")
        RegistroFuente.objects.create(
            fuente="pgh",
            clave=hogar.codigo,
            huella=1,
            carga=hogar.carga,
            fila=1,
            persona=comunes[0],
            hogar=hogar,
        )
        CambioDato.objects.create(
            carga=hogar.carga,
            fila=1,
            persona=comunes[0],
            hogar=hogar,
            campo="ubigeo",
            antes="A",
            despues="B",
        )
        ClasificacionSocioeconomica.objects.create(
            hogar=hogar,
            nivel="pobre",
            desde=dt.date(2026, 1, 1),
            fuente="pgh",
            carga=hogar.carga,
            fila=1,
        )
    fabricas.MiembroFactory(hogar=juntos, persona=comunes[0])
    contar_encuentros({juntos.pk}, carga_id=juntos.carga_id)
    Hogar.objects.create(
        origen="pgh", codigo="VIEJO", unido_a=sale, carga=sale.carga, fila=1, distrito=distrito
    )
    fabricas.ContactoFactory(hogar=sale)
    return HogarDuplicado.objects.create(
        hogar=queda, otro=sale, comunes=2, carga=queda.carga, fila=1
    )


def test_nada_de_lo_nuestro_sigue_en_el_que_se_vacio_y_deshacer_devuelve_todo(hogares, sede):
    antes, cuantos = de_ahora(), Miembro.objects.filter(hogar__origen="pgh").count()
    fusionar_hogares(hogares, por=sede)
    for campo in referencias(Hogar):
        if campo.model._meta.app_label == "captacion":
            assert not campo.model._base_manager.filter(**{campo.name: hogares.otro_id}).exists()
    assert Hogar.objects.get(pk=hogares.otro_id).unido_a == hogares.hogar
    assert Hogar.objects.get(codigo="VIEJO").unido_a == hogares.hogar
    assert hogares.hogar.miembros.count() == cuantos - hogares.comunes
    assert Captacion.objects.filter(hogar=hogares.hogar).count() == 2
    assert hogares.hogar.contactos.count() == 1
    encuentro = EncuentroDeHogares.objects.get()
    assert (encuentro.pgh, encuentro.discrepancias) == (hogares.hogar, ["miembros"])
    deshacer_fusion_de_hogares(hogares, por=sede)
    exigir_igual(antes, de_ahora())
    assert not FusionMovida.objects.filter(deshecha=False).exists()


def test_el_recorrido_conoce_todo_lo_que_apunta_a_un_hogar():
    todos = {
        campo
        for modelo in apps.get_models(include_auto_created=True)
        if modelo not in APARTE and getattr(modelo, "SE_FUNDE", True)
        for campo in modelo._meta.local_fields
        if campo.remote_field and campo.related_model is Hogar
    }
    assert set(referencias(Hogar)) == todos


def test_el_enlace_en_pie_queda_sobre_el_que_esperaba(hogares, sede):
    persona = fabricas.PersonaFactory()
    vinculo(persona, hogares.hogar, EstadoVinculo.POR_REVISAR)
    vinculo(persona, hogares.otro)
    antes = de_ahora()
    fusionar_hogares(hogares, por=sede)
    queda = Vinculo.objects.get(persona=persona)
    assert (queda.hogar, queda.estado) == (hogares.hogar, EstadoVinculo.AUTOMATICO)
    deshacer_fusion_de_hogares(hogares, por=sede)
    exigir_igual(antes, de_ahora())


def test_el_codigo_que_se_unio_trae_al_que_quedo(cargar, sede):
    cargar("juntos", *DOS, *REPETIDO)
    fusionar_hogares(HogarDuplicado.objects.get(), por=sede)
    cargar("juntos", *REPETIDO, {"documento": OTRA_MADRE, "codigo_hogar": "J2"})
    assert set(Miembro.objects.values_list("hogar__codigo", "persona__dni")) == {
        ("J1", MADRE),
        ("J1", EL_JEFE["documento"]),
        ("J1", OTRA_MADRE),
    }
    assert len(codigos()) == 1


def test_lo_que_se_separo_no_vuelve(cargar, sede):
    cargar("juntos", *DOS, *REPETIDO)
    descartar_hogares(HogarDuplicado.objects.get(), por=sede)
    cargar("juntos", *DOS, *REPETIDO, {"documento": OTRA_MADRE, "codigo_hogar": "J2"})
    assert HogarDuplicado.objects.get().estado == EstadoHogarDuplicado.DESCARTADO
    assert Hogar.objects.filter(miembros__isnull=False).distinct().count() == 2


def test_el_que_ya_se_afilio_no_se_vacia(hogares, distrito, sede):
    titular = fabricas.PersonaFactory()
    afiliar(titular, distrito)
    afiliado = Hogar.objects.get(afiliacion__titular=titular)
    HogarDuplicado.objects.filter(pk=hogares.pk).update(otro=afiliado)
    with pytest.raises(DecisionFirme) as firme:
        fusionar_hogares(HogarDuplicado.objects.get(), por=sede)
    assert "ya se afilió" in firme.value.mensaje


def test_si_se_afilio_despues_ya_no_se_deshace(hogares, sede):
    fusionar_hogares(hogares, por=sede)
    Captacion.objects.update(afiliada_el=dt.date.today())
    with pytest.raises(DecisionFirme):
        deshacer_fusion_de_hogares(hogares, por=sede)


# --- Who decides, and the page


def test_la_gestora_y_la_de_otra_unidad_no_deciden(hogares, gestora, ajena):
    for usuario in (gestora, ajena):
        with pytest.raises(PermissionDenied):
            fusionar_hogares(hogares, por=usuario)


def test_en_la_mesa_se_decide_y_se_deshace(client, hogares, sede):
    client.force_login(sede)
    for accion, estado in (
        ("confirmar", EstadoHogarDuplicado.CONFIRMADO),
        ("deshacer", EstadoHogarDuplicado.POR_REVISAR),
        ("descartar", EstadoHogarDuplicado.DESCARTADO),
    ):
        assert (
            "¿Son el mismo hogar?"
            in client.get(reverse("captacion:cruce", args=["hogar", hogares.pk])).content.decode()
        )
        direccion = reverse(f"captacion:cruce-{accion}", args=["hogar", hogares.pk])
        assert client.post(direccion).status_code == 302
        hogares.refresh_from_db()
        assert hogares.estado == estado
    assert "Son dos hogares" in client.get("/cruces/decisiones/").content.decode()


def test_un_par_cuesta_siempre_lo_mismo(hogares, django_assert_max_num_queries):
    for _ in range(5):
        fabricas.MiembroFactory(hogar=hogares.hogar)
    with django_assert_max_num_queries(4):
        (dicho,) = pares_de(hogares.pk)
    assert "2 miembros en común" in dicho.porque
