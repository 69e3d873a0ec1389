"""The route of a day: chosen, in order, on the page, on paper and on the phone."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from afiliacion.acciones.ruta import agregar_paradas, quitar_paradas
from afiliacion.consultas.mapa import trazar
from afiliacion.consultas.ruta import datos_de_ruta, hoja_de_ruta, paradas_de, proxima
from afiliacion.models import Contacto, Parada
from afiliacion.views.ruta import HOJA
from juntos.models import Distrito, Parametro
from juntos.pdf import componer
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.construir import HOY, visitar

RUTA = "/ruta/"


def hogar_en(distrito, centro_poblado, *, dias=5, **campos):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar, dias=dias, madre=fabricas.PersonaFactory(**campos))
    contacto = construir.contacto(hogar)
    Contacto.objects.filter(pk=contacto.pk).update(centro_poblado=centro_poblado)
    return contacto


@pytest.fixture
def contactos(distrito):
    """Two of Chaca (24 and 4 days left) and one of Anta (10 days left)."""
    return [
        hogar_en(distrito, "CHACA", dias=5),
        hogar_en(distrito, "ANTA", dias=19),
        hogar_en(distrito, "chaca ", dias=25),
    ]


def en_orden(usuario):
    return list(Parada.objects.filter(usuario=usuario).values_list("contacto", flat=True))


def test_lugar_por_lugar_desde_el_mas_urgente(contactos, gestora):
    lejos, anta, chaca = contactos
    agregar_paradas([c.pk for c in contactos], por=gestora)
    assert en_orden(gestora) == [chaca.pk, lejos.pk, anta.pk]
    quitar_paradas([chaca.pk], por=gestora)
    assert en_orden(gestora) == [anta.pk, lejos.pk]
    assert list(Parada.objects.values_list("orden", flat=True)) == [1, 2]


def test_dos_veces_es_una(contactos, gestora):
    agregar_paradas([contactos[0].pk], por=gestora)
    assert agregar_paradas([contactos[0].pk], por=gestora) == []
    assert Parada.objects.count() == 1


def test_solo_caben_las_que_dice_el_parametro(contactos, gestora):
    Parametro.objects.filter(pk="ruta_maximo").update(valor=2)
    with pytest.raises(ValidationError, match="caben 2 hogares: ya lleva 0 y quiere agregar 3"):
        agregar_paradas([c.pk for c in contactos], por=gestora)
    assert not Parada.objects.exists()


def test_lo_ajeno_y_lo_cerrado_no_se_llevan(contactos, gestora, ajena, sede):
    visitar(contactos[0], "ubicada_rechaza", por=gestora, motivo="No desea")
    assert agregar_paradas([contactos[0].pk], por=gestora) == []
    assert agregar_paradas([contactos[1].pk], por=ajena) == []
    with pytest.raises(PermissionDenied):
        agregar_paradas([contactos[1].pk], por=sede)


def test_la_proxima_es_la_primera_sin_visita_de_hoy(contactos, gestora):
    agregar_paradas([c.pk for c in contactos], por=gestora)
    primera = paradas_de(gestora, hoy=HOY)[0]
    visitar(primera.contacto, "ausente", por=gestora)
    paradas = paradas_de(gestora, hoy=HOY)
    assert [p.hecha for p in paradas] == [True, False, False]
    assert proxima(paradas) == paradas[1]


# The page


def test_elegir_ver_y_deshacer_sin_javascript(contactos, gestora, client):
    client.force_login(gestora)
    texto = client.get(RUTA).content.decode()
    assert "Todavía no eligió" in texto
    assert texto.count('name="contacto"') == 3
    ids = [c.pk for c in contactos]
    agregado = client.post(reverse("afiliacion:ruta-agregar"), {"contacto": ids}, follow=True)
    texto = agregado.content.decode()
    assert "3 hogares más en su ruta" in texto
    assert 'id="campo-estado"' in texto
    assert texto.index("Próxima parada") < texto.index("Todas las paradas")
    quitado = client.post(reverse("afiliacion:ruta-quitar"), {"contacto": ids[:1]}, follow=True)
    assert "Quitado de la ruta" in quitado.content.decode()
    assert Parada.objects.count() == 2


def test_si_no_caben_se_queda_lo_marcado(contactos, gestora, client):
    Parametro.objects.filter(pk="ruta_maximo").update(valor=1)
    client.force_login(gestora)
    ids = [c.pk for c in contactos[:2]]
    respuesta = client.post(reverse("afiliacion:ruta-agregar"), {"contacto": ids})
    assert respuesta.status_code == 422
    assert respuesta.content.decode().count(" checked") == 2
    assert "caben 1 hogares" in respuesta.content.decode()


def test_numeros_que_no_lo_son(contactos, gestora, client):
    client.force_login(gestora)
    basura = {"contacto": ["", "x", "9" * 30, "-1", str(contactos[0].pk)]}
    assert client.post(reverse("afiliacion:ruta-agregar"), basura).status_code == 302
    assert Parada.objects.count() == 1
    assert client.get(RUTA, {"agregadas": "1,<b>,"}).status_code == 200


def test_las_consultas_no_crecen_con_las_paradas(
    contactos, gestora, client, django_assert_max_num_queries, distrito
):
    client.force_login(gestora)
    for n in range(8):
        hogar_en(distrito, f"LUGAR {n}")
    agregar_paradas(list(Contacto.objects.values_list("pk", flat=True)[:8]), por=gestora)
    with django_assert_max_num_queries(16):
        assert client.get(RUTA).status_code == 200


def test_la_ruta_de_otra_persona_no_se_ve(contactos, gestora, ajena, client):
    agregar_paradas([contactos[0].pk], por=gestora)
    client.force_login(ajena)
    assert "0 de 60 hogares" in client.get(RUTA).content.decode()


# The dots


def test_un_punto_por_lugar_conocido(contactos, gestora, distrito, unidad):
    otro = fabricas.DistritoFactory(unidad_territorial=unidad)
    fabricas.AsignacionFactory(usuario=gestora, distrito=otro)
    hogar_en(otro, "LEJOS", dias=22)
    Distrito.objects.filter(pk=distrito.pk).update(latitud="-13.5", longitud="-72.0")
    agregar_paradas(Contacto.objects.values_list("pk", flat=True), por=gestora)
    mapa = trazar(paradas_de(gestora, hoy=HOY))
    assert [p.etiqueta for p in mapa.puntos] == ["1-2, 4"]
    assert mapa.sin_lugar == [3]
    Distrito.objects.filter(pk=otro.pk).update(latitud="-13.4", longitud="-71.9")
    uno, dos = trazar(paradas_de(gestora, hoy=HOY)).puntos
    assert dos.x > uno.x
    assert dos.y < uno.y
    assert all(0 < p.x < mapa.ancho and 0 < p.y < mapa.alto for p in (uno, dos))


def test_sin_ningun_lugar_no_hay_mapa(contactos, gestora):
    agregar_paradas([contactos[0].pk], por=gestora)
    assert trazar(paradas_de(gestora, hoy=HOY)) is None


# Paper


def test_la_hoja_dice_cada_parada_y_ningun_documento(contactos, gestora, client):
    agregar_paradas([c.pk for c in contactos], por=gestora)
    datos = hoja_de_ruta(gestora, hoy=HOY)
    assert [lugar["nombre"].strip().upper() for lugar in datos["lugares"]] == ["CHACA", "ANTA"]
    assert datos["lugares"][0]["paradas"][0]["plazo"] == "Vence en 4 días"
    assert "990" not in str(datos)
    client.force_login(gestora)
    respuesta = client.get(reverse("afiliacion:ruta-hoja"))
    assert respuesta["Content-Type"] == "application/pdf"
    assert respuesta.content.startswith(b"%PDF-")


def test_un_nombre_con_signos_de_la_plantilla_es_solo_un_nombre(distrito, gestora):
    hogar_en(distrito, '#panic("x")', ap_paterno="$[#", nombres="*_`@<a> //")
    agregar_paradas(Contacto.objects.values_list("pk", flat=True), por=gestora)
    datos = hoja_de_ruta(gestora, hoy=HOY)
    assert componer(HOJA, datos).startswith(b"%PDF-")


def test_sesenta_paradas_son_pocas_hojas(gestora):
    parada = {
        "orden": 1,
        "quien": "QUISPE MAMANI, Rosa",
        "casos": ["QUISPE, Luz, 12 días"],
        "direccion": "Jr. Puno 120",
        "notas": ["Tel. 999111222", "Habla quechua"],
        "plazo": "Vence en 4 días",
        "vence_el": "28/11/2026",
    }
    lugar = {"nombre": "CHACA", "distrito": "Anta, Cusco", "paradas": [parada] * 60}
    datos = {"nombre": "Rosa", "dia": "Martes", "paradas": [1] * 60, "lugares": [lugar]}
    imagenes = componer(HOJA, datos, formato="png")
    assert 6 <= len(imagenes) <= 10


# What the phone carries


def test_los_datos_del_telefono(contactos, gestora, client):
    chaca = contactos[2]
    visitar(chaca, "ausente", por=gestora, observacion="Nadie", fecha=HOY - dt.timedelta(days=1))
    agregar_paradas([chaca.pk], por=gestora)
    client.force_login(gestora)
    respuesta = client.get(reverse("afiliacion:ruta-datos"))
    assert "no-store" in respuesta["Cache-Control"]
    datos = respuesta.json()
    (parada,) = datos["paradas"]
    assert (datos["version"], datos["usuario"], datos["caduca_dias"]) == (1, gestora.pk, 7)
    assert (parada["contacto"], parada["version"], parada["plazo"]) == (
        chaca.pk,
        1,
        "Vence en 4 días",
    )
    assert parada["casos"][0] == {
        "caso": chaca.casos.get().pk,
        "tipo": "recien_nacido",
        "nombre": "QUISPE MAMANI, Luz",
        "edad": "25 días",
        "evento_el": (HOY - dt.timedelta(days=25)).isoformat(),
    }
    assert parada["visitas"][0]["observacion"] == "Nadie"
    assert {r["codigo"] for r in parada["requisitos"]} >= {"CSE", "AGR", "DNI"}
    assert "sin_dni" in parada["alertas_posibles"]
    assert "cierre_con_cuidado" not in dict(datos["catalogo"]["alertas"])
    assert datos["catalogo"]["resultados"][0].keys() >= {"codigo", "siguiente", "exige_motivo"}


def test_solo_se_lleva_lo_de_hoy_y_de_su_territorio(contactos, gestora):
    agregar_paradas([c.pk for c in contactos], por=gestora)
    Parada.objects.filter(contacto=contactos[0]).update(fecha=HOY - dt.timedelta(days=1))
    Contacto.objects.filter(pk=contactos[1].pk).update(distrito=fabricas.DistritoFactory())
    assert [p["contacto"] for p in datos_de_ruta(gestora)["paradas"]] == [contactos[2].pk]
