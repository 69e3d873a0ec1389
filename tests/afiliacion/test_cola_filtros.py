"""Filters of the queue: each count equals its list, names stay out of the address."""

import datetime as dt
import itertools

import pytest
from django.core.cache import caches
from django.http import QueryDict
from django.utils import timezone

from afiliacion.consultas import cola as consultas
from afiliacion.consultas import panel as paneles
from afiliacion.consultas.prioridad import dias_hasta
from afiliacion.models import Contacto, EstadoContacto
from captacion.models import Lengua, NivelPobreza
from tests import fabricas

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def gente(distrito, unidad, gestora):
    """Contacts of every kind, due, state, language and hand, in two districts."""
    otro = fabricas.DistritoFactory(unidad_territorial=unidad, departamento="Otro departamento")
    fabricas.AsignacionFactory(usuario=gestora, distrito=otro)
    companera = fabricas.UsuarioFactory(rol="gestora", unidad_territorial=unidad)
    hoy, ahora = timezone.localdate(), timezone.now()
    tipos = [(True, False), (False, True), (True, True)]
    estados = [*Contacto.ABIERTOS, EstadoContacto.AFILIADA, EstadoContacto.NO_ACEPTA]
    casillas = itertools.cycle(itertools.product(tipos, [None, gestora, companera]))
    for n, dias in enumerate([-40, -1, 0, 1, 3, 4, 7, 8, 60] * 4):
        (nacido, gestante), mano = next(casillas)
        estado = estados[n % len(estados)]
        cerrado = estado not in Contacto.ABIERTOS
        fabricas.ContactoFactory(
            hogar__distrito=(distrito, otro)[n % 5 == 0],
            estado=estado,
            vence_el=hoy + dt.timedelta(days=dias),
            con_recien_nacido=nacido,
            con_gestante=gestante,
            lengua=["", *Lengua.values][n % 6],
            nivel=["", *NivelPobreza.values][n % 4],
            asignada_a=mano,
            asignada_en=ahora if mano else None,
            asignada_por=mano,
            cerrado_en=ahora if cerrado else None,
            cerrado_por=gestora if cerrado else None,
        )
    return otro


@pytest.fixture
def panel(client, gestora):
    client.force_login(gestora)

    def _panel(consulta=""):
        return client.get(f"/cola/?{consulta}").context["panel"]

    return _panel


def listados(client, consulta):
    """How many rows the pages of a list really hold."""
    numero, cuenta = 1, 0
    while True:
        hoja = client.get(f"/cola/?{consulta}&pagina={numero}").context["hoja"]
        cuenta += len(hoja.object_list)
        if not hoja.has_next():
            return cuenta
        numero += 1


@pytest.mark.parametrize(
    "puesto",
    [
        "",
        "tipo=gestante",
        "vence=vencidos&asignacion=sin",
        "vence=pronto&gestion=sin",
        "estado=derivada",
        "estado=afiliada",
        "lengua=2&tipo=recien_nacido",
        "lengua=sin",
        "asignacion=mias&vence=mas",
        "departamento=Departamento",
        "vence=hoy&departamento=Otro+departamento&lengua=sin",
    ],
)
def test_cada_cuenta_es_lo_que_su_lista_tiene(client, gente, panel, puesto):
    actual = panel(puesto)
    assert actual.total == listados(client, puesto)
    for selector in actual.selectores:
        for opcion in selector.opciones:
            if opcion.cuenta is None:
                continue
            lista = QueryDict(puesto, mutable=True)
            lista[selector.nombre] = opcion.valor
            assert opcion.cuenta == listados(client, lista.urlencode()), (
                selector.nombre,
                opcion.valor,
            )
    for pestana in actual.pestanas:
        assert pestana.cuenta == listados(client, pestana.consulta), pestana.etiqueta


def test_los_tramos_parten_la_cola_sin_hueco_ni_traslape(gente):
    hoy = timezone.localdate()
    de = {
        codigo: set(Contacto.objects.filter(tramo.q(hoy)).values_list("pk", flat=True))
        for codigo, tramo in consultas.TRAMOS.items()
    }
    assert sum(len(pks) for pks in de.values()) == Contacto.objects.count()
    assert set.union(*de.values()) == set(Contacto.objects.values_list("pk", flat=True))
    bordes = {"vencidos": [-1], "hoy": [0], "tres": [1, 3], "siete": [4, 7], "mas": [8]}
    anotados = Contacto.objects.annotate(dias=dias_hasta("vence_el", hoy))
    for codigo, dias in bordes.items():
        for n in dias:
            assert set(anotados.filter(dias=n).values_list("pk", flat=True)) <= de[codigo]


def test_las_cuentas_no_pasan_del_territorio(client, gente, ajena):
    client.force_login(ajena)
    panel = client.get("/cola/").context["panel"]
    assert panel.total == 0
    assert all(not o.cuenta for s in panel.selectores for o in s.opciones)


def test_sin_territorio_lo_filtra_la_sede(client, sede, distrito):
    fabricas.ContactoFactory(hogar__distrito=distrito)
    perdido = fabricas.ContactoFactory(hogar__distrito=None)
    client.force_login(sede)
    respuesta = client.get("/cola/?distrito=sin")
    assert [c.pk for c in respuesta.context["hoja"].object_list] == [perdido.pk]
    assert "Sin territorio (1)" in respuesta.content.decode()


def test_un_pais_entero_se_elige_por_departamento(client, sede, monkeypatch):
    monkeypatch.setattr(paneles, "DISTRITOS_A_LA_VISTA", 2)
    for n in range(3):
        fabricas.ContactoFactory(hogar__distrito__departamento=f"Departamento {n}")
    client.force_login(sede)
    todo = {s.nombre: s.opciones for s in client.get("/cola/").context["panel"].selectores}
    assert [(o.valor, o.cuenta) for o in todo["departamento"]] == [
        (f"Departamento {n}", 1) for n in range(3)
    ]
    assert "distrito" not in todo
    uno = client.get("/cola/?departamento=Departamento+1").context["panel"]
    assert len({s.nombre: s.opciones for s in uno.selectores}["distrito"]) == 1


@pytest.mark.parametrize(
    "consulta",
    [
        "vence=ayer",
        "distrito=zzz",
        "distrito=%00",
        "tipo=%27%3B+drop",
        "lengua=9&estado=inventado",
        "orden=pk",
        "departamento=%00",
        "texto=%00",
    ],
)
def test_un_filtro_desconocido_se_dice_y_no_se_aplica(client, gestora, distrito, consulta):
    fabricas.ContactoFactory(hogar__distrito=distrito)
    client.force_login(gestora)
    respuesta = client.get(f"/cola/?{consulta}")
    assert respuesta.status_code == 200
    assert "no se reconoce" in respuesta.content.decode()
    assert respuesta.context["panel"].total == 1
    assert client.get(f"/cola/exportar/csv/?{consulta}").status_code == 200


@pytest.mark.parametrize("orden", consultas.ORDENES)
def test_todo_orden_lista_lo_mismo(client, gente, gestora, orden):
    client.force_login(gestora)
    pks = []
    for numero in (1, 2):
        hoja = client.get(f"/cola/?orden={orden}&pagina={numero}").context["hoja"]
        pks += [c.pk for c in hoja.object_list] if hoja.number == numero else []
    assert sorted(pks) == sorted(Contacto.objects.abiertos().values_list("pk", flat=True))


# --- Text


@pytest.fixture
def familia(distrito):
    """A contact with a child (CNV) of a mother with DNI."""
    captacion = fabricas.CaptacionFactory(
        hogar__distrito=distrito,
        recien_nacido__persona__dni=None,
        recien_nacido__persona__cnv="9900000001",
        recien_nacido__persona__nombres="LUZ MARÍA",
        recien_nacido__persona__ap_paterno="CCAHUANA",
        recien_nacido__madre__dni="99888777",
        recien_nacido__madre__ap_paterno="Ñahui",
        recien_nacido__madre__ap_materno="Huamán",
        recien_nacido__madre__nombres="Élida",
    )
    contacto = fabricas.ContactoFactory(hogar=captacion.hogar)
    contacto.casos.create(captacion=captacion)
    fabricas.ContactoFactory(hogar__distrito=distrito)
    return contacto


def filtrar_por_texto(client, texto, **extra):
    datos = {"texto": texto, "donde": "cola", "filtros": "tipo=recien_nacido"}
    return client.post("/buscar/", datos, **extra)


@pytest.mark.parametrize(
    "texto",
    [
        "ñahui",
        "NAHUI HUAMAN",
        "huaman elida",
        "Ñahui Huamán, Élida",
        "ccahuana luz",
        "99888777",
        "9900000001",
    ],
)
def test_el_texto_encuentra_a_la_madre_y_a_su_hija(client, gestora, familia, texto):
    client.force_login(gestora)
    respuesta = client.get(filtrar_por_texto(client, texto).url)
    assert [c.pk for c in respuesta.context["hoja"].object_list] == [familia.pk]
    assert f"Texto: {texto}" in respuesta.content.decode()


@pytest.mark.parametrize("texto", ["9988877", "998887771", "zz", "%", "_______", "QUISPE NADIE"])
def test_un_documento_a_medias_o_un_comodin_no_encuentran_a_nadie(client, gestora, familia, texto):
    client.force_login(gestora)
    assert client.get(filtrar_por_texto(client, texto).url).context["panel"].total == 0


def test_ni_el_nombre_ni_el_documento_llegan_a_la_direccion(client, gestora, familia):
    client.force_login(gestora)
    for texto in ("ñahui", "99888777"):
        respuesta = filtrar_por_texto(client, texto)
        direccion = respuesta.url
        assert direccion.startswith("/cola/?tipo=recien_nacido&texto=")
        pagina = client.get(direccion, headers=HTMX)
        for lugar in (direccion, pagina["HX-Push-Url"], pagina.cookies["cola"].value):
            assert texto not in lugar
            assert "99888777" not in lugar


def test_la_clave_de_otra_sesion_no_dice_nada(client, gestora, familia):
    client.force_login(gestora)
    direccion = filtrar_por_texto(client, "ñahui").url
    client.logout()
    client.force_login(gestora)
    respuesta = client.get(direccion)
    assert respuesta.context["panel"].total == 2
    assert "ahui" not in respuesta.context["panel"].en_palabras


def test_diez_textos_se_guardan_y_los_mas_viejos_se_van(client, gestora):
    client.force_login(gestora)
    for n in range(30):
        filtrar_por_texto(client, f"nombre {n}")
    filtrar_por_texto(client, "nombre 29")
    assert list(client.session["textos"].values()) == [f"nombre {n}" for n in range(20, 30)]


# --- Search everywhere


def buscar(client, texto):
    respuesta = client.post("/buscar/", {"texto": texto})
    assert texto not in respuesta.url
    return client.get(respuesta.url)


def test_buscar_encuentra_contactos_y_hogares_del_territorio(client, gestora, familia, distrito):
    hogar = fabricas.HogarFactory(distrito=distrito, codigo="H-77", es_usuario=True)
    fabricas.MiembroFactory(hogar=hogar, persona__ap_paterno="NAHUI", persona__nombres="PEDRO")
    client.force_login(gestora)
    respuesta = buscar(client, "ñahui")
    hallazgos = respuesta.context["hallazgos"]
    assert [c.pk for c in hallazgos.contactos] == [familia.pk]
    assert [h.pk for h in hallazgos.hogares] == [hogar.pk]
    texto = respuesta.content.decode()
    assert f"/contactos/{familia.pk}/" in texto
    assert f"/hogares/{hogar.pk}/" in texto
    assert "no-store" in respuesta["Cache-Control"]


def test_buscar_por_codigo_de_hogar(client, gestora, familia):
    client.force_login(gestora)
    hallazgos = buscar(client, familia.hogar.codigo).context["hallazgos"]
    assert [c.pk for c in hallazgos.contactos] == [familia.pk]


def test_lo_de_otro_territorio_no_se_encuentra(client, ajena, administracion, familia):
    for usuario in (ajena, administracion):
        client.force_login(usuario)
        for texto in ("ñahui", "99888777", familia.hogar.codigo):
            respuesta = buscar(client, texto)
            assert not respuesta.context["hallazgos"]
            assert "No hay nadie con" in respuesta.content.decode()


def test_el_que_cerro_tambien_se_encuentra(client, gestora, familia):
    Contacto.objects.filter(pk=familia.pk).update(
        estado=EstadoContacto.NO_ACEPTA, cerrado_en=timezone.now(), cerrado_por=gestora
    )
    client.force_login(gestora)
    assert "No acepta" in buscar(client, "ñahui").content.decode()


@pytest.mark.parametrize("texto", ["", " ", "x" * 81, "con\x00nulo"])
def test_una_busqueda_mal_escrita_lo_dice(client, gestora, texto):
    client.force_login(gestora)
    respuesta = client.post("/buscar/", {"texto": texto})
    assert respuesta.status_code == 422
    assert "resumen-errores" in respuesta.content.decode()


def test_sin_texto_la_pagina_dice_que_escribir(client, gestora):
    client.force_login(gestora)
    assert "Escriba en el recuadro" in client.get("/buscar/").content.decode()
    assert "ya no está guardada" in client.get("/buscar/?texto=otra").content.decode()
    # Nobody searches by writing a name in the address.
    assert client.get("/buscar/?q=quispe").context["hallazgos"] is None


def test_muchos_hallazgos_se_dicen(client, gestora, distrito):
    for _ in range(30):
        captacion = fabricas.CaptacionFactory(hogar__distrito=distrito)
        contacto = fabricas.ContactoFactory(hogar=captacion.hogar)
        contacto.casos.create(captacion=captacion)
    client.force_login(gestora)
    respuesta = buscar(client, "quispe mamani")
    assert len(respuesta.context["hallazgos"].contactos) == 25
    assert "hay más" in respuesta.content.decode()


def test_las_cuentas_de_un_pais_grande_se_guardan_un_minuto_y_las_de_un_territorio_no(
    client, sede, gestora, distrito, monkeypatch
):
    monkeypatch.setattr("afiliacion.filters.MUCHOS_CONTACTOS", 1)
    caches["proceso"].clear()
    for _ in range(2):
        fabricas.ContactoFactory(hogar__distrito=distrito)
    totales = {}
    for _ in range(2):
        for usuario in (sede, gestora):
            client.force_login(usuario)
            totales.setdefault(usuario.rol, []).append(client.get("/cola/").context["panel"].total)
        fabricas.ContactoFactory(hogar__distrito=distrito)
    assert totales == {"sede": [2, 2], "gestora": [2, 3]}
    caches["proceso"].clear()
