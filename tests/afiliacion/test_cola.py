"""The queue: who sees what, in which order, in how many queries, and who takes it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from afiliacion.acciones.contactos import tomar
from afiliacion.consultas import filas
from afiliacion.models import Contacto, EstadoContacto, Resultado
from captacion.models import Lengua, NivelPobreza
from juntos.models import Evento
from tests import fabricas

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def crear(distrito):
    def _crear(*, dias=10, apellido="QUISPE", nombre="ROSA", **campos):
        """An open contact with a five-day-old child of a mother so named."""
        sitio = campos.pop("distrito", distrito)
        hogar = fabricas.HogarFactory(distrito=sitio)
        captacion = fabricas.CaptacionFactory(
            hogar=hogar,
            recien_nacido__madre__ap_paterno=apellido,
            recien_nacido__madre__nombres=nombre,
        )
        contacto = fabricas.ContactoFactory(
            hogar=hogar,
            distrito=sitio,
            vence_el=timezone.localdate() + dt.timedelta(days=dias),
            **campos,
        )
        contacto.casos.create(captacion=captacion)
        return contacto

    return _crear


@pytest.fixture
def en_cola(client, gestora):
    client.force_login(gestora)

    def _en_cola(consulta="", **extra):
        return client.get(f"/cola/?{consulta}", **extra)

    return _en_cola


def ids(respuesta):
    return [c.pk for c in respuesta.context["hoja"].object_list]


def test_la_ficha_dice_lo_que_hace_falta_para_ir(en_cola, crear):
    crear(
        dias=3,
        centro_poblado="Ccochapampa",
        lengua=Lengua.QUECHUA,
        telefono="987654321",
        nivel=NivelPobreza.POBRE_EXTREMO,
        ultimo_resultado=Resultado.objects.get(codigo="ausente"),
        ultima_visita_el=timezone.localdate() - dt.timedelta(days=3),
    )
    texto = en_cola().content.decode()
    for dicho in (
        "Vence en 3 días",
        "chip-pronto",
        "Recién nacid",
        "5 días",
        "QUISPE MAMANI, Rosa",
        "Ccochapampa",
        "quechua",
        'href="tel:+51987654321"',
        "Hogar pobre extremo, con recién nacido, que aún no es usuario.",
        "ausente",
        "hace 3 días",
        "Registrar",
    ):
        assert dicho in texto


def test_primero_lo_que_menos_dias_tiene_y_la_pobreza_los_adelanta(en_cola, crear):
    lejano = crear(dias=20, nivel=NivelPobreza.POBRE_EXTREMO)
    sin_nivel = crear(dias=2)
    no_pobre = crear(dias=2, nivel=NivelPobreza.NO_POBRE)
    pobre = crear(dias=2, nivel=NivelPobreza.POBRE)
    extremo = crear(dias=2, nivel=NivelPobreza.POBRE_EXTREMO)
    extremo_despues = crear(dias=2, nivel=NivelPobreza.POBRE_EXTREMO)
    vencido = crear(dias=-4)
    esperado = [vencido, extremo, extremo_despues, pobre, sin_nivel, no_pobre, lejano]
    assert ids(en_cola()) == [c.pk for c in esperado]


def test_el_hogar_de_otro_territorio_no_esta_en_la_cola(client, crear, ajena, supervisora, sede):
    contacto = crear()
    for usuario, esperado in ((ajena, []), (supervisora, [contacto.pk]), (sede, [contacto.pk])):
        client.force_login(usuario)
        assert ids(client.get("/cola/")) == esperado


def test_administracion_no_ve_hogares(client, crear, administracion):
    crear()
    client.force_login(administracion)
    respuesta = client.get("/cola/")
    assert ids(respuesta) == []
    assert "Su rol no ve hogares" in respuesta.content.decode()


def test_los_cerrados_no_esperan_en_la_cola(en_cola, crear, gestora):
    crear(
        estado=EstadoContacto.NO_ACEPTA,
        cerrado_en=timezone.now(),
        cerrado_por=gestora,
    )
    assert ids(en_cola()) == []
    assert len(ids(en_cola("estado=no_acepta"))) == 1


def test_vacia_dice_que_hacer(en_cola, crear):
    assert "No hay contactos por vencer" in en_cola().content.decode()
    crear()
    texto = en_cola("vence=vencidos").content.decode()
    assert "Ningún contacto cumple estos filtros" in texto
    assert "Quitar los filtros" in texto


def test_una_perdida_cerrada_con_cuidado_ya_no_se_nombra(en_cola, crear, gestora):
    contacto = crear(apellido="HUILLCA")
    visita = contacto.visitas.create(
        modalidad="presencial",
        resultado_id="fallecimiento",
        fecha=timezone.localdate(),
        registrada_por=gestora,
    )
    contacto.casos.update(cerrado_por_visita=visita)
    assert "HUILLCA" not in en_cola().content.decode()


def test_anonima_va_a_entrar(client, db):
    for ruta in ("/cola/", "/cola/exportar/csv/", "/buscar/"):
        assert client.get(ruta).url.startswith("/entrar/")


@pytest.mark.parametrize(
    ("metodo", "ruta"),
    [
        ("post", "/cola/"),
        ("post", "/cola/exportar/csv/"),
        ("put", "/buscar/"),
        ("get", "/contactos/1/tomar/"),
        ("get", "/contactos/1/soltar/"),
    ],
)
def test_metodo_equivocado(client, gestora, metodo, ruta):
    client.force_login(gestora)
    assert getattr(client, metodo)(ruta).status_code == 405


# --- Pages


def test_las_paginas_cubren_la_lista_sin_repetir_ni_saltar(en_cola, crear):
    todos = [crear(dias=n % 7).pk for n in range(60)]
    vistos = [pk for numero in (1, 2, 3) for pk in ids(en_cola(f"pagina={numero}"))]
    assert sorted(vistos) == sorted(todos)
    assert vistos == list(
        Contacto.objects.order_by("vence_el", "-nivel", "pk").values_list("pk", flat=True)
    )


@pytest.mark.parametrize("pagina", ["0", "-1", "abc", "99", "9999999999999999999999"])
def test_una_pagina_que_no_existe_da_una_que_si(en_cola, crear, pagina):
    crear()
    respuesta = en_cola(f"pagina={pagina}")
    assert respuesta.status_code == 200
    assert len(ids(respuesta)) == 1


def test_un_fragmento_para_htmx_y_la_pagina_entera_al_volver(en_cola, crear):
    crear()
    parte = en_cola("tipo=recien_nacido&vence=&pagina=1", headers=HTMX)
    assert "<html" not in parte.content.decode()
    assert parte["HX-Push-Url"] == "/cola/?tipo=recien_nacido"
    entera = en_cola(headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in entera.content.decode()
    assert "HX-Request" in entera["Vary"]
    assert "no-store" in entera["Cache-Control"]


# --- Queries


def consultas_de(client, ruta):
    client.get(ruta)
    with CaptureQueriesContext(
        connection,
    ) as capturadas:
        assert client.get(ruta).status_code == 200
    return len(capturadas)


def test_no_mas_de_ocho_consultas_con_cinco_filas_o_con_doscientas(
    client, crear, gestora, supervisora, sede
):
    for n in range(5):
        crear(dias=n, telefono="987654321", lengua=Lengua.AYMARA)
    medidas = {}
    for usuario in (gestora, supervisora, sede):
        client.force_login(usuario)
        medidas[usuario.rol] = consultas_de(client, "/cola/")
    for n in range(195):
        crear(dias=n % 40, asignada_a=gestora, asignada_en=timezone.now(), asignada_por=gestora)
    for usuario in (gestora, supervisora, sede):
        client.force_login(usuario)
        for ruta in ("/cola/", "/cola/?pagina=4", "/cola/?pagina=8", "/cola/?tipo=recien_nacido"):
            assert consultas_de(client, ruta) == medidas[usuario.rol] <= 8


# --- Take and release


def manos(client, contacto, verbo, **extra):
    return client.post(reverse(f"afiliacion:contacto-{verbo}", args=[contacto.pk]), **extra)


def test_tomar_cambia_la_fila_y_las_cuentas(client, crear, gestora):
    contacto = crear()
    client.force_login(gestora)
    respuesta = manos(client, contacto, "tomar", headers=HTMX)
    texto = respuesta.content.decode()
    contacto.refresh_from_db()
    assert respuesta.status_code == 200
    assert contacto.asignada_a == gestora
    assert texto.lstrip().startswith("<tr")
    assert f'id="contacto-{contacto.pk}"' in texto
    assert "Soltar" in texto
    assert 'hx-swap-oob="true"' in texto
    panel = respuesta.context["panel"]
    assert {p.etiqueta: p.cuenta for p in panel.pestanas} == {
        "Todas": 1,
        "Mías": 1,
        "Sin asignar": 0,
    }


def test_sin_javascript_se_vuelve_a_la_misma_pagina_filtrada(client, crear, gestora):
    contacto = crear()
    client.force_login(gestora)
    volver = "tipo=recien_nacido&pagina=3"
    respuesta = manos(client, contacto, "tomar", data={"volver": volver})
    assert respuesta.url == f"/cola/?{volver}#contacto-{contacto.pk}"
    respuesta = manos(client, contacto, "soltar", data={"volver": "https://malo.example/"})
    assert respuesta.url.startswith("/cola/?")


def test_desde_la_pagina_del_contacto_se_vuelve_a_ella(client, crear, gestora):
    contacto = crear()
    client.force_login(gestora)
    respuesta = manos(client, contacto, "tomar", data={"desde": "contacto"})
    assert respuesta.url == f"/contactos/{contacto.pk}/"


def test_doble_clic_al_tomar_y_al_soltar_no_repite_nada(client, crear, gestora):
    contacto = crear()
    client.force_login(gestora)
    for verbo, suya in (("tomar", gestora), ("soltar", None)):
        for _ in range(2):
            assert manos(client, contacto, verbo, headers=HTMX).status_code == 200
        contacto.refresh_from_db()
        assert contacto.asignada_a == suya
    assert Evento.objects.filter(modelo="afiliacion.contacto", objeto_id=contacto.pk).count() == 2


@pytest.fixture
def companera(unidad, distrito):
    usuario = fabricas.UsuarioFactory(
        first_name="Rosa", last_name="Paredes", rol="gestora", unidad_territorial=unidad
    )
    fabricas.AsignacionFactory(usuario=usuario, distrito=distrito)
    return usuario


def test_quien_llega_tarde_ve_quien_lo_tiene(client, crear, gestora, companera):
    contacto = crear()
    tomar(contacto, por=companera)
    client.force_login(gestora)
    con_htmx = manos(client, contacto, "tomar", headers=HTMX)
    sin_guiones = manos(client, contacto, "tomar", data={"volver": "pagina=2"})
    for respuesta in (con_htmx, sin_guiones):
        assert respuesta.status_code == 409
        assert "Este hogar lo tiene Rosa Paredes desde el" in respuesta.content.decode()
    assert con_htmx.content.decode().lstrip().startswith("<tr")
    assert "/cola/?pagina=2" in sin_guiones.content.decode()
    contacto.refresh_from_db()
    assert contacto.asignada_a == companera


def test_no_se_suelta_lo_de_otra_persona_salvo_la_supervisora(
    client, crear, gestora, companera, supervisora
):
    contacto = crear()
    tomar(contacto, por=companera)
    client.force_login(gestora)
    assert manos(client, contacto, "soltar").status_code == 403
    client.force_login(supervisora)
    assert manos(client, contacto, "soltar").status_code == 302


def test_lo_ajeno_no_se_toma_ni_se_suelta(client, crear, ajena, administracion):
    contacto = crear()
    for usuario in (ajena, administracion):
        client.force_login(usuario)
        assert manos(client, contacto, "tomar").status_code == 404
        assert manos(client, contacto, "soltar").status_code == 404


def test_la_sede_mira_pero_no_toma(client, crear, sede):
    contacto = crear()
    client.force_login(sede)
    assert "Tomar" not in client.get("/cola/").content.decode()
    assert manos(client, contacto, "tomar").status_code == 403


def test_de_vuelta_de_un_contacto_la_lista_como_estaba(en_cola, crear, rf):
    from afiliacion.templatetags.cola import volver_a_la_cola

    crear()
    respuesta = en_cola("tipo=recien_nacido&orden=distrito")
    peticion = rf.get("/contactos/1/")
    peticion.COOKIES["cola"] = respuesta.cookies["cola"].value
    assert volver_a_la_cola({"request": peticion}) == "/cola/?tipo=recien_nacido&orden=distrito"
    peticion.COOKIES["cola"] = '"><script>'
    assert "<" not in volver_a_la_cola({"request": peticion})


@pytest.mark.parametrize(
    ("campos", "dicho"),
    [
        ({"estado": EstadoContacto.DERIVADA}, "ULE"),
        ({"estado": EstadoContacto.EN_SOLICITUD}, "solicitud de afiliación está en curso"),
        ({"dias": -1}, "el plazo pasó y se atiende igual"),
        ({"con_gestante": True}, "con recién nacido y gestante"),
        ({}, "Hogar sin clasificación socioeconómica conocida"),
    ],
)
def test_cada_fila_dice_por_que_esta(crear, campos, dicho):
    assert dicho in filas.porque(crear(**campos), timezone.localdate())
