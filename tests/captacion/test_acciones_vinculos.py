"""A person decides a doubtful link, and may take it back without leaving a trace in the data."""

import datetime as dt
from collections import Counter

import factory
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from factory.django import DjangoModelFactory

from captacion import acciones
from captacion.models import (
    Captacion,
    EstadoVinculo,
    Miembro,
    OrigenHogar,
    PesosCruce,
    ReglaVinculo,
    Vinculo,
)
from juntos.estados import TransicionInvalida
from juntos.models import Evento
from tests import fabricas
from tests.fallas.huella import diferencias, exigir_igual, huella

pytestmark = pytest.mark.django_db


class VinculoFactory(DjangoModelFactory):
    class Meta:
        model = Vinculo

    persona = factory.SubFactory(fabricas.PersonaFactory)
    hogar = factory.SubFactory(fabricas.HogarFactory)
    regla = ReglaVinculo.JEFE_PGH
    estado = EstadoVinculo.POR_REVISAR
    duda = "jefe_solo"
    carga = factory.SelfAttribute("hogar.carga")
    fila = 7


def poner_en_duda(distrito, candidatos=1, **hogar) -> list[Vinculo]:
    """A newborn in its provisional household, as a load leaves it, and its candidates."""
    provisional = fabricas.HogarFactory(origen=OrigenHogar.PROVISIONAL, distrito=distrito)
    captacion = fabricas.CaptacionFactory(hogar=provisional, distrito=distrito)
    en_pie = VinculoFactory(
        persona=captacion.persona,
        hogar=provisional,
        regla=ReglaVinculo.PROVISIONAL,
        estado=EstadoVinculo.AUTOMATICO,
        duda="",
    )
    fabricas.MiembroFactory(hogar=provisional, persona=captacion.recien_nacido.madre)
    fabricas.MiembroFactory(
        hogar=provisional,
        persona=captacion.persona,
        vinculo=en_pie,
        parentesco="hijo",
        fila=en_pie.fila,
    )
    return [
        VinculoFactory(
            persona=captacion.persona,
            hogar=fabricas.HogarFactory(distrito=distrito, **hogar),
            orden=orden,
        )
        for orden in range(1, candidatos + 1)
    ]


def retrato(persona) -> dict:
    """Everything that a decision may touch, but the events and the decision itself."""

    def filas(modelo: type[Model], *campos):
        return sorted(modelo.objects.filter(persona=persona).values_list(*campos), key=str)

    return {
        "vinculos": sorted(
            Vinculo.objects.filter(persona=persona)
            .exclude(estado=EstadoVinculo.REEMPLAZADO)
            .values_list("hogar", "regla", "estado", "duda", "orden", "fila", "decidido_por")
        ),
        "captaciones": filas(
            Captacion, "hogar", "distrito", "en_hogar_usuario", "registrada_el", "dias"
        ),
        "miembros": filas(Miembro, "hogar", "parentesco", "es_titular", "carga", "fila"),
        "madre": sorted(
            Miembro.objects.filter(persona__hijos__persona=persona).values_list("hogar")
        ),
    }


def test_confirmar_lleva_a_la_persona_y_a_su_captacion_al_hogar(supervisora, distrito):
    vinculo, otro = poner_en_duda(distrito, 2, es_usuario=True)
    acciones.confirmar_vinculo(vinculo, por=supervisora)
    otro.refresh_from_db()
    assert (vinculo.estado, vinculo.decidido_por) == (EstadoVinculo.CONFIRMADO, supervisora)
    assert (otro.estado, otro.decidido_por) == (EstadoVinculo.DESCARTADO, supervisora)
    captacion = Captacion.objects.get(persona=vinculo.persona)
    assert (captacion.hogar, captacion.en_hogar_usuario) == (vinculo.hogar, True)
    (miembro,) = Miembro.objects.filter(persona=vinculo.persona)
    assert (miembro.hogar, miembro.vinculo, miembro.parentesco) == (vinculo.hogar, vinculo, "hijo")
    en_pie = Vinculo.objects.filter(persona=vinculo.persona, estado__in=Vinculo.EN_PIE)
    assert en_pie.get() == vinculo


def test_la_madre_sin_padron_va_con_su_hija(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    madre = vinculo.persona.recien_nacido.madre
    acciones.confirmar_vinculo(vinculo, por=supervisora)
    assert Miembro.objects.filter(hogar=vinculo.hogar, persona=madre, vinculo=vinculo).exists()


def test_la_madre_de_un_padron_se_queda_en_el_suyo(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    madre = vinculo.persona.recien_nacido.madre
    fabricas.MiembroFactory(persona=madre)
    acciones.confirmar_vinculo(vinculo, por=supervisora)
    assert not Miembro.objects.filter(hogar=vinculo.hogar, persona=madre).exists()


def test_quien_ya_es_miembro_no_lo_es_dos_veces(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    fabricas.MiembroFactory(hogar=vinculo.hogar, persona=vinculo.persona)
    acciones.confirmar_vinculo(vinculo, por=supervisora)
    acciones.deshacer_vinculo(vinculo, por=supervisora)
    assert Miembro.objects.get(hogar=vinculo.hogar, persona=vinculo.persona).vinculo is None


def test_sin_distrito_la_captacion_toma_el_del_hogar(sede):
    (vinculo,) = poner_en_duda(None)
    vinculo.hogar.distrito = fabricas.DistritoFactory()
    vinculo.hogar.save()
    acciones.confirmar_vinculo(vinculo, por=sede)
    captacion = Captacion.objects.get(persona=vinculo.persona)
    assert captacion.distrito == vinculo.hogar.distrito
    acciones.deshacer_vinculo(vinculo, por=sede)
    captacion.refresh_from_db()
    assert captacion.distrito is None


def test_una_captacion_ya_afiliada_no_se_mueve(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    Captacion.objects.update(afiliada_el=dt.date.today())
    acciones.confirmar_vinculo(vinculo, por=supervisora)
    assert Captacion.objects.get().hogar != vinculo.hogar


@pytest.mark.parametrize("candidatos", [1, 3])
@pytest.mark.parametrize("veces", [1, 2])
def test_deshacer_deja_todo_como_estaba(supervisora, distrito, candidatos, veces):
    vinculo = poner_en_duda(distrito, candidatos, es_usuario=True)[-1]
    antes = retrato(vinculo.persona)
    for _ in range(veces):
        acciones.confirmar_vinculo(vinculo, por=supervisora)
        assert retrato(vinculo.persona) != antes
        acciones.deshacer_vinculo(vinculo, por=supervisora)
        assert retrato(vinculo.persona) == antes


def test_el_vinculo_que_vuelve_trae_su_puntaje(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    pesos = PesosCruce.objects.create(
        origen="semilla", pesos={}, previa=0.1, creada_en=timezone.now(), creada_por=supervisora
    )
    puntuado = {"puntaje": 18.5, "aportes": {"jefe": {"nivel": "igual", "peso": 18.5}}}
    en_pie = Vinculo.objects.filter(persona=vinculo.persona, estado=EstadoVinculo.AUTOMATICO)
    en_pie.update(pesos=pesos, **puntuado)
    acciones.confirmar_vinculo(vinculo, por=supervisora)
    acciones.deshacer_vinculo(vinculo, por=supervisora)
    assert en_pie.values("puntaje", "aportes", "pesos").get() == puntuado | {"pesos": pesos.pk}


def test_deshacer_no_devuelve_lo_que_se_descarto_aparte(supervisora, distrito):
    vinculo, otro = poner_en_duda(distrito, 2)
    acciones.descartar_vinculo(otro, por=supervisora)
    acciones.confirmar_vinculo(vinculo, por=supervisora)
    acciones.deshacer_vinculo(vinculo, por=supervisora)
    otro.refresh_from_db()
    assert otro.estado == EstadoVinculo.DESCARTADO


def test_descartar_no_mueve_a_nadie(supervisora, distrito):
    vinculo, otro = poner_en_duda(distrito, 2)
    antes = retrato(vinculo.persona)
    acciones.descartar_vinculo(vinculo, por=supervisora)
    despues = retrato(vinculo.persona)
    assert {k: v for k, v in antes.items() if k != "vinculos"} == {
        k: v for k, v in despues.items() if k != "vinculos"
    }
    otro.refresh_from_db()
    assert otro.estado == EstadoVinculo.POR_REVISAR
    acciones.deshacer_vinculo(vinculo, por=supervisora)
    assert retrato(vinculo.persona) == antes


def test_con_un_hogar_confirmado_otro_candidato_espera(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    acciones.confirmar_vinculo(vinculo, por=supervisora)
    nuevo = VinculoFactory(persona=vinculo.persona)
    with pytest.raises(acciones.DecisionFirme) as firme:
        acciones.confirmar_vinculo(nuevo, por=supervisora)
    assert "deshaga primero" in firme.value.mensaje
    nuevo.refresh_from_db()
    assert nuevo.estado == EstadoVinculo.POR_REVISAR


def test_lo_que_siguio_su_camino_no_se_deshace(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    acciones.confirmar_vinculo(vinculo, por=supervisora)
    Captacion.objects.update(afiliada_el=dt.date.today())
    antes = retrato(vinculo.persona)
    with pytest.raises(acciones.DecisionFirme) as firme:
        acciones.deshacer_vinculo(vinculo, por=supervisora)
    assert "no se puede deshacer" in firme.value.mensaje
    assert retrato(vinculo.persona) == antes


@pytest.mark.parametrize("accion", [acciones.confirmar_vinculo, acciones.descartar_vinculo])
def test_repetir_la_misma_decision_no_hace_nada(supervisora, distrito, accion):
    (vinculo,) = poner_en_duda(distrito)
    accion(vinculo, por=supervisora)
    antes, eventos = retrato(vinculo.persona), Evento.objects.count()
    accion(Vinculo.objects.get(pk=vinculo.pk), por=supervisora)
    assert (retrato(vinculo.persona), Evento.objects.count()) == (antes, eventos)


def test_si_otra_persona_decidio_antes_se_pierde_la_carrera(supervisora, sede, distrito):
    vinculo, _ = poner_en_duda(distrito, 2)
    mio = Vinculo.objects.get(pk=vinculo.pk)
    acciones.descartar_vinculo(vinculo, por=sede)
    antes = retrato(vinculo.persona)
    with pytest.raises(TransicionInvalida):
        acciones.confirmar_vinculo(mio, por=supervisora)
    assert retrato(vinculo.persona) == antes


def test_deshacer_lo_que_nadie_decidio(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    with pytest.raises(TransicionInvalida):
        acciones.deshacer_vinculo(vinculo, por=supervisora)


@pytest.mark.parametrize("quien", ["gestora", "ajena", "administracion"])
@pytest.mark.parametrize(
    "accion",
    [acciones.confirmar_vinculo, acciones.descartar_vinculo, acciones.deshacer_vinculo],
)
def test_solo_decide_la_supervisora_de_su_territorio(request, distrito, quien, accion):
    (vinculo,) = poner_en_duda(distrito)
    with pytest.raises(PermissionDenied):
        accion(vinculo, por=request.getfixturevalue(quien))


def test_la_supervisora_de_otra_unidad_no_decide(distrito):
    (vinculo,) = poner_en_duda(distrito)
    otra = fabricas.UsuarioFactory(
        rol="supervisora", unidad_territorial=fabricas.UnidadTerritorialFactory()
    )
    with pytest.raises(PermissionDenied):
        acciones.confirmar_vinculo(vinculo, por=otra)


def test_cada_decision_deja_su_evento_sin_nombres(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    acciones.confirmar_vinculo(vinculo, por=supervisora)
    acciones.deshacer_vinculo(vinculo, por=supervisora)
    pasos = Evento.objects.filter(modelo="captacion.vinculo", objeto_id=vinculo.pk)
    assert [(e.de, e.a) for e in pasos.order_by("pk")] == [
        ("por_revisar", "confirmado"),
        ("confirmado", "por_revisar"),
    ]
    escrito = " ".join(f"{e.de} {e.a} {e.motivo}" for e in Evento.objects.all())
    assert vinculo.persona.ap_paterno not in escrito
    assert vinculo.persona.dni not in escrito


def test_confirmar_toca_el_timbre_de_la_conciliacion(
    supervisora, distrito, django_capture_on_commit_callbacks
):
    (vinculo,) = poner_en_duda(distrito)
    with django_capture_on_commit_callbacks() as timbres:
        acciones.confirmar_vinculo(vinculo, por=supervisora)
    assert len(timbres) == 1


def de_ahora() -> dict:
    """Every table, but the events, and a link that gave way: what it said stands as a new one."""
    with connection.cursor() as cursor:
        todas = huella(cursor)
    del todas["juntos_evento"]
    en_uso = [f for f in todas["captacion_vinculo"].elements() if "estado='reemplazado'" not in f]
    return todas | {"captacion_vinculo": Counter(en_uso)}


def test_confirmar_y_deshacer_devuelve_cada_tabla(distrito, sede):
    vinculo, _ = poner_en_duda(distrito, candidatos=2)
    antes = de_ahora()
    acciones.confirmar_vinculo(vinculo, por=sede)
    assert diferencias(antes, de_ahora())
    acciones.deshacer_vinculo(vinculo, por=sede)
    exigir_igual(antes, de_ahora())
