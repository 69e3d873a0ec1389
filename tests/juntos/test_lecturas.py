"""Who looked at whom: written, never changed, shown to who answers for it, and watched."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from juntos import lecturas, tasks
from juntos.estados import TransicionInvalida
from juntos.models import AlertaDeLectura, Evento, Lectura, Parametro, QueLectura, Rol
from tests import fabricas
from tests.afiliacion import construir, dinero

MINUTO, HORA = dt.timedelta(minutes=1), dt.timedelta(hours=1)


def leer(por, hogares, *, hace=dt.timedelta(0), que=QueLectura.HOGAR):
    """Readings of the past, as they were written then."""
    Lectura.objects.bulk_create(
        Lectura(que=que, hogar_id=h, objeto_id=h, leido_por=por, leido_en=timezone.now() - hace)
        for h in hogares
    )


def limite(valor: int, clave="lecturas_por_hora") -> None:
    Parametro.objects.filter(pk=clave).update(valor=valor)


# --- Written as it happens


def test_abrir_lo_mismo_otra_vez_cuenta_una_sola(gestora, supervisora):
    for quien in (gestora, gestora, supervisora):
        lecturas.anotar(QueLectura.HOGAR, hogares=[7], objeto=7, por=quien)
    assert Lectura.objects.count() == 2
    lecturas.anotar(QueLectura.CONTACTO, hogares=[7], objeto=3, por=gestora)
    lecturas.anotar(QueLectura.CONTACTO, hogares=[7], objeto=4, por=gestora)
    assert Lectura.objects.filter(hogar_id=7).count() == 4


@pytest.mark.parametrize(("minutos", "cuantas"), [(9, 1), (11, 2)])
def test_pasados_los_minutos_es_otra_lectura(gestora, minutos, cuantas):
    leer(gestora, [7], hace=minutos * MINUTO)
    lecturas.anotar(QueLectura.HOGAR, hogares=[7], objeto=7, por=gestora)
    assert Lectura.objects.count() == cuantas


def test_un_archivo_se_anota_cada_vez_con_cuantas_personas(gestora):
    for _ in range(2):
        lecturas.anotar(QueLectura.ARCHIVO, personas=40, por=gestora)
    assert list(Lectura.objects.values_list("personas", "hogar_id")) == [(40, None)] * 2


def test_una_ruta_se_anota_en_una_sola_consulta(gestora, django_assert_num_queries):
    with django_assert_num_queries(1):
        lecturas.anotar(QueLectura.RUTA, hogares=[1, 2, 3], por=gestora)
    assert set(Lectura.objects.values_list("hogar_id", flat=True)) == {1, 2, 3}


def test_un_hogar_cuesta_una_consulta_mas(client, gestora, distrito, monkeypatch):
    hogar = construir.hogar(distrito)
    client.force_login(gestora)
    direccion = reverse("afiliacion:hogar", args=[hogar.pk])
    client.get(direccion)
    cuentas = []
    for anotar in (lecturas.anotar, lambda *a, **k: None):
        monkeypatch.setattr("afiliacion.views.hogar.anotar", anotar)
        with connection.execute_wrapper(lambda *p: (cuentas.append(1), p[0](*p[1:]))[1]):
            client.get(direccion)
        cuentas.append(0)
    con, sin = "".join(map(str, cuentas)).split("0")[:2]
    assert len(con) == len(sin) + 1


def test_un_pedido_que_se_dice_de_htmx_tambien_deja_huella(client, gestora, distrito):
    hogar = construir.hogar(distrito)
    client.force_login(gestora)
    client.get(
        reverse("afiliacion:hogar-historia", args=[hogar.pk]), headers={"HX-Request": "true"}
    )
    client.get(reverse("afiliacion:hogar", args=[hogar.pk]))
    assert Lectura.objects.filter(leido_por=gestora, hogar_id=hogar.pk).count() == 1


def test_lo_ajeno_no_se_abre_ni_se_anota(client, ajena, distrito):
    hogar = construir.hogar(distrito)
    client.force_login(ajena)
    assert client.get(reverse("afiliacion:hogar", args=[hogar.pk])).status_code == 404
    assert not Lectura.objects.exists()


def test_ubicar_un_hogar_sin_distrito_lo_anota(client, sede):
    hogar = construir.hogar(None)
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    client.force_login(sede)
    assert client.get(reverse("afiliacion:contacto-mudar", args=[contacto.pk])).status_code == 200
    assert Lectura.objects.get().hogar_id == hogar.pk


def test_el_archivo_del_banco_se_anota_con_sus_hogares(client, sede, distrito):
    dinero.nacido(dinero.hogar(distrito), dinero.dia("01/06/2026"))
    enviada = dinero.enviar(dinero.liquidar("2026-5", corte=dinero.dia("31/10/2026")))
    client.force_login(sede)
    client.get(reverse("afiliacion:liquidacion-archivo", args=[enviada.pk, "txt"])).getvalue()
    assert Lectura.objects.values_list("que", "personas", "objeto_id").get() == (
        "archivo",
        enviada.hogares,
        enviada.pk,
    )


def test_una_lista_que_se_entrega_se_anota_como_archivo(client, gestora, distrito):
    client.force_login(gestora)
    client.post(
        reverse("afiliacion:articulacion-municipalidad", args=[distrito.pk]),
        {"formato": "csv", "recibe": "Ana Soto", "oficina": "ULE"},
    )
    assert Lectura.objects.get().que == QueLectura.ARCHIVO


def test_un_acuerdo_dice_de_que_hogar_es(client, gestora, distrito, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    acuerdo = construir.solicitud_enviada(hogar, por=gestora).acuerdos.get()
    client.force_login(gestora)
    client.get(reverse("afiliacion:acuerdo", args=[acuerdo.pk])).getvalue()
    lectura = Lectura.objects.get()
    assert (lectura.que, lectura.hogar_id) == ("imagen", hogar.pk)


# --- Never changed; let go after its term


def test_una_lectura_no_se_modifica_ni_se_borra(gestora):
    leer(gestora, [1])
    for hacer in (lambda q: q.update(hogar_id=2), lambda q: q.delete()):
        with pytest.raises(DatabaseError, match="lecturas"), transaction.atomic():
            hacer(Lectura.objects.all())


@pytest.mark.parametrize(("dias", "quedan"), [(729, 1), (731, 0)])
def test_vence_a_los_dias_del_parametro(gestora, dias, quedan):
    leer(gestora, [1], hace=dt.timedelta(days=dias))
    tasks.retirar_lecturas()
    assert Lectura.objects.count() == quedan


@pytest.mark.parametrize(("dias", "quedan"), [(364, 1), (366, 0)])
def test_ni_el_parametro_borra_lo_de_este_anio(gestora, dias, quedan):
    limite(0, "lecturas_dias")
    leer(gestora, [1], hace=dt.timedelta(days=dias))
    lecturas.retirar()
    assert Lectura.objects.count() == quedan


def test_la_base_misma_guarda_un_anio_entero(gestora):
    limite(0, "lecturas_dias")
    leer(gestora, [1], hace=dt.timedelta(days=364))
    with pytest.raises(DatabaseError, match="lecturas"), transaction.atomic():
        Lectura.objects.all().delete()


VIOLACIONES = {
    "lectura_que_valido": lambda u: Lectura.objects.create(que="x", hogar_id=1, leido_por=u),
    "lectura_de_un_hogar_o_de_cuantas_personas": lambda u: Lectura.objects.create(
        que="hogar", leido_por=u
    ),
    "alertadelectura_estado_valido": lambda u: _alerta(u, estado="x"),
    "alertadelectura_revisada_en_par": lambda u: _alerta(u, revisada_por=_otra(u)),
    "alertadelectura_revisada_con_actor": lambda u: _alerta(u, estado="revisada"),
    "alertadelectura_la_revisa_otra_persona": lambda u: _alerta(
        u, estado="revisada", revisada_por=u, revisada_en=timezone.now()
    ),
    "alertadelectura_una_por_hora": lambda u: [
        AlertaDeLectura.objects.create(usuario=u, hora=hora, hogares=1)
        for hora in [timezone.now()] * 2
    ],
}


def _alerta(usuario, **campos):
    return AlertaDeLectura.objects.create(
        **{"usuario": usuario, "hora": timezone.now(), "hogares": 201} | campos
    )


def _otra(usuario):
    return fabricas.UsuarioFactory(rol=Rol.SEDE)


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_refuta(sede, nombre):
    with pytest.raises(IntegrityError, match=f'"{nombre}'), transaction.atomic():
        VIOLACIONES[nombre](sede)


# --- Watched


def test_quien_pasa_el_limite_en_una_hora_tiene_una_alerta(gestora):
    limite(20)
    leer(gestora, range(15), hace=50 * MINUTO)
    leer(gestora, range(10, 21), hace=5 * MINUTO)
    leer(gestora, range(10), hace=5 * MINUTO, que=QueLectura.CONTACTO)
    tasks.avisar_lecturas()
    alerta = AlertaDeLectura.objects.get()
    assert (alerta.usuario, alerta.hogares, alerta.estado) == (gestora, 21, "abierta")
    tasks.avisar_lecturas()
    assert AlertaDeLectura.objects.count() == 1


def test_el_limite_justo_no_alerta(gestora):
    limite(20)
    leer(gestora, range(20))
    tasks.avisar_lecturas()
    assert not AlertaDeLectura.objects.exists()


def test_lo_repartido_en_mas_de_una_hora_no_alerta(gestora):
    limite(20)
    leer(gestora, range(15), hace=90 * MINUTO)
    leer(gestora, range(15, 30))
    tasks.avisar_lecturas()
    assert not AlertaDeLectura.objects.exists()


def test_la_alerta_crece_mientras_nadie_la_reviso(gestora, supervisora):
    limite(20)
    ahora = timezone.now()
    leer(gestora, range(21))
    lecturas.alertar(ahora=ahora + MINUTO)
    leer(gestora, range(21, 30))
    lecturas.alertar(ahora=ahora + 2 * MINUTO)
    alerta = AlertaDeLectura.objects.get()
    assert alerta.hogares == 30
    lecturas.revisar(alerta, motivo="Brigada", por=supervisora)
    leer(gestora, range(30, 40))
    lecturas.alertar(ahora=ahora + 3 * MINUTO)
    alerta.refresh_from_db()
    assert (alerta.hogares, alerta.estado) == (30, "revisada")


def test_un_trabajador_que_estuvo_ausente_se_pone_al_dia(gestora):
    limite(20)
    leer(gestora, range(21), hace=5 * HORA)
    tasks.avisar_lecturas()
    assert AlertaDeLectura.objects.count() == 1


def test_revisar_deja_su_evento_con_el_motivo(gestora, supervisora):
    alerta = _alerta(gestora)
    lecturas.revisar(alerta, motivo="Preparó la brigada", por=supervisora)
    evento = Evento.objects.get(modelo="juntos.alertadelectura", objeto_id=alerta.pk)
    assert (evento.a, evento.motivo, evento.ocurrido_por) == (
        "revisada",
        "Preparó la brigada",
        supervisora,
    )
    with pytest.raises(TransicionInvalida):
        lecturas.revisar(alerta, motivo="Otra vez", por=supervisora)


def test_nadie_revisa_su_propia_alerta(supervisora, gestora):
    for alerta, por in ((_alerta(supervisora), supervisora), (_alerta(supervisora), gestora)):
        with pytest.raises(PermissionDenied):
            lecturas.revisar(alerta, motivo="Era yo", por=por)


# --- Shown to who answers for it


@pytest.fixture
def leidas(gestora, supervisora, ajena):
    leer(gestora, range(100, 103))
    leer(supervisora, [100])
    leer(ajena, range(200, 205))
    lecturas.anotar(QueLectura.ARCHIVO, personas=40, por=gestora)


def test_la_supervisora_ve_a_su_equipo_y_la_sede_a_todos(
    client, leidas, supervisora, sede, gestora, ajena
):
    for quien, ve_a_la_ajena in ((supervisora, False), (sede, True)):
        client.force_login(quien)
        pagina = client.get(reverse("juntos:lecturas"))
        assert str(gestora) in pagina.text
        assert (str(ajena) in pagina.text) is ve_a_la_ajena
        de_la_ajena = client.get(reverse("juntos:lecturas"), {"quien": ajena.pk})
        assert ("Hogar 200" in de_la_ajena.text) is ve_a_la_ajena
    persona = pagina.context["pagina"].object_list[1]
    assert (persona.usuario, persona.hoy, persona.semana, persona.archivos) == (gestora, 3, 3, 40)


def test_de_un_hogar_se_ve_quien_lo_miro(client, leidas, supervisora, gestora, ajena):
    client.force_login(supervisora)
    pagina = client.get(reverse("juntos:lecturas"), {"hogar": 100}).text
    assert str(gestora) in pagina
    assert str(supervisora) in pagina
    assert str(ajena) not in pagina


def test_lo_de_otra_semana_no_se_cuenta(client, gestora, sede):
    leer(gestora, [1, 2], hace=dt.timedelta(days=8))
    client.force_login(sede)
    assert "Nadie ha abierto un hogar esta semana" in client.get(reverse("juntos:lecturas")).text


@pytest.mark.parametrize(
    "consulta", ["quien=x", "hogar=-1", "quien=0", "hogar=99999999999999999999"]
)
def test_un_filtro_que_no_es_un_numero_muestra_a_todos(client, sede, consulta):
    client.force_login(sede)
    assert client.get(f"{reverse('juntos:lecturas')}?{consulta}").status_code == 200


def test_el_hogar_enlaza_a_quien_lo_miro_solo_para_quien_puede(
    client, gestora, supervisora, distrito
):
    hogar = construir.hogar(distrito)
    enlace = f"{reverse('juntos:lecturas')}?hogar={hogar.pk}"
    for quien, lo_ve in ((gestora, False), (supervisora, True)):
        client.force_login(quien)
        pagina = client.get(reverse("afiliacion:hogar", args=[hogar.pk])).text
        assert (enlace in pagina) is lo_ve


def test_la_alerta_llega_a_la_bandeja_y_se_revisa_en_la_pagina(client, gestora, supervisora):
    alerta = _alerta(gestora)
    client.force_login(supervisora)
    assert "lectura fuera de lo común" in client.get(reverse("afiliacion:bandeja")).text
    revisar = reverse("juntos:alerta-revisar", args=[alerta.pk])
    sin_motivo = client.post(revisar, {"motivo": " "})
    assert sin_motivo.status_code == 422
    assert "Escriba qué era esta lectura." in sin_motivo.text
    hecha = client.post(revisar, {"motivo": "Preparó la brigada"}, follow=True)
    assert "«Preparó la brigada»" in hecha.text
    assert client.post(revisar, {"motivo": "Otra vez"}).status_code == 409


def test_la_alerta_propia_no_se_revisa_desde_la_pagina(client, supervisora):
    alerta = _alerta(supervisora)
    client.force_login(supervisora)
    assert "La revisa otra persona." in client.get(reverse("juntos:lecturas")).text
    revisar = reverse("juntos:alerta-revisar", args=[alerta.pk])
    assert client.post(revisar, {"motivo": "Era yo"}).status_code == 403


def test_la_pagina_no_crece_en_consultas(client, sede, django_assert_max_num_queries):
    for _ in range(30):
        usuario = fabricas.UsuarioFactory()
        leer(usuario, range(3))
        _alerta(usuario)
    client.force_login(sede)
    with django_assert_max_num_queries(8):
        client.get(reverse("juntos:lecturas"))
    with django_assert_max_num_queries(8):
        client.get(reverse("juntos:lecturas"), {"hogar": 1})
