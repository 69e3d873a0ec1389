"""Doubts confirmed together by a rule: only what was seen, each by itself, and back together."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from captacion import acciones
from captacion.consultas.lotes import candidatura
from captacion.models import Captacion, EstadoVinculo, LoteDeDecisiones, ReglaVinculo, Vinculo
from juntos.models import Rol
from tests import fabricas
from tests.captacion.mesa import HTMX, decidir, entrar
from tests.captacion.test_acciones_vinculos import VinculoFactory, poner_en_duda, retrato

pytestmark = pytest.mark.django_db
LOTE = "/cruces/lote/"
FILTRO = {"regla": ReglaVinculo.JEFE_PGH.value, "duda": "", "banda": ""}


@pytest.fixture
def dudas(distrito):
    """Three of one rule with one candidate; one more with two."""
    return [poner_en_duda(distrito, n, es_usuario=n == 1)[0] for n in (1, 1, 1, 2)]


def confirmar(cliente, vinculos, **filtro):
    datos = FILTRO | filtro | {"vinculos": ",".join(str(v.pk) for v in vinculos)}
    return cliente.post(reverse("captacion:cruces-lote-confirmar"), datos, follow=True)


def estados(vinculos) -> list[str]:
    return [Vinculo.objects.get(pk=v.pk).estado for v in vinculos]


def test_se_elige_una_regla_y_se_ve_cuantos_y_cuales(supervisora, dudas):
    cliente = entrar(supervisora)
    texto = cliente.get(LOTE).content.decode()
    assert "El documento del jefe de familia figura en el PGH (4)" in texto
    assert "Sin puntaje: por documento (4)" in texto
    respuesta = cliente.get(LOTE, FILTRO)
    texto = respuesta.content.decode()
    assert respuesta.context["candidatura"].van == tuple(d.pk for d in dudas[:3])
    assert "3 personas cumplen" in texto
    assert "1 más tiene varios candidatos" in texto
    assert "3 personas pasan a 3 hogares, 3 de ellos usuarios de JUNTOS" in texto


def test_sin_condicion_no_se_confirma_todo(supervisora, dudas):
    texto = entrar(supervisora).get(LOTE, {"regla": "", "duda": "", "banda": ""}).content.decode()
    assert "Elija al menos una condición." in texto
    respuesta = confirmar(entrar(supervisora), dudas, regla="")
    assert respuesta.status_code == 409
    assert set(estados(dudas)) == {EstadoVinculo.POR_REVISAR}


@pytest.mark.parametrize("vinculos", ["9" * 5_000, str(2**64), "٣", "²,x"])
def test_lo_que_no_es_un_numero_de_vinculo_no_se_confirma(supervisora, dudas, vinculos):
    datos = FILTRO | {"vinculos": vinculos}
    direccion = reverse("captacion:cruces-lote-confirmar")
    assert entrar(supervisora).post(direccion, datos).status_code == 409
    assert not LoteDeDecisiones.objects.exists()


def test_la_muestra_es_de_diez_y_el_lote_es_entero(supervisora, distrito):
    for _ in range(12):
        poner_en_duda(distrito)
    elegidas = candidatura(supervisora, FILTRO)
    assert (len(elegidas.van), len(elegidas.muestra), elegidas.de_mas) == (12, 10, 0)


def test_lo_de_otra_revisora_y_lo_ya_confirmado_no_van(supervisora, sede, dudas):
    acciones.reservar("vinculo", dudas[0].persona_id, por=sede)
    acciones.confirmar_vinculo(dudas[1], por=sede)
    VinculoFactory(persona=dudas[1].persona)
    elegidas = candidatura(supervisora, FILTRO)
    assert elegidas.van == (dudas[2].pk,)
    assert (elegidas.en_otras_manos, elegidas.con_hogar, elegidas.con_varios) == (1, 1, 1)


@pytest.mark.parametrize(("banda", "cuantos"), [("sin-puntaje", 3), ("muy-probable", 0)])
def test_la_banda_de_puntaje_filtra(supervisora, dudas, banda, cuantos):
    assert len(candidatura(supervisora, {"banda": banda}).van) == cuantos


def test_confirmar_decide_lo_visto_y_deja_un_lote(supervisora, dudas):
    respuesta = confirmar(entrar(supervisora), dudas[:2])
    assert "2 confirmadas" in respuesta.content.decode()
    assert estados(dudas) == [EstadoVinculo.CONFIRMADO] * 2 + [EstadoVinculo.POR_REVISAR] * 2
    lote = LoteDeDecisiones.objects.get()
    assert {e.objeto_id for e in lote.eventos.all()} == {d.pk for d in dudas[:2]}
    assert lote.hecho_por == supervisora


def test_lo_que_cambio_mientras_se_miraba_se_dice(supervisora, sede, dudas):
    acciones.descartar_vinculo(dudas[1], por=sede)
    texto = confirmar(entrar(supervisora), dudas[:2]).content.decode()
    assert "1 confirmada; 1 no" in texto
    assert "ahora está descartado" in texto
    assert estados(dudas[:2]) == [EstadoVinculo.CONFIRMADO, EstadoVinculo.DESCARTADO]


def test_nadie_confirma_por_lote_lo_que_no_cumple_la_regla(supervisora, dudas):
    otra = Vinculo.objects.filter(pk=dudas[0].pk)
    otra.update(regla=ReglaVinculo.PROPIO_PGH)
    confirmar(entrar(supervisora), dudas[:2])
    assert estados(dudas[:2]) == [EstadoVinculo.POR_REVISAR, EstadoVinculo.CONFIRMADO]


def test_un_lote_de_otro_territorio_no_toca_nada(ajena, dudas):
    otra = fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=ajena.unidad_territorial)
    assert confirmar(entrar(otra), dudas).status_code == 409
    assert set(estados(dudas)) == {EstadoVinculo.POR_REVISAR}


@pytest.mark.parametrize("quien", ["gestora", "administracion"])
def test_quien_no_decide_no_confirma_por_lote(request, dudas, quien):
    usuario = request.getfixturevalue(quien)
    assert confirmar(entrar(usuario), dudas).status_code == 404
    with pytest.raises(PermissionDenied):
        acciones.confirmar_lote([dudas[0].pk], pedidos=[dudas[0].pk], filtro=FILTRO, por=usuario)
    assert set(estados(dudas)) == {EstadoVinculo.POR_REVISAR}


def test_un_lote_se_deshace_entero_y_todo_queda_como_estaba(supervisora, dudas):
    antes = [retrato(d.persona) for d in dudas]
    cliente = entrar(supervisora)
    confirmar(cliente, dudas[:3])
    lote = LoteDeDecisiones.objects.get()
    assert [retrato(d.persona) for d in dudas] != antes
    respuesta = cliente.post(reverse("captacion:lote-deshacer", args=[lote.pk]), follow=True)
    assert "Deshechas: 3" in respuesta.content.decode()
    assert [retrato(d.persona) for d in dudas] == antes
    respuesta = cliente.post(reverse("captacion:lote-deshacer", args=[lote.pk]))
    assert respuesta.status_code == 409


def test_al_deshacer_un_lote_lo_firme_y_lo_redecidido_se_quedan_y_se_dicen(supervisora, dudas):
    cliente = entrar(supervisora)
    confirmar(cliente, dudas[:3])
    Captacion.objects.filter(persona=dudas[0].persona).update(afiliada_el=dt.date.today())
    for accion in (acciones.deshacer_vinculo, acciones.confirmar_vinculo):
        accion(Vinculo.objects.get(pk=dudas[1].pk), por=supervisora)
    lote = LoteDeDecisiones.objects.get()
    texto = cliente.post(
        reverse("captacion:lote-deshacer", args=[lote.pk]), follow=True
    ).content.decode()
    assert "Deshechas: 1" in texto
    assert "Ya no se puede deshacer" in texto
    assert "Cambió después" in texto
    assert estados(dudas[:3]) == [EstadoVinculo.CONFIRMADO] * 2 + [EstadoVinculo.POR_REVISAR]


def test_un_lote_es_una_sola_decision_en_la_lista_y_en_la_mesa(supervisora, dudas):
    cliente = entrar(supervisora)
    cliente.post(decidir(dudas[0], "confirmar"), **HTMX)
    confirmar(cliente, dudas[1:3])
    lote = LoteDeDecisiones.objects.get()
    texto = cliente.get("/cruces/decisiones/").content.decode()
    assert reverse("captacion:lote", args=[lote.pk]) in texto
    assert decidir(dudas[0], "deshacer") in texto
    assert decidir(dudas[1], "deshacer") not in texto
    contexto = cliente.get("/cruces/").context
    assert (contexto["ultima"], contexto["ultimo_lote"]) == (None, lote)
    acciones.deshacer_vinculo(Vinculo.objects.get(pk=dudas[1].pk), por=supervisora)
    acciones.confirmar_vinculo(Vinculo.objects.get(pk=dudas[1].pk), por=supervisora)
    assert decidir(dudas[1], "deshacer") in cliente.get("/cruces/decisiones/").content.decode()


def test_una_caida_a_medias_deja_lo_hecho_en_su_lote(supervisora, dudas, monkeypatch):
    """Each pair commits with its batch: what was done before the crash can be undone."""
    confirmar_de_veras, hechos = acciones.lotes.confirmar_vinculo, []

    def hasta_el_segundo(vinculo, *, por):
        if len(hechos) == 1:
            raise ConnectionError
        hechos.append(vinculo)
        return confirmar_de_veras(vinculo, por=por)

    monkeypatch.setattr(acciones.lotes, "confirmar_vinculo", hasta_el_segundo)
    pks = [d.pk for d in dudas[:3]]
    with pytest.raises(ConnectionError):
        acciones.confirmar_lote(pks, pedidos=pks, filtro=FILTRO, por=supervisora)
    lote = LoteDeDecisiones.objects.get()
    assert [e.objeto_id for e in lote.eventos.all()] == [dudas[0].pk]
    assert acciones.deshacer_lote(lote, por=supervisora).hechos == 1


def test_el_lote_de_otra_persona_no_existe(supervisora, sede, dudas):
    confirmar(entrar(supervisora), dudas[:1])
    lote = LoteDeDecisiones.objects.get()
    for direccion in ("captacion:lote", "captacion:lote-deshacer"):
        metodo = entrar(sede).get if direccion.endswith("lote") else entrar(sede).post
        assert metodo(reverse(direccion, args=[lote.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        acciones.deshacer_lote(lote, por=sede)
