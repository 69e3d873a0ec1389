"""Priority: one expression orders the queue, names the badge, explains itself, fills the file."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.utils import timezone

from afiliacion.acciones.orden import ordenar
from afiliacion.consultas.cola import Lista
from afiliacion.consultas.prioridad import Prioridad, lenguas_de
from afiliacion.models import Contacto, Resultado
from captacion.models import Lengua, NivelPobreza
from juntos.models import Parametro, Usuario
from tests import fabricas
from tests.afiliacion import construir

pytestmark = pytest.mark.django_db
HOY = timezone.localdate()


@pytest.fixture
def crear(distrito):
    def _crear(dias=10, resultado=None, **campos):
        return fabricas.ContactoFactory(
            hogar__distrito=distrito,
            vence_el=HOY + dt.timedelta(days=dias),
            ultimo_resultado=resultado and Resultado.objects.get(pk=resultado),
            ultima_visita_el=HOY if resultado else None,
            **campos,
        )

    return _crear


@pytest.fixture
def quechuahablante(gestora):
    gestora.lenguas = "castellano, Quechua"
    gestora.save()
    return gestora


def filas_de(usuario):
    prioridad = Prioridad.de(usuario)
    contactos = Contacto.objects.visibles_para(usuario).annotate(turno=prioridad.turno)
    return list(Lista(contactos.order_by("rezagado", "turno", "pk"), HOY, prioridad).todas())


def test_cada_peso_adelanta_los_dias_de_su_parametro(crear, quechuahablante):
    solo = crear()
    extremo = crear(nivel=NivelPobreza.POBRE_EXTREMO)
    pobre = crear(nivel=NivelPobreza.POBRE)
    no_pobre = crear(nivel=NivelPobreza.NO_POBRE)
    ausente = crear(resultado="ausente")
    acepta = crear(resultado="ubicada_acepta")
    lengua = crear(lengua=Lengua.QUECHUA)
    otra = crear(lengua=Lengua.AYMARA)
    todo = crear(nivel=NivelPobreza.POBRE_EXTREMO, resultado="sin_senal", lengua=Lengua.QUECHUA)
    puntos = {fila.pk: fila.puntos for fila in filas_de(quechuahablante)}
    esperado = [10, 6, 8, 10, 7, 10, 8, 10, 10 - 4 - 3 - 2]
    contactos = [solo, extremo, pobre, no_pobre, ausente, acepta, lengua, otra, todo]
    assert [puntos[c.pk] for c in contactos] == esperado


def test_la_frase_dice_lo_que_pesa_y_nada_mas(client, crear, quechuahablante):
    crear(dias=2, nivel=NivelPobreza.POBRE_EXTREMO, resultado="ausente", lengua=Lengua.QUECHUA)
    dicha = (
        "Primero: vence en 2 días, pobre extremo, el último intento no halló a nadie "
        "(ausente o no contesta), habla quechua como usted."
    )
    client.force_login(quechuahablante)
    pagina = client.get("/cola/").content.decode()
    assert dicha in pagina
    assert pagina.count('role="tooltip"') == pagina.count("aria-describedby=") == 1
    archivo = b"".join(client.get("/cola/exportar/csv/").streaming_content).decode("utf-8-sig")
    filas = list(csv.reader(io.StringIO(archivo)))
    [datos] = [dict(zip(filas[7], fila, strict=True)) for fila in filas[8:]]
    assert (datos["Prioridad"], datos["Por qué va en ese lugar"]) == ("Primero", dicha)
    # A weight of nothing is no reason.
    Parametro.objects.filter(pk__in=["prioridad_lengua", "prioridad_pobre_extremo"]).update(valor=0)
    ordenar()
    [fila] = filas_de(quechuahablante)
    assert fila.puntos == 2 - 3
    assert "quechua" not in fila.prioridad_porque
    assert "pobre" not in fila.prioridad_porque


def test_la_lengua_pesa_solo_para_quien_visita_y_la_habla(crear, quechuahablante, supervisora):
    supervisora.lenguas = "quechua"
    primero = crear(dias=3)
    en_quechua = crear(dias=4, lengua=Lengua.QUECHUA)
    assert [f.pk for f in filas_de(quechuahablante)] == [en_quechua.pk, primero.pk]
    for otra in (supervisora, Usuario(rol="gestora", lenguas="aymara"), Usuario(rol="sede")):
        assert not Prioridad.de(otra).lenguas & {Lengua.QUECHUA}
    assert [f.pk for f in filas_de(supervisora)] == [primero.pk, en_quechua.pk]


@pytest.mark.parametrize(
    ("escrito", "codigos"),
    [
        ("", set()),
        ("Castellano", set()),
        ("quechua", {"2"}),
        ("Aymara; QUECHUA", {"2", "3"}),
        ("lengua amazónica", {"4"}),
        ("no quechua", set()),
    ],
)
def test_las_lenguas_se_leen_de_lo_que_se_escribio(escrito, codigos):
    assert lenguas_de(Usuario(lenguas=escrito)) == codigos


def test_un_rezagado_va_al_final_y_lo_dice(crear, gestora):
    crear(dias=-40, rezagado=True)
    crear(dias=30)
    ultimo = filas_de(gestora)[-1]
    assert ultimo.rezagado
    assert ultimo.prioridad_porque.startswith("Al final: ya había vencido cuando una carga inicial")


def test_lo_que_cambia_un_contacto_cambia_su_turno_por_cualquier_camino(distrito, gestora):
    hogar = construir.hogar(distrito, cse="pobre")
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    assert contacto.vence_el - contacto.turno_el == dt.timedelta(days=2)
    construir.visitar(contacto, "ausente", por=gestora)
    contacto.refresh_from_db()
    assert contacto.vence_el - contacto.turno_el == dt.timedelta(days=2 + 3)
    Contacto.objects.filter(pk=contacto.pk).update(vence_el=HOY, nivel="", turno_el=None)
    contacto.refresh_from_db()
    assert contacto.turno_el == HOY - dt.timedelta(days=3)


def test_un_peso_nuevo_rige_cuando_se_ordena(crear):
    contacto = crear(nivel=NivelPobreza.POBRE)
    Parametro.objects.filter(pk="prioridad_pobre").update(valor=9)
    assert ordenar() == 1
    contacto.refresh_from_db()
    assert contacto.vence_el - contacto.turno_el == dt.timedelta(days=9)
    assert ordenar() == 0


def test_el_orden_de_un_pais_lo_sirve_el_indice(crear, sede):
    """Without a sort: the first page reads its own rows of the index and no more."""
    for n in range(3):
        crear(dias=n)
    prioridad = Prioridad.de(sede)
    contactos = Contacto.objects.abiertos().annotate(turno=prioridad.turno)
    pagina = contactos.order_by("rezagado", "turno", "pk").values("pk")[:25]
    with connection.cursor() as cursor:
        # Of three rows anything is cheap: a sort is left only where no index gives the order.
        for camino in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{camino} = off")
        plan = pagina.explain()
    assert "contacto_cola " in plan
    assert "Sort" not in plan
