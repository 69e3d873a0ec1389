"""The week in a few lines: only exceptions, once by e-mail, and nobody's data in it."""

import datetime as dt
from decimal import Decimal
from smtplib import SMTPException

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from afiliacion.acciones import hechos, metas, resumenes
from afiliacion.consultas.resumen import Linea, excepciones
from afiliacion.models import Contacto, ResumenSemanal, Suscripcion
from captacion.models import Fuente
from juntos.models import Parametro
from juntos.settings import base
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.informes import nace, preparar

pytestmark = pytest.mark.django_db
# A Monday, at eight in Lima.
LUNES = dt.datetime(2026, 6, 15, 13, 0, tzinfo=dt.UTC)
HOY = dt.date(2026, 6, 15)
# The last day whose births are 30 days old the day before.
CERRADO = HOY - dt.timedelta(days=31)


def meta(valor, *, por, unidad=None):
    metas.fijar(
        indicador="captacion_30d",
        unidad=unidad,
        valor=Decimal(valor),
        desde=dt.date(2026, 1, 1),
        hasta=None,
        por=por,
    )


def nacen(distrito, *, captados=0, tarde=0, hace=10):
    el = CERRADO - dt.timedelta(days=hace)
    for a_los in [2] * captados + [30] * tarde:
        nace(distrito, el, a_los=a_los)
    # What a load told, as of its own days.
    hechos.actualizar_todos(hoy=HOY)


def dichas(usuario, hoy=HOY) -> dict:
    return {e.clave: e for e in excepciones(usuario, hoy=hoy)}


def por_vencer(distrito, dias: int, **campos):
    vence = HOY + dt.timedelta(days=dias)
    return fabricas.ContactoFactory(
        hogar=fabricas.HogarFactory(distrito=distrito), vence_el=vence, **campos
    )


def enviar(ahora=LUNES) -> int:
    return resumenes.enviar_los_que_tocan(ahora=ahora)


@pytest.fixture
def con_correo(gestora):
    gestora.email = "gestora@example.pe"
    gestora.save()
    return gestora


# --- What it tells


def test_a_la_supervisora_sus_distritos_debajo_de_la_meta(distrito, supervisora, sede):
    nacen(distrito, captados=7, tarde=3)
    nacen(fabricas.DistritoFactory(), tarde=9)
    assert "debajo" not in dichas(supervisora)
    meta("80.0", por=sede)
    debajo = dichas(supervisora)["debajo"]
    linea = Linea(f"{distrito}: 70.0 % (7 de 10); meta 80.0 %", f"ubigeo={distrito.pk}")
    assert debajo.lineas == (linea,)
    meta("70.0", por=sede, unidad=distrito.unidad_territorial)
    assert "debajo" not in dichas(supervisora)


def test_un_distrito_de_pocos_casos_no_es_noticia(distrito, supervisora, sede):
    meta("80.0", por=sede)
    nacen(distrito, tarde=4)
    assert dichas(supervisora) == {}
    nacen(distrito, tarde=1)
    assert "debajo" in dichas(supervisora)


def test_a_la_supervisora_el_distrito_que_baja(distrito, supervisora):
    nacen(distrito, captados=20, hace=20)
    nacen(distrito, captados=5, tarde=5, hace=6)
    (linea,) = dichas(supervisora)["caen"].lineas
    assert str(linea) == f"{distrito}: 50.0 % (5 de 10); antes, 100.0 % (20 de 20)"
    Parametro.objects.filter(pk="resumen_caida").update(valor=60)
    assert "caen" not in dichas(supervisora)


@pytest.mark.parametrize(
    ("dias", "visita", "cuenta"),
    [(0, None, 1), (3, None, 1), (4, None, 0), (-1, None, 0), (3, HOY, 0)],
)
def test_a_la_supervisora_lo_que_vence_sin_ninguna_visita(
    distrito, supervisora, dias, visita, cuenta
):
    por_vencer(distrito, dias, ultima_visita_el=visita)
    por_vencer(fabricas.DistritoFactory(), 0)
    dicho = dichas(supervisora).get("contactos")
    assert (dicho.cuenta if dicho else 0) == cuenta


@pytest.mark.parametrize(("dias", "cuenta"), [(0, 1), (7, 1), (8, 0), (-1, 0)])
def test_a_la_gestora_lo_suyo_que_vence_en_la_semana(distrito, gestora, dias, cuenta):
    por_vencer(distrito, dias, asignada_a=gestora, asignada_en=LUNES, asignada_por=gestora)
    por_vencer(distrito, 0)
    dicho = dichas(gestora).get("contactos")
    assert (dicho.cuenta if dicho else 0) == cuenta


@pytest.mark.parametrize("quien", ["gestora", "supervisora"])
def test_cada_numero_abre_exactamente_su_lista(client, distrito, quien, request):
    usuario = request.getfixturevalue(quien)
    mia = {"asignada_a": usuario, "asignada_en": LUNES, "asignada_por": usuario}
    for dias in (0, 3, 5, 9):
        por_vencer(distrito, dias, **mia)
        por_vencer(distrito, dias, ultima_visita_el=HOY, **mia)
    with time_machine.travel(LUNES, tick=False):
        dicho = dichas(usuario)["contactos"]
        client.force_login(usuario)
        filtro = client.get(dicho.direccion).context["panel"]
    assert filtro.total == dicho.cuenta == {"gestora": 6, "supervisora": 2}[quien]


def test_a_la_sede_sus_unidades_y_los_informes_que_esperan(client, distrito, sede):
    nacen(distrito, captados=7, tarde=3)
    meta("80.0", por=sede)
    informe = preparar(hoy=dt.date(2026, 5, 3))
    preparar("2026-02", por=sede, hoy=dt.date(2026, 5, 3))
    dicho = dichas(sede)
    assert dicho["debajo"].lineas == (
        Linea(
            f"{distrito.unidad_territorial}: 70.0 % (7 de 10); meta 80.0 %",
            f"unidad={distrito.unidad_territorial_id}",
        ),
    )
    assert dicho["informes"].lineas == (Linea(informe.numero),)
    client.force_login(sede)
    with time_machine.travel(LUNES, tick=False):
        assert (
            f'href="/tablero/?unidad={distrito.unidad_territorial_id}"'
            in client.get(reverse("afiliacion:resumen")).text
        )


def carga(dias: int, **campos):
    return fabricas.CargaFactory(
        fuente=Fuente.PADRON_NOMINAL,
        recibida_en=timezone.now() - dt.timedelta(days=dias),
        **campos,
    )


def test_a_la_sede_las_fuentes_tarde_que_se_encogen_o_rechazan_mas(sede):
    for dias in (5, 6, 7):
        carga(dias, leidas=100, nuevas=98, rechazadas=2)
    assert set(dichas(sede)) == {"tardias"}
    carga(0, leidas=69, nuevas=60, rechazadas=9)
    assert set(dichas(sede)) == {"encogen", "rechazan"}
    assert "69 filas; antes, 100" in str(dichas(sede)["encogen"].lineas[0])
    carga(-1, leidas=100, nuevas=98, rechazadas=2)
    assert dichas(sede) == {}


def test_administracion_no_tiene_resumen(administracion):
    assert excepciones(administracion, hoy=HOY) == []


# --- The e-mail


def test_se_envia_una_vez_por_semana_aunque_la_tarea_corra_muchas(distrito, con_correo):
    por_vencer(distrito, 2, asignada_a=con_correo, asignada_en=LUNES, asignada_por=con_correo)
    assert [enviar(), enviar(LUNES + dt.timedelta(hours=1))] == [1, 0]
    assert len(mail.outbox) == 1
    assert enviar(LUNES + dt.timedelta(days=7)) == 0
    Contacto.objects.update(vence_el=HOY + dt.timedelta(days=8))
    assert ResumenSemanal.objects.count() == 2


def test_dos_trabajadores_no_lo_envian_dos_veces(distrito, con_correo):
    por_vencer(distrito, 2, asignada_a=con_correo, asignada_en=LUNES, asignada_por=con_correo)
    semana = {"semana": HOY, "hoy": HOY}
    assert resumenes.enviar(con_correo, **semana)
    assert not resumenes.enviar(con_correo, **semana)
    assert len(mail.outbox) == 1


def test_sin_nada_que_decir_no_hay_correo_y_la_pagina_lo_dice(client, con_correo):
    assert enviar() == 0
    assert mail.outbox == []
    assert ResumenSemanal.objects.get().excepciones == 0
    client.force_login(con_correo)
    pagina = client.get(reverse("afiliacion:resumen")).content.decode()
    assert "Esta semana no hay nada fuera de lo esperado." in pagina


def test_el_correo_lleva_cuentas_y_enlaces_y_a_nadie(settings, distrito, con_correo):
    settings.URL_PUBLICA = "https://juntos.example"
    hogar = construir.hogar(distrito)
    captacion = construir.gestante(hogar)
    contacto = construir.contacto(hogar)
    Contacto.objects.filter(pk=contacto.pk).update(
        vence_el=HOY, asignada_a=con_correo, asignada_en=LUNES, asignada_por=con_correo
    )
    assert enviar() == 1
    correo = mail.outbox[0]
    todo = correo.subject + correo.body
    assert correo.to == [con_correo.email]
    assert "1 contacto suyo vence hoy o en 7 días" in todo
    assert "https://juntos.example/cola/?vence=semana&asignacion=mias" in todo
    assert "https://juntos.example/tablero/resumen/" in todo
    persona = captacion.persona
    prohibido = [persona.dni, persona.nombres, persona.ap_paterno, hogar.codigo, distrito.nombre,
                 con_correo.last_name, "gestante", "embarazo"]  # fmt: skip
    assert [palabra for palabra in prohibido if palabra.lower() in todo.lower()] == []


def test_quien_se_da_de_baja_no_lo_recibe_y_puede_volver(client, distrito, con_correo):
    por_vencer(distrito, 2, asignada_a=con_correo, asignada_en=LUNES, asignada_por=con_correo)
    client.force_login(con_correo)
    direccion = reverse("afiliacion:resumen-correo")
    client.post(direccion, {"activa": "no"})
    assert (enviar(), Suscripcion.objects.get().activa) == (0, False)
    client.post(direccion, {"activa": "si"})
    assert enviar() == 1


@pytest.mark.parametrize(
    ("dia", "hora", "sale"), [(1, 7, True), (1, 8, True), (1, 9, False), (2, 0, False)]
)
def test_sale_desde_el_dia_y_la_hora_de_los_parametros(distrito, con_correo, dia, hora, sale):
    Parametro.objects.filter(pk="resumen_dia").update(valor=dia)
    Parametro.objects.filter(pk="resumen_hora").update(valor=hora)
    por_vencer(distrito, 2, asignada_a=con_correo, asignada_en=LUNES, asignada_por=con_correo)
    assert enviar() == sale


def test_sin_servidor_de_correo_cada_mensaje_es_un_archivo(
    settings, tmp_path, distrito, con_correo
):
    por_vencer(distrito, 2, asignada_a=con_correo, asignada_en=LUNES, asignada_por=con_correo)
    settings.EMAIL_BACKEND = base.EMAIL_BACKEND
    settings.EMAIL_FILE_PATH = tmp_path
    assert enviar() == 1
    (archivo,) = tmp_path.iterdir()
    assert "1 contacto suyo vence" in archivo.read_text()


class ServidorQueRechaza(EmailBackend):
    def send_messages(self, mensajes):
        if any(m.to == ["gestora@example.pe"] for m in mensajes):
            raise SMTPException("550 gestora@example.pe")
        return super().send_messages(mensajes)


def test_lo_que_el_servidor_no_toma_se_intenta_otra_vez_y_no_frena_a_nadie(
    settings, distrito, con_correo, supervisora, caplog
):
    supervisora.email = "supervisora@example.pe"
    supervisora.save()
    por_vencer(distrito, 2, asignada_a=con_correo, asignada_en=LUNES, asignada_por=con_correo)
    settings.EMAIL_BACKEND = f"{__name__}.ServidorQueRechaza"
    assert enviar() == 1
    assert "gestora@example.pe" not in caplog.text
    assert ResumenSemanal.objects.get().usuario == supervisora
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert enviar() == 1
