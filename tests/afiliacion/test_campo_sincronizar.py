"""What a phone sends is applied once, answered, and never lost."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from afiliacion.acciones.contactos import asignar, mudar
from afiliacion.models import (
    Acuerdo,
    Adjunto,
    Alerta,
    EstadoContacto,
    EstadoRegistro,
    Incidencia,
    RegistroDeCampo,
    Visita,
)
from captacion.models import Telefono as Numero
from tests import fabricas
from tests.afiliacion.campo import Telefono, foto, guardado, registro, unico, visita
from tests.afiliacion.construir import HOY, visitar

AYER = HOY - dt.timedelta(days=1)


@pytest.fixture
def telefono(client, gestora, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Telefono(client, gestora)


# Applied


def test_una_visita_sin_senal_hace_lo_mismo_que_la_del_formulario(telefono, contacto):
    respuesta = telefono.enviar(
        visita(contacto, fecha=AYER.isoformat(), alertas=["sin_dni"], telefono_nuevo="999 111 222")
    )
    assert unico(respuesta) == {
        "id": str(guardado(respuesta).pk),
        "estado": "aplicado",
        "motivo": "",
        "contacto": contacto.pk,
    }
    hecha = Visita.objects.get()
    contacto.refresh_from_db()
    assert guardado(respuesta).visita == hecha
    assert (hecha.fecha, hecha.registrada_por) == (AYER, telefono.usuario)
    assert Alerta.objects.get().tipo == "sin_dni"
    assert (contacto.estado, contacto.telefono) == (EstadoContacto.EN_GESTION, "999111222")
    # The deadline and the retry count from the day of the visit, not of the sending.
    assert contacto.ultima_visita_el == AYER
    assert Numero.objects.get(numero="999111222").visto_el == AYER


@pytest.mark.parametrize("despues", [False, True])
def test_por_que_no_atiende_el_establecimiento_llega_con_la_visita_o_despues(
    telefono, contacto, despues
):
    if despues:
        telefono.enviar(visita(contacto))
        telefono.enviar(registro("alerta", contacto, tipo="establecimiento", causa="sin_insumos"))
    else:
        telefono.enviar(visita(contacto, alertas=["establecimiento"], causa="sin_insumos"))
    assert Incidencia.objects.get().causa == "sin_insumos"
    rara = telefono.enviar(registro("alerta", contacto, tipo="establecimiento", causa="otra"))
    assert unico(rara)["motivo"] == "Elija la causa de la lista."


def test_el_mismo_registro_otra_vez_recibe_la_misma_respuesta(telefono, contacto):
    mala = visita(contacto, fecha=(HOY + dt.timedelta(days=3)).isoformat())
    for enviado in (visita(contacto), mala):
        primera = unico(telefono.enviar(enviado))
        assert [unico(telefono.enviar(enviado)) for _ in range(2)] == [primera] * 2
    assert Visita.objects.count() == 1
    assert RegistroDeCampo.objects.count() == 2


def test_responde_en_el_orden_en_que_vinieron_y_aplica_en_el_que_se_hicieron(telefono, contacto):
    ahora = timezone.now()
    tarde = visita(contacto, "ubicada_acepta", hecho_en=ahora - dt.timedelta(hours=1))
    temprano = visita(contacto, hecho_en=ahora - dt.timedelta(hours=3))
    dados = telefono.enviar(tarde, temprano).json()["registros"]
    assert [d["id"] for d in dados] == [tarde["id"], temprano["id"]]
    assert list(Visita.objects.order_by("pk").values_list("resultado", flat=True)) == [
        "ausente",
        "ubicada_acepta",
    ]


def test_hechos_sueltos(telefono, contacto):
    dados = telefono.enviar(
        visita(contacto, "ubicada_acepta"),
        registro("telefono", contacto, numero="+51 988 777 666"),
        registro("direccion", contacto, direccion="Jr. Puno 120", referencia="Junto al río"),
        registro("alerta", contacto, tipo="sin_vacunas", caso=contacto.casos.get().pk),
        registro("requisito", contacto, codigo="SERV", visto=True, nota="Posta de abajo"),
    ).json()["registros"]
    assert {d["estado"] for d in dados} == {"aplicado"}
    contacto.refresh_from_db()
    assert (contacto.telefono, contacto.direccion) == ("988777666", "Jr. Puno 120")
    assert Alerta.objects.get().captacion == contacto.casos.get().captacion
    assert RegistroDeCampo.objects.get(tipo="requisito").cuerpo["nota"] == "Posta de abajo"


def test_una_alerta_sin_su_visita_la_ve_la_supervisora_y_despues_la_visita_la_lleva(
    telefono, contacto, supervisora
):
    respuesta = telefono.enviar(registro("alerta", contacto, tipo="sin_dni"))
    assert unico(respuesta)["estado"] == "observado"
    assert RegistroDeCampo.objects.por_revisar().visibles_para(supervisora).count() == 1
    telefono.enviar(visita(contacto))
    assert guardado(respuesta).estado == EstadoRegistro.APLICADO
    assert Alerta.objects.get().visita == Visita.objects.get()
    assert not RegistroDeCampo.objects.por_revisar().exists()


@pytest.mark.parametrize("orden", [(0, 1, 2), (1, 0, 2), (2, 1, 0), (2, 0, 1)])
def test_la_firma_es_el_acuerdo_venga_en_el_orden_que_venga(telefono, contacto, orden):
    firma = uuid.uuid4()
    firmado = registro("acuerdo", contacto, firma=str(firma), nombre="Rosa")
    acepta = visita(contacto, "ubicada_acepta")
    pasos = [
        lambda: telefono.enviar(acepta),
        lambda: telefono.enviar(firmado),
        lambda: telefono.subir(foto("PNG"), pk=firma, tipo="image/png"),
    ]
    for paso in orden:
        assert pasos[paso]().status_code in (200, 201)
    assert RegistroDeCampo.objects.get(pk=firmado["id"]).estado == EstadoRegistro.APLICADO
    acuerdo = Acuerdo.objects.get()
    assert acuerdo.solicitud == contacto.solicitudes.get()
    assert Adjunto.objects.get().solicitud == acuerdo.solicitud
    assert acuerdo.solicitud.requisitos.get(codigo="AGR").cumple


def test_las_fotos_de_una_visita_llegan_antes_o_despues(telefono, contacto):
    una, otra = uuid.uuid4(), uuid.uuid4()
    telefono.subir(foto(), pk=una)
    telefono.enviar(visita(contacto, fotos=[str(una), str(otra)]))
    telefono.subir(foto(lado=65), pk=otra)
    assert set(Visita.objects.get().adjuntos.values_list("pk", flat=True)) == {una, otra}


def test_lo_visto_en_el_hogar_se_dice_en_el_contacto_y_en_su_solicitud(telefono, contacto):
    firma = uuid.uuid4()
    telefono.subir(foto(), pk=firma)
    telefono.enviar(
        visita(contacto, "ubicada_acepta", fotos=[str(firma)]),
        registro("requisito", contacto, codigo="SERV", visto=False, nota="No lo recuerda"),
        registro("requisito", contacto, codigo="SERV", visto=True, nota="Posta de abajo"),
    )
    solicitud = contacto.solicitudes.get()
    for direccion in (
        reverse("afiliacion:contacto", args=[contacto.pk]),
        reverse("afiliacion:solicitud", args=[solicitud.pk]),
    ):
        texto = telefono.client.get(direccion).content.decode()
        assert "Posta de abajo" in texto
        assert "No lo recuerda" not in texto
    texto = telefono.client.get(reverse("afiliacion:contacto", args=[contacto.pk])).content
    assert reverse("afiliacion:adjunto", args=[firma]) in texto.decode()


# Conflicts: kept and flagged, and what a colleague did stands


def marcado(respuesta, *marcas):
    assert unico(respuesta)["estado"] == "observado"
    assert unico(respuesta)["motivo"]
    assert guardado(respuesta).marcas == list(marcas)
    return guardado(respuesta)


def test_lo_que_otra_persona_cerro_sigue_cerrado(telefono, contacto, supervisora):
    sin_senal = visita(contacto, "ubicada_acepta", alertas=["sin_cred"])
    visitar(contacto, "ubicada_rechaza", por=supervisora, motivo="No desea")
    hecho = marcado(telefono.enviar(sin_senal), "cerrado", "visita_de_colega")
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.NO_ACEPTA
    assert not contacto.solicitudes.exists()
    assert hecho.visita.contacto == contacto
    assert Alerta.objects.get().visita == hecho.visita


def test_una_colega_visito_mientras_tanto(telefono, contacto, supervisora):
    sin_senal = visita(contacto, "ubicada_rechaza", motivo="No desea")
    visitar(contacto, "ubicada_acepta", por=supervisora)
    marcado(telefono.enviar(sin_senal), "visita_de_colega")
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.EN_SOLICITUD
    assert contacto.solicitudes.get().estado == "borrador"
    assert contacto.visitas.count() == 2


def test_la_visita_de_la_colega_que_ya_conocia_no_es_conflicto(telefono, contacto, supervisora):
    visitar(contacto, "ausente", por=supervisora)
    assert unico(telefono.enviar(visita(contacto)))["estado"] == "aplicado"


def test_el_contacto_paso_a_otra_persona(telefono, contacto, supervisora, unidad, distrito):
    telefono.enviar(registro("requisito", contacto, codigo="MO", visto=True))
    telefono.usuario.paradas.create(
        contacto=contacto, fecha=HOY, orden=1, agregada_por=telefono.usuario
    )
    otra = fabricas.UsuarioFactory(rol="gestora", unidad_territorial=unidad)
    fabricas.AsignacionFactory(usuario=otra, distrito=distrito)
    asignar(contacto, a=otra, por=supervisora)
    marcado(telefono.enviar(visita(contacto)), "reasignado")
    contacto.refresh_from_db()
    assert (contacto.asignada_a, contacto.estado) == (otra, EstadoContacto.EN_GESTION)


def test_el_hogar_se_paso_a_un_distrito_fuera_de_su_alcance(telefono, contacto, supervisora):
    telefono.usuario.paradas.create(
        contacto=contacto, fecha=HOY, orden=1, agregada_por=telefono.usuario
    )
    lejos = fabricas.DistritoFactory()
    mudar(contacto, distrito=lejos, por=supervisora)
    otro = fabricas.DistritoFactory()
    marcado(
        telefono.enviar(visita(contacto, "mudada", distrito_nuevo=otro.pk, direccion="Otra 1")),
        "mudado",
    )
    contacto.refresh_from_db()
    assert (contacto.distrito, contacto.direccion) == (lejos, "")


def test_un_fallecimiento_se_respeta_aunque_la_colega_haya_pasado(telefono, contacto, supervisora):
    sin_senal = visita(contacto, "fallecimiento", motivo="x")
    visitar(contacto, "ubicada_acepta", por=supervisora)
    marcado(telefono.enviar(sin_senal), "visita_de_colega")
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.CERRADA
    assert contacto.casos.get().cerrado_por_visita


@pytest.mark.parametrize(
    ("horas", "estado"), [(-30, "observado"), (30, "observado"), (20, "aplicado")]
)
def test_un_reloj_errado_por_mas_de_un_dia_se_marca_y_se_corrige(telefono, contacto, horas, estado):
    suyo = timezone.now() + dt.timedelta(hours=horas)
    dia = timezone.localdate(suyo).isoformat()
    respuesta = telefono.enviar(visita(contacto, hecho_en=suyo, fecha=dia), reloj=suyo)
    assert unico(respuesta)["estado"] == estado
    assert guardado(respuesta).marcas == (["reloj"] if estado == "observado" else [])
    assert abs(guardado(respuesta).reloj + horas * 3600) < 5
    if estado == "observado":
        assert Visita.objects.get().fecha == HOY


# Rejected: kept and explained


RECHAZADAS = {
    "futura": ({"fecha": (HOY + dt.timedelta(days=1)).isoformat()}, "posterior a hoy"),
    "antes de nacer": ({"fecha": (HOY - dt.timedelta(days=9)).isoformat()}, "nacimiento"),
    "fecha ilegible": ({"fecha": "2026-02-31"}, "fecha no se entiende"),
    "resultado": ({"resultado": "volar"}, "ya no está en la lista"),
    "modalidad": ({"modalidad": "sueño"}, "visita o una llamada"),
    "teléfono": ({"telefono_nuevo": "123"}, "nueve dígitos"),
    "motivo": ({"resultado": "ubicada_rechaza"}, "Escriba el motivo"),
    "distrito": ({"resultado": "mudada", "distrito_nuevo": "000000"}, "a qué distrito"),
    "largo": ({"observacion": "a" * 3000}, "Resuma"),
    "fotos": ({"fotos": ["x"]}, "fotos"),
}


@pytest.mark.parametrize("cual", RECHAZADAS)
def test_lo_que_no_puede_ser_se_rechaza_con_una_frase(telefono, contacto, cual):
    cambios, frase = RECHAZADAS[cual]
    respuesta = telefono.enviar(visita(contacto, **cambios))
    assert unico(respuesta)["estado"] == "rechazado"
    assert frase in unico(respuesta)["motivo"]
    assert guardado(respuesta).cuerpo["resultado"]
    assert not Visita.objects.exists()


def test_lo_ajeno_y_lo_que_no_existe_se_dicen_igual(telefono, contacto, ajena, client):
    del_otro = Telefono(client, ajena)
    ajeno = unico(del_otro.enviar(visita(contacto)))
    nadie = unico(del_otro.enviar(visita(10**15)))
    assert ajeno["estado"] == nadie["estado"] == "rechazado"
    assert ajeno["motivo"] == nadie["motivo"]
    assert ajeno["contacto"] is None


def test_el_numero_de_un_registro_ajeno_no_dice_nada(telefono, contacto, client, ajena):
    suyo = visita(contacto, "ubicada_rechaza", motivo="Secreto")
    telefono.enviar(suyo)
    dado = unico(Telefono(client, ajena).enviar(suyo))
    assert (dado["estado"], dado["contacto"]) == ("rechazado", None)
    assert Visita.objects.get().registrada_por == telefono.usuario


def test_el_mismo_numero_con_otros_datos_se_guarda_para_revisar(telefono, contacto):
    pk = uuid.uuid4()
    telefono.enviar(visita(contacto, pk=pk))
    corregida = visita(contacto, "ubicada_acepta", pk=pk)
    dadas = [unico(telefono.enviar(corregida)) for _ in range(2)]
    assert dadas[0] == dadas[1]
    assert (dadas[0]["id"], dadas[0]["estado"]) == (str(pk), "observado")
    assert Visita.objects.get().resultado_id == "ausente"
    otra = RegistroDeCampo.objects.exclude(pk=pk).get()
    assert (otra.marcas, otra.cuerpo["resultado"]) == (["otra_version"], "ubicada_acepta")


# Bad messages: refused whole, with a sentence, and nothing written


BASURA = {
    "vacío": b"",
    "bytes": bytes(range(256)),
    "no json": b"{'registros'",
    "lista": b"[]",
    "hondo": b"[" * 100_000,
    "nan": b'{"version": NaN}',
    "número enorme": b'{"version": ' + b"9" * 5000 + b"}",
    "otra versión": b'{"version": 2, "dispositivo": "x", "reloj": 1, "registros": []}',
}


@pytest.mark.parametrize("cual", BASURA)
def test_la_basura_es_400_en_json(telefono, contacto, cual):
    respuesta = telefono.enviar_bytes(BASURA[cual])
    assert respuesta.status_code == 400
    assert "Nada se perdió" in respuesta.json()["detalle"]


def test_sin_numero_no_se_aplica_ninguno(telefono, contacto):
    assert telefono.enviar(visita(contacto), {"tipo": "visita"}).status_code == 400
    assert not RegistroDeCampo.objects.exists()


@pytest.mark.parametrize(
    "roto",
    [
        {"tipo": "otra"},
        {"contacto": "12"},
        {"contacto": -1},
        {"contacto": 10**30},
        {"hecho_en": "ayer"},
        {"hecho_en": "2026-11-24T10:00:00"},
        {"hecho_en": "9999-12-31T23:59:59-05:00"},
        {"datos": None},
        {"datos": {"version": -1}},
    ],
    ids=str,
)
def test_un_registro_roto_no_detiene_a_los_demas(telefono, contacto, roto):
    dados = telefono.enviar(visita(contacto) | roto, visita(contacto)).json()["registros"]
    assert [d["estado"] for d in dados] == ["rechazado", "aplicado"]
    assert dados[0]["motivo"]


def test_caracteres_que_la_base_no_guarda(telefono, contacto):
    respuesta = telefono.enviar(visita(contacto, observacion="a\x00b\ud800c"))
    assert unico(respuesta)["estado"] == "aplicado"
    assert Visita.objects.get().observacion == "a\ufffdb\ufffdc"


def test_diez_mil_registros_son_413(telefono, contacto):
    mil = [visita(contacto)] * 201
    assert telefono.enviar(*mil).status_code == 413
    respuesta = telefono.enviar_bytes(b"[" + b"0," * 10_000_000 + b"0]")
    assert respuesta.status_code == 413
    assert "200 registros" in respuesta.json()["detalle"]
    assert not RegistroDeCampo.objects.exists()
