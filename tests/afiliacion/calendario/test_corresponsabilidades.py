"""Whose care is due this week or untold: the list, its filters, its counts, who leads to it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from afiliacion.acciones.calendario import recalcular
from afiliacion.consultas.corresponsabilidades import cuantos_por_atender
from afiliacion.models import Corresponsabilidad, Entrega
from tests import fabricas
from tests.afiliacion import construir, dinero

pytestmark = pytest.mark.django_db
HOY = timezone.localdate()
LISTA = "/corresponsabilidades/"


def hogar(distrito, *, edad: int, usuario=True):
    """A user household with one child so many days old, of whom no care is known."""
    nuevo = dinero.hogar(distrito) if usuario else construir.hogar(distrito)
    dinero.nacido(nuevo, HOY - dt.timedelta(days=edad))
    return nuevo


def exigir(hogar, *, hasta: int, item="neumococo", situacion="sin_dato", desde=-10, **campos):
    """An item whose window ends so many days from today; the engine is not run."""
    return dinero.exigir(
        hogar.captaciones.get(),
        HOY,
        item=item,
        situacion=situacion,
        desde=HOY + dt.timedelta(days=min(desde, hasta)),
        hasta=HOY + dt.timedelta(days=hasta),
        **campos,
    )


@pytest.fixture
def hogares(distrito):
    """One household in each of the states that the list tells apart."""
    nuevos = {n: hogar(distrito, edad=60) for n in ("hoy", "seis", "siete", "sin", "fuera", "no")}
    exigir(nuevos["hoy"], hasta=0)
    exigir(nuevos["seis"], hasta=6)
    exigir(nuevos["siete"], hasta=7)
    exigir(nuevos["sin"], hasta=-1)
    exigir(nuevos["fuera"], hasta=-1, situacion="fuera", dado_el=HOY)
    exigir(nuevos["no"], hasta=-1, situacion="no_dado")
    return nuevos


def pedir(client, usuario, **filtros):
    client.force_login(usuario)
    return client.get(LISTA, filtros)


def listados(respuesta) -> list[int]:
    return [pendientes.hogar.pk for pendientes in respuesta.context["lista"].pagina.object_list]


def test_cada_estado_tiene_su_lista_y_su_cuenta(client, gestora, hogares):
    esperado = {
        "por_atender": ["hoy", "seis", "sin"],
        "semana": ["hoy", "seis"],
        "sin_dato": ["sin"],
        "fuera": ["fuera"],
        "no_dio": ["no"],
    }
    for ver, nombres in esperado.items():
        respuesta = pedir(client, gestora, ver=ver)
        assert listados(respuesta) == [hogares[n].pk for n in nombres], ver
        cuentas = {clave: cuenta for clave, _, cuenta in respuesta.context["lista"].cuentas}
        assert cuentas == {clave: len(n) for clave, n in esperado.items()}


def test_lo_que_la_cola_cuenta_es_exactamente_su_lista(client, gestora, hogares):
    client.force_login(gestora)
    aviso = reverse("afiliacion:corresponsabilidades-aviso")
    assert f'hx-get="{aviso}"' in client.get("/cola/").text
    assert "3 hogares tienen un cuidado por vencer esta semana o sin dato" in client.get(aviso).text
    assert len(listados(client.get(LISTA))) == 3


def test_lo_que_la_bandeja_cuenta_es_exactamente_su_lista(client, supervisora, hogares):
    client.force_login(supervisora)
    dia = client.get("/bandeja/").context["dia"]
    (pendiente,) = [p for p in dia.pendientes if p.clave == "cuidados"]
    assert pendiente.cuenta == len(listados(client.get(pendiente.direccion))) == 3


def test_quien_no_es_de_aqui_no_ve_nada(client, ajena, gestora, hogares):
    assert listados(pedir(client, ajena)) == []
    assert cuantos_por_atender(ajena, hoy=HOY) == 0
    otro = hogar(fabricas.DistritoFactory(), edad=60)
    exigir(otro, hasta=0)
    assert otro.pk not in listados(pedir(client, gestora))
    assert listados(pedir(client, gestora, distrito=otro.distrito_id)) == []


def test_la_sede_elige_primero_la_unidad(client, sede, hogares, unidad):
    assert "Elija una Unidad Territorial" in pedir(client, sede).text
    assert len(listados(pedir(client, sede, unidad=unidad.codigo))) == 3


def test_solo_hogares_usuarios_y_desde_que_se_les_conoce(client, gestora, distrito):
    exigir(hogar(distrito, edad=60, usuario=False), hasta=0)
    reciente = hogar(distrito, edad=200)
    registrada = HOY.replace(day=1)
    reciente.captaciones.update(registrada_el=registrada)
    antes = (registrada - dt.timedelta(days=1) - HOY).days
    exigir(reciente, hasta=antes, desde=-90)
    assert listados(pedir(client, gestora)) == []
    exigir(reciente, hasta=(registrada - HOY).days, item="polio", desde=-90)
    esperado = [reciente.pk]
    assert listados(pedir(client, gestora)) == esperado


def test_lo_muy_antiguo_ya_no_se_pregunta(client, gestora, distrito):
    nuevo = hogar(distrito, edad=300)
    exigir(nuevo, hasta=-121, desde=-130)
    assert listados(pedir(client, gestora)) == []
    exigir(nuevo, hasta=-120, desde=-130, item="polio")
    assert listados(pedir(client, gestora)) == [nuevo.pk]


def test_lo_que_dos_normas_piden_lo_dice_la_que_paga(client, gestora, distrito):
    nuevo = hogar(distrito, edad=60)
    exigir(nuevo, hasta=-1, paga=False)
    assert listados(pedir(client, gestora)) == [nuevo.pk]
    exigir(nuevo, hasta=-1, situacion="en_ventana", dado_el=HOY)
    assert listados(pedir(client, gestora)) == []


def test_se_filtra_por_distrito_y_por_establecimiento(client, supervisora, hogares, unidad):
    otro = hogar(fabricas.DistritoFactory(unidad_territorial=unidad), edad=60)
    exigir(otro, hasta=0)
    nacido = otro.captaciones.get().recien_nacido
    nacido.establecimiento_codigo = "99000009"
    nacido.save()
    assert len(listados(pedir(client, supervisora))) == 4
    assert listados(pedir(client, supervisora, distrito=otro.distrito_id)) == [otro.pk]
    respuesta = pedir(client, supervisora, establecimiento="99000009")
    assert listados(respuesta) == [otro.pk]
    assert ("99000009", "Código 99000009") in respuesta.context["lista"].establecimientos


def test_la_lista_se_entrega_al_establecimiento_con_su_recibo(client, gestora, hogares, distrito):
    client.force_login(gestora)
    direccion = reverse("afiliacion:articulacion-cuidados", args=[distrito.pk, "99000001"])
    pagina = client.get(direccion)
    assert len(pagina.context["lista"].filas) == 3
    assert "Neumococo" in pagina.text
    datos = {"recibe": "Ana Soto", "oficina": "Jefa del puesto", "formato": "csv"}
    archivo = client.post(direccion, datos)
    assert archivo.status_code == 200
    entrega = Entrega.objects.get()
    assert (entrega.filas, entrega.establecimiento_codigo) == (3, "99000001")


def test_la_lista_se_lee_en_pocas_consultas_por_larga_que_sea(client, gestora, distrito):
    def cuantas():
        pedir(client, gestora)
        with CaptureQueriesContext(connection) as consultas:
            client.get(LISTA)
        return len(consultas)

    exigir(hogar(distrito, edad=60), hasta=0)
    antes = cuantas()
    for _ in range(30):
        exigir(hogar(distrito, edad=60), hasta=0)
    assert len(listados(pedir(client, gestora))) == 25
    assert len(listados(pedir(client, gestora, pagina=2))) == 6
    assert cuantas() == antes <= 12


def test_un_calendario_de_verdad_llega_a_la_lista(client, gestora, distrito):
    nuevo = hogar(distrito, edad=118)
    recalcular([nuevo.captaciones.get().persona_id])
    texto = pedir(client, gestora).text
    assert "Neumococo 1" in texto
    assert Corresponsabilidad.objects.filter(situacion="sin_dato").exists()


def test_la_lista_vacia_dice_que_sigue(client, gestora):
    assert "Nadie tiene un cuidado por vencer" in pedir(client, gestora).text
