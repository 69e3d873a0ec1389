"""Lists for facilities and municipalities: who is on them, what they say, and their receipt."""

import csv
import hashlib
import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from afiliacion.models import Entrega, EstadoContacto
from juntos.models import Evento
from tests.afiliacion import construir

A_QUIEN = {"recibe": "Ana Soto", "oficina": "Jefa, ULE", "formato": "csv"}


def url(nombre, *args):
    return reverse(f"afiliacion:{nombre}", args=args)


@pytest.fixture
def hogares(distrito, gestora):
    """A newborn without vaccines, a pregnant woman still to be reached; neither has a CSE."""
    con_nacido, con_gestante = (construir.hogar(distrito, cse="") for _ in range(2))
    nacido = construir.recien_nacido(con_nacido)
    gestante = construir.gestante(con_gestante)
    contacto = construir.contacto(con_nacido)
    contacto.direccion = "=HYPERLINK(1)"
    contacto.save()
    construir.visitar(contacto, "ausente", por=gestora, alertas=["sin_vacunas"])
    construir.contacto(con_gestante)
    return nacido, gestante


def filas(respuesta, encabezado):
    lineas = list(csv.reader(io.StringIO(respuesta.content.decode("utf-8-sig"))))
    inicio = next(i for i, fila in enumerate(lineas) if fila[:1] == [encabezado])
    return lineas[inicio + 1 :]


def test_el_establecimiento_ve_a_los_suyos_y_que_les_falta(client, hogares, gestora, distrito):
    nacido, gestante = hogares
    client.force_login(gestora)
    indice = client.get(url("articulacion-distrito", distrito.pk)).text
    assert "99000001" in indice
    assert "99000002" in indice
    texto = client.get(url("articulacion-establecimiento", distrito.pk, "99000001")).text
    assert nacido.persona.documento in texto
    assert "vacunas" in texto
    assert gestante.persona.documento not in texto
    texto = client.get(url("articulacion-establecimiento", distrito.pk, "99000002")).text
    assert gestante.persona.documento in texto
    assert "todavía no la contacta" in texto


def test_la_ule_recibe_adultas_y_direcciones_sin_nada_de_salud(client, hogares, gestora, distrito):
    nacido, gestante = hogares
    client.force_login(gestora)
    lugar = url("articulacion-municipalidad", distrito.pk)
    respuesta = client.post(lugar, A_QUIEN)
    contenido = respuesta.content.decode()
    assert len(filas(respuesta, "Persona de contacto")) == 2
    assert nacido.recien_nacido.madre.nombre_completo in contenido
    for callado in (nacido.persona.nombre_completo, nacido.persona.dni, gestante.persona.dni):
        assert callado not in contenido
    assert "estante" not in contenido
    assert "'=HYPERLINK" in contenido


def test_buscar_con_un_caracter_nulo_no_es_un_error_500(client, gestora):
    client.force_login(gestora)
    assert client.get(url("articulacion"), {"texto": "ab\x00cd"}).status_code == 200


@pytest.mark.parametrize("raro", ["/\\malo.example", "a\x00b", "../.."])
def test_un_lugar_que_no_es_ninguno_no_es_un_error_500(client, gestora, raro):
    client.force_login(gestora)
    elegido = {"unidad": raro, "distrito": raro, "establecimiento": raro}
    assert client.get("/corresponsabilidades/", elegido).status_code == 200


def test_con_clasificacion_vigente_no_va_a_la_ule_salvo_derivada(client, gestora, distrito):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    contacto = construir.contacto(hogar)
    client.force_login(gestora)
    lugar = url("articulacion-municipalidad", distrito.pk)
    assert "No hay nadie" in client.get(lugar).text
    type(contacto).objects.filter(pk=contacto.pk).update(**{"estado": EstadoContacto.DERIVADA})
    assert "No hay nadie" not in client.get(lugar).text


def test_la_entrega_queda_anotada_con_su_huella_y_su_recibo(client, hogares, gestora, distrito):
    client.force_login(gestora)
    lugar = url("articulacion-establecimiento", distrito.pk, "99000001")
    assert client.post(lugar, {"formato": "csv"}).status_code == 422
    assert not Entrega.objects.exists()
    respuesta = client.post(lugar, A_QUIEN | {"formato": "xlsx"})
    entrega = Entrega.objects.get()
    assert entrega.sha256 == hashlib.sha256(respuesta.content).hexdigest()
    assert (entrega.filas, entrega.recibe, entrega.entregada_por) == (1, "Ana Soto", gestora)
    assert entrega.numero in respuesta["Content-Disposition"]
    evento = Evento.objects.get(modelo="afiliacion.entrega", objeto_id=entrega.pk)
    assert evento.ocurrido_por == gestora
    libro = CalamineWorkbook.from_filelike(io.BytesIO(respuesta.content))
    assert "Ana Soto, Jefa, ULE" in str(libro.get_sheet_by_index(0).to_python())
    assert entrega.numero in client.get(url("entregas")).text
    assert client.get(url("entrega-recibo", entrega.pk)).content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "cambio", [{"recibe": ""}, {"sha256": "x"}, {"establecimiento_codigo": ""}]
)
def test_la_base_guarda_las_reglas_de_una_entrega(cambio, client, hogares, gestora, distrito):
    client.force_login(gestora)
    client.post(url("articulacion-establecimiento", distrito.pk, "99000001"), A_QUIEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entrega.objects.update(**cambio)


def test_otro_territorio_no_existe(client, hogares, ajena, administracion, distrito):
    client.force_login(ajena)
    for nombre, args in (
        ("articulacion-distrito", [distrito.pk]),
        ("articulacion-municipalidad", [distrito.pk]),
        ("articulacion-establecimiento", [distrito.pk, "99000001"]),
    ):
        assert client.get(url(nombre, *args)).status_code == 404
    client.force_login(administracion)
    assert client.get(url("articulacion")).status_code == 403


def test_las_consultas_no_crecen(client, gestora, distrito, django_assert_max_num_queries):
    for _ in range(4):
        hogar = construir.hogar(distrito, cse="")
        construir.recien_nacido(hogar)
        construir.contacto(hogar)
    client.force_login(gestora)
    for nombre, args in (
        ("articulacion", []),
        ("articulacion-distrito", [distrito.pk]),
        ("articulacion-municipalidad", [distrito.pk]),
        ("articulacion-establecimiento", [distrito.pk, "99000001"]),
    ):
        with django_assert_max_num_queries(11):
            assert client.get(url(nombre, *args)).status_code == 200


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_bajar_la_cola_deja_un_evento_sin_el_texto_buscado(client, hogares, gestora, formato):
    client.force_login(gestora)
    buscado = client.post(reverse("afiliacion:buscar"), {"texto": "QUISPE", "donde": "cola"})
    clave = buscado.url.rpartition("texto=")[2]
    respuesta = client.get(f"/cola/exportar/{formato}/", {"vence": "tres", "texto": clave})
    assert b"".join(respuesta.streaming_content)
    evento = Evento.objects.get(a="cola_exportada")
    assert evento.ocurrido_por == gestora
    assert evento.motivo == f"{formato}, 0 contactos, vence=tres, texto=(texto)"


@pytest.mark.parametrize("camino", ["%00/", "%00/municipalidad/", "%00/1/", "150101/%00/cuidados/"])
def test_un_caracter_nulo_no_es_ningun_lugar(client, gestora, camino):
    client.force_login(gestora)
    assert client.get(f"/articulacion/{camino}").status_code == 404
    assert client.post(f"/articulacion/{camino}").status_code == 404
