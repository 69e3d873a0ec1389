"""Two reviewers never get the same doubt; what one leaves, the others may take."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from captacion import acciones
from captacion.clases_de_pares import CLASES
from captacion.models import AplazoCruce, LoteDeDecisiones, ReservaCruce
from juntos.models import Parametro, Rol
from tests import fabricas
from tests.captacion.mesa import CRUCES, HTMX, decidir, entrar, ver
from tests.captacion.test_acciones_vinculos import poner_en_duda

pytestmark = pytest.mark.django_db


def siguiente(usuario) -> int | None:
    turno = acciones.tomar_siguiente(CLASES.values(), por=usuario)
    return turno and turno.unidad


def vencer_reservas() -> None:
    ayer = timezone.now() - dt.timedelta(days=1)
    ReservaCruce.objects.update(reservada_en=ayer, hasta=ayer + dt.timedelta(minutes=10))


@pytest.fixture
def dudas(distrito):
    """Three people in doubt, the first with two candidates."""
    return [poner_en_duda(distrito, candidatos)[0] for candidatos in (2, 1, 1)]


def test_cada_revisora_recibe_otra_persona(dudas, supervisora, sede):
    assert siguiente(supervisora) == dudas[0].persona_id
    assert siguiente(sede) == dudas[1].persona_id
    tercera = fabricas.UsuarioFactory(
        rol=Rol.SUPERVISORA, unidad_territorial=supervisora.unidad_territorial
    )
    cuarta = fabricas.UsuarioFactory(rol=Rol.SEDE)
    assert siguiente(tercera) == dudas[2].persona_id
    assert siguiente(cuarta) is None


def test_quien_vuelve_encuentra_lo_que_tenia(dudas, supervisora):
    primera = siguiente(supervisora)
    assert siguiente(supervisora) == primera
    assert ReservaCruce.objects.count() == 1


def test_una_reserva_dura_lo_que_dice_el_parametro(dudas, supervisora):
    Parametro.objects.filter(pk="cruce_minutos_reserva").update(valor=3)
    siguiente(supervisora)
    reserva = ReservaCruce.objects.get()
    assert reserva.hasta - reserva.reservada_en == dt.timedelta(minutes=3)


def test_una_reserva_vencida_se_libera_sola(dudas, supervisora, sede):
    siguiente(supervisora)
    vencer_reservas()
    assert siguiente(sede) == dudas[0].persona_id
    assert ReservaCruce.objects.get().reservada_por == sede
    assert siguiente(supervisora) == dudas[1].persona_id


def test_lo_que_otra_tiene_no_se_toma_por_su_direccion(dudas, supervisora, sede):
    siguiente(supervisora)
    respuesta = entrar(sede).get(ver(dudas[0]))
    assert respuesta.context["par"].pk == dudas[1].pk
    assert f"lo está revisando {supervisora}" in respuesta.content.decode()


def test_decidir_libera_y_el_otro_candidato_no(dudas, supervisora):
    otro = dudas[0].persona.vinculos.get(estado="por_revisar", orden=2)
    cliente = entrar(supervisora)
    cliente.get(CRUCES)
    respuesta = cliente.post(decidir(dudas[0], "descartar"), **HTMX)
    assert respuesta.context["par"].pk == otro.pk
    assert ReservaCruce.objects.get().unidad == dudas[0].persona_id
    cliente.post(decidir(otro, "confirmar"), **HTMX)
    assert ReservaCruce.objects.get().unidad == dudas[1].persona_id


def test_aplazar_manda_al_final_de_una_y_libera_para_las_demas(dudas, supervisora, sede):
    cliente = entrar(supervisora)
    cliente.get(CRUCES)
    respuesta = cliente.post(decidir(dudas[0], "aplazar"), **HTMX)
    assert respuesta.context["par"].pk == dudas[1].pk
    assert siguiente(sede) == dudas[0].persona_id
    acciones.aplazar("vinculo", dudas[0].persona_id, por=sede)
    cliente.post(decidir(dudas[1], "confirmar"), **HTMX)
    respuesta = cliente.post(decidir(dudas[2], "confirmar"), **HTMX)
    assert respuesta.context["par"].pk == dudas[0].pk
    cliente.post(decidir(dudas[0], "confirmar"), **HTMX)
    assert not AplazoCruce.objects.exists()


def test_lo_aplazado_dos_veces_queda_detras_de_lo_aplazado_una(dudas, supervisora):
    for duda in (*dudas, dudas[0]):
        acciones.aplazar("vinculo", duda.persona_id, por=supervisora)
    assert AplazoCruce.objects.count() == 3
    assert siguiente(supervisora) == dudas[1].persona_id


def test_deshacer_lo_que_otra_tiene_ahora_no_se_lo_quita(dudas, supervisora, sede):
    cliente = entrar(supervisora)
    cliente.post(decidir(dudas[0], "descartar"), **HTMX)
    vencer_reservas()
    assert siguiente(sede) == dudas[0].persona_id
    respuesta = cliente.post(decidir(dudas[0], "deshacer"), **HTMX)
    assert respuesta.context["par"].pk == dudas[1].pk
    assert f"lo está revisando {sede}" in respuesta.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_la_vez_nadie_recibe_lo_de_otra(base_real, distrito, supervisora):
    """Eight reviewers ask at the same instant for twelve people: eight different ones."""
    for _ in range(12):
        poner_en_duda(distrito)
    revisoras = [
        fabricas.UsuarioFactory(
            rol=Rol.SUPERVISORA, unidad_territorial=supervisora.unidad_territorial
        )
        for _ in range(8)
    ]
    largada, tomadas = threading.Barrier(len(revisoras)), []

    def pedir(usuario):
        try:
            largada.wait()
            tomadas.append(siguiente(usuario))
        finally:
            connection.close()

    hilos = [threading.Thread(target=pedir, args=[usuario]) for usuario in revisoras]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert None not in tomadas
    assert len(set(tomadas)) == len(revisoras)


@pytest.mark.parametrize(
    ("crear", "restriccion"),
    [
        (
            lambda u, ahora: [
                ReservaCruce.objects.create(
                    clase="vinculo",
                    unidad=1,
                    reservada_por=u,
                    reservada_en=ahora,
                    hasta=ahora + dt.timedelta(minutes=n),
                )
                for n in (1, 2)
            ],
            "reserva_cruce_unica",
        ),
        (
            lambda u, ahora: ReservaCruce.objects.create(
                clase="vinculo", unidad=1, reservada_por=u, reservada_en=ahora, hasta=ahora
            ),
            "reserva_cruce_hasta_despues",
        ),
        (
            lambda u, ahora: [
                AplazoCruce.objects.create(
                    clase="vinculo", unidad=1, aplazado_por=u, aplazado_en=ahora
                )
                for _ in range(2)
            ],
            "aplazo_cruce_unico",
        ),
        (
            lambda u, ahora: LoteDeDecisiones.objects.create(
                filtro={}, pedidos=[], hecho_en=ahora, hecho_por=u, deshecho_en=ahora
            ),
            "lote_decisiones_deshecho_en_par",
        ),
    ],
)
def test_la_base_no_admite(sede, crear, restriccion):
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        crear(sede, timezone.now())
