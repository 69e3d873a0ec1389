import datetime as dt
import re

import pytest
from django.urls import reverse

from afiliacion.acciones.contactos import tomar
from afiliacion.consultas import contacto as consultas
from afiliacion.models import Caso, EstadoContacto
from captacion.models import EstadoVinculo, ReglaVinculo, Telefono, Vinculo
from tests import fabricas
from tests.afiliacion import construir

CONSULTAS = 30


@pytest.fixture
def contacto(distrito):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar, dias=12)
    return construir.contacto(hogar)


@pytest.fixture
def madre(contacto):
    return contacto.casos.get().captacion.recien_nacido.madre


def ver(client, usuario, contacto):
    client.force_login(usuario)
    return client.get(reverse("afiliacion:contacto", args=[contacto.pk]))


def test_dice_quien_que_falta_y_donde_se_leyo(client, gestora, contacto):
    texto = ver(client, gestora, contacto).content.decode()
    assert "Próximo paso" in texto
    assert "Vence en 17 días" in texto
    assert "Recién nacida, 12 días" in texto
    assert "Falta el Acuerdo de Compromiso." in texto
    assert "archivo prueba.txt" in texto
    assert "fila 1" in texto


def test_dice_por_que_esta_en_la_cola(client, gestora, contacto):
    texto = ver(client, gestora, contacto).content.decode()
    assert "nació hace 12 días, y su hogar figura en el Padrón General de Hogares" in texto


def test_el_distrito_ajeno_no_existe(client, ajena, contacto):
    assert ver(client, ajena, contacto).status_code == 404


def test_administracion_no_ve_hogares(client, administracion, contacto):
    assert ver(client, administracion, contacto).status_code == 404


def test_sede_lo_ve_y_no_lo_trabaja(client, sede, contacto):
    respuesta = ver(client, sede, contacto)
    assert respuesta.status_code == 200
    visita = reverse("afiliacion:visita-registrar", args=[contacto.pk])
    assert visita not in respuesta.content.decode()
    assert client.get(visita).status_code == 403


def test_sin_sesion_va_a_entrar(client, contacto):
    respuesta = client.get(reverse("afiliacion:contacto", args=[contacto.pk]))
    assert respuesta.status_code == 302
    assert respuesta.url.startswith(reverse("juntos:entrar"))


def test_solo_se_lee(client, gestora, contacto):
    client.force_login(gestora)
    assert client.post(reverse("afiliacion:contacto", args=[contacto.pk])).status_code == 405


def test_las_consultas_no_crecen_con_las_personas(
    client, gestora, contacto, madre, django_assert_max_num_queries
):
    for _ in range(6):
        captacion = construir.recien_nacido(contacto.hogar, madre=madre)
        Caso.objects.create(contacto=contacto, captacion=captacion)
        fabricas.MiembroFactory(hogar=contacto.hogar)
        construir.visitar(contacto, "ausente", por=gestora)
    client.force_login(gestora)
    with django_assert_max_num_queries(CONSULTAS):
        client.get(reverse("afiliacion:contacto", args=[contacto.pk]))


def test_el_primer_paso_es_llamar_al_numero_que_no_falla(client, gestora, contacto, madre):
    malo, bueno = (
        Telefono.objects.create(persona=madre, numero=n, fuente="pgh", visto_el=construir.HOY)
        for n in ("987654321", "912345678")
    )
    construir.visitar(contacto, "sin_senal", por=gestora, modalidad="telefono", telefono=malo)
    contacto.refresh_from_db()
    construir.visitar(contacto, "ausente", por=gestora)
    respuesta = ver(client, gestora, contacto)
    assert respuesta.context["ficha"].paso.telefono == bueno
    assert 'href="tel:+51912345678"' in respuesta.content.decode()
    assert [linea.falla for linea in respuesta.context["ficha"].telefonos] == [False, True]


def test_sin_telefono_el_primer_paso_es_visitar(client, gestora, contacto):
    assert ver(client, gestora, contacto).context["ficha"].paso.frase.startswith("Visitar")


def test_si_acepto_el_paso_es_completar_la_solicitud(client, gestora, contacto):
    construir.visitar(contacto, "ubicada_acepta", por=gestora)
    paso = ver(client, gestora, contacto).context["ficha"].paso
    assert paso.url == reverse("afiliacion:solicitud", args=[contacto.solicitudes.get().pk])


def test_la_linea_va_del_nacimiento_a_hoy_y_al_plazo(client, gestora, contacto):
    linea = ver(client, gestora, contacto).context["ficha"].linea
    fechas = [hito.fecha for hito in linea]
    assert fechas == sorted(fechas)
    assert linea[0].titulo.startswith("Nace ")
    assert linea[-1].titulo.startswith("Vence el plazo")
    assert "Hoy" in [hito.titulo for hito in linea]


def test_una_duda_lleva_a_los_cruces(client, gestora, contacto):
    captacion = contacto.casos.get().captacion
    Vinculo.objects.create(
        persona=captacion.persona,
        hogar=fabricas.HogarFactory(codigo="H-POSIBLE"),
        regla=ReglaVinculo.JEFE_PGH,
        estado=EstadoVinculo.POR_REVISAR,
        duda="jefe_solo",
        carga=captacion.carga,
        fila=1,
    )
    texto = ver(client, gestora, contacto).content.decode()
    assert "Posible hogar:" in texto
    assert "H-POSIBLE" in texto
    assert reverse("captacion:cruces") in texto


def test_tomado_se_ofrece_soltar(client, gestora, contacto):
    assert "Tomar</button>" in ver(client, gestora, contacto).content.decode()
    tomar(contacto, por=gestora)
    assert "Soltar</button>" in ver(client, gestora, contacto).content.decode()


@pytest.fixture
def cerrado(contacto, gestora):
    construir.visitar(contacto, "ubicada_rechaza", por=gestora, motivo="No quiere por ahora")
    contacto.refresh_from_db()
    return contacto


def reabrir(client, usuario, contacto, motivo="La familia lo pensó mejor"):
    client.force_login(usuario)
    url = reverse("afiliacion:contacto-reabrir", args=[contacto.pk])
    return client.post(url, {"motivo": motivo})


def test_cerrado_dice_por_que_cuando_y_quien(client, gestora, cerrado):
    texto = ver(client, gestora, cerrado).content.decode()
    assert "No quiere por ahora" in texto
    assert str(gestora) in texto
    assert "Reabrir el contacto" in texto
    assert "Qué falta para afiliar" not in texto


def test_reabrir(client, gestora, cerrado):
    assert reabrir(client, gestora, cerrado).status_code == 302
    cerrado.refresh_from_db()
    assert cerrado.estado == EstadoContacto.EN_GESTION


def test_reabrir_dos_veces_es_conflicto(client, gestora, cerrado):
    reabrir(client, gestora, cerrado)
    assert reabrir(client, gestora, cerrado).status_code == 409


def test_reabrir_pide_motivo(client, gestora, cerrado):
    respuesta = reabrir(client, gestora, cerrado, motivo=" ")
    assert respuesta.status_code == 422
    assert "Escriba el motivo" in respuesta.content.decode()


def test_un_hogar_ya_usuario_no_se_reabre_y_el_texto_queda(client, gestora, cerrado):
    cerrado.hogar.es_usuario = True
    cerrado.hogar.save()
    respuesta = reabrir(client, gestora, cerrado, motivo="Insiste la familia")
    assert respuesta.status_code == 422
    assert "El hogar ya es usuario" in respuesta.content.decode()
    assert "Insiste la familia" in respuesta.content.decode()


def test_sede_no_reabre(client, sede, cerrado):
    assert reabrir(client, sede, cerrado).status_code == 403


def test_la_solicitud_se_abre_una_vez(client, gestora, contacto):
    client.force_login(gestora)
    url = reverse("afiliacion:solicitud-abrir", args=[contacto.pk])
    assert client.get(url).status_code == 405
    primera, segunda = client.post(url), client.post(url)
    assert primera.status_code == 302
    assert primera.url == segunda.url
    assert contacto.solicitudes.count() == 1


def test_no_se_abre_solicitud_de_un_contacto_cerrado(client, gestora, cerrado):
    client.force_login(gestora)
    respuesta = client.post(reverse("afiliacion:solicitud-abrir", args=[cerrado.pk]))
    assert respuesta.status_code == 409


def test_la_semana_de_embarazo_se_dice_en_semanas(client, gestora, distrito):
    hogar = construir.hogar(distrito)
    construir.gestante(hogar, dias=66)
    texto = ver(client, gestora, construir.contacto(hogar)).content.decode()
    assert "9 semanas y 3 días" in texto
    assert f"{construir.HOY + dt.timedelta(days=214):%d/%m/%Y}" in texto


# --- Who has it, and where it is


def asignar(client, usuario, contacto, a):
    client.force_login(usuario)
    url = reverse("afiliacion:contacto-asignar", args=[contacto.pk])
    return client.post(url, {"a": a.pk})


def test_la_supervisora_asigna_a_quien_atiende_el_distrito(client, supervisora, gestora, contacto):
    assert str(gestora) in ver(client, supervisora, contacto).content.decode()
    assert asignar(client, supervisora, contacto, gestora).status_code == 302
    contacto.refresh_from_db()
    assert contacto.asignada_a == gestora


def test_no_se_asigna_a_quien_no_atiende_el_distrito(client, supervisora, contacto, ajena):
    respuesta = asignar(client, supervisora, contacto, ajena)
    assert respuesta.status_code == 422
    assert "Esa persona no atiende este distrito" in respuesta.content.decode()


def test_la_gestora_no_asigna(client, gestora, contacto):
    assert asignar(client, gestora, contacto, gestora).status_code == 403


def test_cerrado_no_se_asigna(client, supervisora, gestora, cerrado):
    assert asignar(client, supervisora, cerrado, gestora).status_code == 409


def test_el_ajeno_no_se_asigna(client, ajena, contacto):
    assert asignar(client, ajena, contacto, ajena).status_code == 404


@pytest.fixture
def sin_territorio(contacto):
    contacto.distrito = None
    contacto.save()
    return contacto


def test_sede_ubica_al_que_no_tiene_distrito(client, sede, gestora, distrito, sin_territorio):
    url = reverse("afiliacion:contacto-mudar", args=[sin_territorio.pk])
    assert url in ver(client, sede, sin_territorio).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 422
    assert client.post(url, {"distrito_texto": "no existe"}).status_code == 422
    assert client.post(url, {"distrito_texto": distrito.ubigeo}).status_code == 302
    assert client.post(url, {"distrito_texto": distrito.ubigeo}).status_code == 409
    assert ver(client, gestora, sin_territorio).status_code == 200


def test_sin_territorio_solo_lo_ve_sede(client, gestora, sin_territorio):
    client.force_login(gestora)
    url = reverse("afiliacion:contacto-mudar", args=[sin_territorio.pk])
    assert client.get(url).status_code == 404


def test_el_que_ya_tiene_distrito_no_se_ubica(client, sede, gestora, contacto):
    url = reverse("afiliacion:contacto-mudar", args=[contacto.pk])
    client.force_login(sede)
    assert client.get(url).status_code == 409
    client.force_login(gestora)
    assert client.get(url).status_code == 403


def test_los_telefonos_se_buscan_desde_su_gente_y_no_entre_todos(contacto):
    """Over a country the other way reads every phone (docs/adr/0042)."""
    plan = consultas.telefonos_de(contacto).explain()
    assert re.search(r"persona_id = (ANY|'?\d)", plan), plan
