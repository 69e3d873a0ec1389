"""A task that fails is shown to a person until it ends well or she decides."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from afiliacion.acciones import estudios, liquidaciones
from afiliacion.models import EstudioDeNorma, Liquidacion, Norma
from juntos import fallidas
from juntos.estados import TransicionInvalida
from juntos.models import EstadoTarea, Evento, TareaFallida

pytestmark = pytest.mark.django_db
LIQUIDAR = "afiliacion.tasks.liquidar"


def una(**campos):
    return TareaFallida.objects.create(
        **{"tarea": LIQUIDAR, "argumentos": [7], "estado": EstadoTarea.FALLIDA} | campos
    )


@pytest.fixture
def timbres(monkeypatch):
    tocados = []
    for modulo in (fallidas, liquidaciones, estudios):
        monkeypatch.setattr(modulo, "tocar", lambda *que: tocados.append(que))
    return tocados


# What is told of it


def test_el_mismo_fallo_es_una_fila_que_cuenta():
    fallidas.anotar_fallo(LIQUIDAR, [7], "KeyError")
    fallidas.anotar_fallo(LIQUIDAR, [7], "UniqueViolation")
    fallidas.anotar_fallo(LIQUIDAR, [8], "KeyError")
    fila = TareaFallida.objects.get(argumentos=[7])
    assert (fila.intentos, fila.error, fila.estado) == (2, "UniqueViolation", "fallida")
    assert TareaFallida.objects.count() == 2


def test_la_que_termina_bien_se_cierra_sola():
    fallidas.anotar_fallo(LIQUIDAR, [7], "KeyError")
    fallidas.cerrar(LIQUIDAR, [8])
    assert TareaFallida.objects.get().estado == EstadoTarea.FALLIDA
    fallidas.cerrar(LIQUIDAR, [7])
    assert TareaFallida.objects.get().estado == EstadoTarea.TERMINADA


def test_un_trabajador_muerto_no_se_muestra_y_tres_si(administracion):
    for veces, visibles in ((1, 0), (2, 0), (3, 1)):
        assert fallidas.anotar_interrupcion(LIQUIDAR, [7]) == veces
        assert TareaFallida.objects.visibles_para(administracion).count() == visibles


def test_lo_que_falla_siempre_ya_no_se_repasa(sede, timbres):
    """A settlement and a study had no bound: their sweepers rang for ever."""
    liquidacion = Liquidacion.objects.create(
        periodo="2026-5", corte="2026-10-31", pedida_en=timezone.now(), pedida_por=sede
    )
    estudio = EstudioDeNorma.objects.create(norma=Norma.objects.first(), pedido_por=sede)
    tareas = {LIQUIDAR: liquidacion.pk, "afiliacion.tasks.estudiar_norma": estudio.pk}
    for intento in range(3):
        liquidaciones.retomar()
        estudios.retomar(ahora=timezone.now())
        assert timbres == list(tareas.items()), f"intento {intento}"
        timbres.clear()
        for tarea, pk in tareas.items():
            fallidas.anotar_fallo(tarea, [pk], "KeyError")
    liquidaciones.retomar()
    estudios.retomar(ahora=timezone.now())
    assert timbres == []


# What a person decides


def test_reintentar_toca_el_timbre_y_deja_evento(administracion, timbres):
    fila = una()
    fallidas.reintentar(fila, por=administracion)
    assert timbres == [(LIQUIDAR, 7)]
    assert (fila.estado, fila.decidida_por) == (EstadoTarea.REINTENTADA, administracion)
    assert Evento.objects.get(modelo="juntos.tareafallida").ocurrido_por == administracion
    fallidas.anotar_fallo(LIQUIDAR, [7], "KeyError")
    assert TareaFallida.objects.abiertas().get().intentos == 1


def test_solo_administracion_decide(sede):
    with pytest.raises(PermissionDenied):
        fallidas.descartar(una(), por=sede)


def test_una_ya_decidida_no_se_decide_otra_vez(administracion, timbres):
    fila = una()
    fallidas.descartar(TareaFallida.objects.get(), por=administracion)
    with pytest.raises(TransicionInvalida):
        fallidas.reintentar(fila, por=administracion)
    assert timbres == []


# The page


@pytest.fixture
def cliente(client, administracion):
    client.force_login(administracion)
    return client


def test_la_pagina_dice_que_fallo_y_el_menu_cuantas(cliente, django_assert_max_num_queries):
    una()
    una(argumentos=[8], intentos=2)
    una(argumentos=[9], estado=EstadoTarea.INTERRUMPIDA)
    with django_assert_max_num_queries(8):
        texto = cliente.get("/tareas/").text
    assert texto.count("<strong>Calcular una liquidación</strong>") == 2
    assert 'Tareas (2<span class="solo-lectores"> por resolver</span>)' in texto


def test_descartar_desde_la_pagina_y_otra_vez_es_409(cliente):
    fila = una()
    direccion = f"/tareas/{fila.pk}/descartar/"
    assert cliente.post(direccion).status_code == 302
    assert cliente.post(direccion).status_code == 409
    assert "descartada por" in cliente.get("/tareas/").text


def test_a_otro_rol_el_menu_no_le_cuenta(client, sede):
    una()
    client.force_login(sede)
    assert "por resolver" not in client.get("/cargas/").text


# The last line


VIOLACIONES = {
    "tarea_fallida_estado_valido": {"estado": "otro"},
    "tarea_fallida_decidida_en_par": {"decidida_en": timezone.now()},
    "tarea_fallida_decidida_por_alguien": {"estado": "descartada"},
    "tarea_fallida_una_abierta": {"estado": "interrumpida"},
}


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_refuta(nombre):
    una()
    with pytest.raises(IntegrityError, match=f'"{nombre}"'), transaction.atomic():
        una(**VIOLACIONES[nombre])


def test_ninguna_restriccion_queda_sin_prueba():
    assert {c.name for c in TareaFallida._meta.constraints} == set(VIOLACIONES)
