"""What is said to a household: nothing of it ever enters a text message."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from afiliacion import tasks
from afiliacion.acciones import mensajes
from afiliacion.mensajes import proveedores, textos
from afiliacion.mensajes.revision import (
    MensajeProhibido,
    palabras_prohibidas,
    revisar_mensaje,
    revisar_plantilla,
)
from afiliacion.models import EstadoMensaje, Mensaje
from tests.afiliacion import construir

NUMERO = "987654321"


@pytest.fixture
def gestora(gestora):
    """With a name to sign; its accent would make the message too long as it is written."""
    gestora.first_name, gestora.last_name = "Gladys", "Huamán Ñahui"
    gestora.save()
    return gestora


@pytest.fixture
def contacto(distrito):
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    construir.gestante(hogar)
    return construir.contacto(hogar)


@pytest.fixture
def telefono(contacto):
    madre = (
        contacto.casos.exclude(captacion__recien_nacido=None).get().captacion.recien_nacido.madre
    )
    return madre.telefonos.create(numero=NUMERO, fuente="visita", visto_el=construir.HOY)


@pytest.fixture
def con_consola(settings):
    settings.MENSAJES_PROVEEDOR = "consola"


def pedir(contacto, telefono, por):
    return mensajes.pedir(contacto, telefono=telefono, plantilla="primer_contacto", por=por)


# The checker


@pytest.mark.parametrize(
    "texto",
    [
        "Está EMBARAZADA",
        "su bebé",
        "por su hijo",
        "su recién nacido",
        "el Programa JUNTOS",
        "del midis",
        "su D.N.I.",
        "su dni",
        "la Sra. con 9900 1234",
        "documento 99001234",
        "su control prena\u200btal",
        "la wawa",
        "la vacunación",
        "$persona",
        "$gestora.nombre y $otra",
        "cuesta 5$ hoy",
        "x" * 161,
        "Mañana á " + "x" * 70,
        "",
    ],
)
def test_lo_que_no_puede_ir_en_un_mensaje(texto):
    with pytest.raises(MensajeProhibido):
        revisar_plantilla(texto, "sms")


def test_lo_que_si_puede_ir():
    for texto in ("Hola, soy $gestora. ¿Me llama?", "Ninguno de mis sistemas abre a las 8:30."):
        revisar_plantilla(texto, "sms")
    revisar_plantilla("Su control prenatal, $persona, en $distrito", "identificada")
    with pytest.raises(MensajeProhibido):
        revisar_plantilla("¿Hablo con $persona, gestante?", "reservado")


@pytest.mark.parametrize("lengua", sorted(textos.por_lengua()))
def test_ningun_mensaje_de_ningun_hogar_dice_algo_de_el(lengua, contacto, gestora):
    """Nothing of a household enters: the same text for all, and no forbidden word in it."""
    for plantilla in textos.en_lengua(lengua).mensajes.values():
        texto = textos.redactar(plantilla, gestora=gestora.get_full_name())
        assert "Gladys Huaman Ñahui" in texto
        assert not palabras_prohibidas(texto)
        for caso in contacto.casos.all():
            for persona in (caso.captacion.persona, *contacto.hogar.miembros.all()):
                persona = getattr(persona, "persona", persona)
                assert persona.dni not in texto
                assert persona.ap_paterno.lower() not in texto.lower()
        revisar_mensaje(texto)


@given(nombre=st.text(max_size=60))
def test_un_nombre_cualquiera_no_cuela_un_documento(nombre):
    plantilla = next(iter(textos.en_lengua("1").mensajes.values()))
    try:
        texto = textos.redactar(plantilla, gestora=nombre)
    except MensajeProhibido:
        return
    assert not any(c.isdigit() for c in texto)
    assert len(texto) <= 160


def test_una_lengua_se_carga_con_su_archivo_y_una_mala_no(tmp_path, settings, contacto, gestora):
    settings.MENSAJES_CARPETA = tmp_path
    otra = textos.PROPIOS.joinpath("castellano.toml").read_text(encoding="utf-8")
    otra = otra.replace('lengua = "1"', 'lengua = "2"').replace('"castellano"', '"quechua"')
    (tmp_path / "quechua.toml").write_text(otra, encoding="utf-8")
    assert textos.en_lengua("2").nombre == "quechua"
    assert textos.en_lengua("3").nombre == "castellano"
    mala = otra.replace("Quisiera conversar con usted", "Es por su embarazo")
    (tmp_path / "quechua.toml").write_text(mala, encoding="utf-8")
    with pytest.raises(textos.TextosIlegibles, match="embarazo"):
        textos.leer(tmp_path / "quechua.toml")
    with pytest.raises(CommandError, match="embarazo"):
        call_command("revisar_mensajes", tmp_path / "quechua.toml")
    assert textos.en_lengua("2").nombre == "castellano"  # left out, and no page fails


# The contact's page


def test_el_contacto_dice_que_decir_y_no_ofrece_enviar(client, contacto, telefono, gestora):
    client.force_login(gestora)
    texto = client.get(reverse("afiliacion:contacto", args=[contacto.pk])).text
    assert "Qué decir" in texto
    assert "¿Hablo con Rosa Quispe?" in texto
    assert "Enviar al" not in texto
    with pytest.raises(PermissionDenied):
        pedir(contacto, telefono, gestora)


# The outbox


def test_pedido_dos_veces_sale_una(client, contacto, telefono, gestora, con_consola, caplog):
    client.force_login(gestora)
    lugar = reverse(
        "afiliacion:contacto-mensaje", args=[contacto.pk, telefono.pk, "primer_contacto"]
    )
    for _ in range(2):
        assert client.post(lugar).status_code == 302
    mensaje = Mensaje.objects.get()
    assert NUMERO not in mensaje.texto
    with caplog.at_level(logging.INFO):
        tasks.enviar_mensaje(mensaje.pk)
        tasks.enviar_mensaje(mensaje.pk)
    mensaje.refresh_from_db()
    assert (mensaje.estado, mensaje.intentos) == (EstadoMensaje.ENVIADO, 1)
    assert str(mensaje.pk) in caplog.text
    for callado in (NUMERO, mensaje.texto, gestora.get_full_name()):
        assert callado not in caplog.text


def test_lo_que_falla_se_reintenta_y_lo_abandonado_se_retoma(
    contacto, telefono, gestora, con_consola, monkeypatch
):
    def no_puede(_mensaje):
        raise proveedores.EnvioFallido

    mensaje = pedir(contacto, telefono, gestora)
    monkeypatch.setitem(proveedores.PROVEEDORES, "consola", no_puede)
    for vez in range(1, mensajes.INTENTOS + 1):
        tasks.enviar_mensaje(mensaje.pk)
        mensaje.refresh_from_db()
        assert mensaje.intentos == vez
    assert mensaje.estado == EstadoMensaje.FALLIDO
    monkeypatch.undo()
    Mensaje.objects.filter(pk=mensaje.pk).update(**{"estado": EstadoMensaje.EN_ENVIO})
    mensajes.retomar(ahora=timezone.now() + mensajes.ABANDONADO * 2)
    mensaje.refresh_from_db()
    assert mensaje.estado == EstadoMensaje.ENVIADO


def test_a_quien_no_se_le_escribe(contacto, telefono, gestora, ajena, con_consola):
    with pytest.raises(PermissionDenied):
        pedir(contacto, telefono, ajena)
    construir.visitar(contacto, "ubicada_rechaza", por=gestora, motivo="No quiere")
    contacto.refresh_from_db()
    with pytest.raises(PermissionDenied, match="ya no"):
        pedir(contacto, telefono, gestora)


@pytest.mark.parametrize("cambio", [{"numero": "12"}, {"estado": EstadoMensaje.ENVIADO}])
def test_la_base_guarda_las_reglas(cambio, contacto, telefono, gestora, con_consola):
    pedir(contacto, telefono, gestora)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mensaje.objects.update(**cambio)
