"""Somebody saw that a care was given, or not: it counts, it is corrected, it is undone."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from afiliacion.acciones import cuidados as acciones
from afiliacion.acciones.calendario import recalcular
from afiliacion.models import Adjunto, Corresponsabilidad, Cuidado
from juntos.models import Evento
from tests.afiliacion import campo, construir, dinero
from tests.afiliacion.calendario.gente import dar

pytestmark = pytest.mark.django_db
HOY = timezone.localdate()
NACIO = HOY - dt.timedelta(days=130)


@pytest.fixture(autouse=True)
def _archivos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def hogar(distrito):
    """A child of 130 days of whom no care is known, captured in time."""
    usuario = dinero.hogar(distrito)
    dinero.nacido(usuario, NACIO)
    recalcular([usuario.captaciones.get().persona_id])
    return usuario


def fila(hogar, item="neumococo", dosis=1) -> Corresponsabilidad:
    return Corresponsabilidad.objects.get(
        persona=hogar.captaciones.get().persona_id,
        regla__item=item,
        regla__dosis=dosis,
        regla__norma__condiciona_pago=True,
    )


def dia(n: int) -> dt.date:
    return NACIO + dt.timedelta(days=n)


def visto_dado(hogar, n, *, por, visto=None, **campos):
    datos = {"dado_el": dia(n), "evidencia": "carne", "visto": visto, "por": por} | campos
    return acciones.constatar_dado(fila(hogar), **datos)


def test_lo_que_se_vio_en_el_carne_cuenta_y_la_siguiente_dosis_se_mueve(hogar, gestora):
    assert fila(hogar).situacion == "sin_dato"
    cuidado = visto_dado(hogar, 60, por=gestora)
    assert (fila(hogar).situacion, fila(hogar).cuidado) == ("en_ventana", cuidado)
    assert fila(hogar, dosis=2).desde == dia(88)
    assert cuidado.conocido_el == HOY
    evento = Evento.objects.get(modelo="afiliacion.cuidado", objeto_id=cuidado.pk)
    assert (evento.a, evento.ocurrido_por) == ("dado", gestora)


def test_solo_lo_que_alguien_confirma_que_no_se_dio_es_no_cumplir(hogar, gestora):
    acciones.constatar_no_dado(fila(hogar), visto=None, por=gestora)
    assert fila(hogar).situacion == "no_dado"
    assert fila(hogar, "polio").situacion == "sin_dato"


def test_en_plazo_todavia_no_se_puede_decir_que_no_se_dio(hogar, gestora):
    with pytest.raises(ValidationError, match="Todavía está en plazo"):
        acciones.constatar_no_dado(fila(hogar, "hierro_4m"), visto=None, por=gestora)


@pytest.mark.parametrize(
    ("n", "frase"),
    [(-1, "Nació el"), (131, "todavía no llega")],
    ids=["antes de nacer", "mañana"],
)
def test_la_fecha_no_es_anterior_al_nacimiento_ni_futura(hogar, gestora, n, frase):
    with pytest.raises(ValidationError, match=frase):
        visto_dado(hogar, n, por=gestora)
    assert not Cuidado.objects.filter(origen="visita").exists()


@pytest.mark.parametrize("n", [0, 130], ids=["el día en que nació", "hoy"])
def test_los_dias_de_los_extremos_si_caben(hogar, gestora, n):
    assert visto_dado(hogar, n, por=gestora).dado_el == dia(n)


def test_un_control_no_es_anterior_al_embarazo(distrito, gestora):
    usuario = dinero.hogar(distrito)
    dinero.gestante(usuario, HOY - dt.timedelta(days=120))
    recalcular([usuario.captaciones.get().persona_id])
    apn = Corresponsabilidad.objects.filter(
        persona=usuario.captaciones.get().persona_id, regla__item="apn"
    ).first()
    with pytest.raises(ValidationError, match="El embarazo empezó"):
        acciones.constatar_dado(
            apn,
            dado_el=HOY - dt.timedelta(days=121),
            evidencia="carne",
            visto=None,
            por=gestora,
        )


def test_una_correccion_anula_lo_anterior_y_lo_conserva(hogar, gestora, supervisora):
    primero = visto_dado(hogar, 60, por=gestora)
    segundo = visto_dado(hogar, 70, por=supervisora, visto=primero.pk)
    primero.refresh_from_db()
    assert (primero.anulado_por, primero.anulado_motivo) == (supervisora, "Corregido")
    assert segundo.corrige == primero
    assert fila(hogar).dado_el == dia(70)


def test_la_correccion_de_un_dia_no_choca_con_lo_que_corrige(hogar, gestora):
    primero = visto_dado(hogar, 60, por=gestora)
    assert visto_dado(hogar, 61, por=gestora, visto=primero.pk).dado_el == dia(61)


def test_deshacer_repone_lo_que_se_habia_corregido(hogar, gestora):
    primero = visto_dado(hogar, 60, por=gestora)
    segundo = visto_dado(hogar, 70, por=gestora, visto=primero.pk)
    acciones.deshacer(segundo, por=gestora)
    assert fila(hogar).dado_el == dia(60)
    primero.refresh_from_db()
    acciones.deshacer(primero, por=gestora)
    assert fila(hogar).situacion == "sin_dato"
    assert Cuidado.objects.filter(anulado_motivo="Deshecho").count() == 2


def test_lo_que_ya_figura_no_se_repite(hogar, gestora):
    dar(hogar.captaciones.get().persona, "neumococo", 60, desde=NACIO)
    with pytest.raises(ValidationError, match="Ya figura uno"):
        visto_dado(hogar, 61, por=gestora)


def test_si_otra_persona_registro_primero_no_se_hace_nada(hogar, gestora, supervisora):
    visto_dado(hogar, 60, por=supervisora)
    with pytest.raises(acciones.CuidadoCambiado):
        visto_dado(hogar, 80, por=gestora, visto=None)
    assert fila(hogar).dado_el == dia(60)


def test_deshacer_dos_veces_es_una(hogar, gestora):
    cuidado = visto_dado(hogar, 60, por=gestora)
    acciones.deshacer(cuidado, por=gestora)
    with pytest.raises(acciones.CuidadoCambiado):
        acciones.deshacer(cuidado, por=gestora)


def test_sin_evidencia_no_se_registra(hogar, gestora):
    with pytest.raises(ValidationError, match="Indique qué vio"):
        visto_dado(hogar, 60, por=gestora, evidencia="")


def test_sede_y_otro_territorio_no_registran(hogar, sede, ajena):
    for otra in (sede, ajena):
        with pytest.raises(PermissionDenied):
            visto_dado(hogar, 60, por=otra)


# The page


def enviar(client, hogar, **datos):
    return client.post(reverse("afiliacion:cuidado", args=[fila(hogar).pk]), datos)


def test_la_pagina_registra_con_su_foto_y_vuelve_al_hogar(client, hogar, gestora, supervisora):
    client.force_login(gestora)
    pagina = client.get(reverse("afiliacion:cuidado", args=[fila(hogar).pk]))
    assert "nadie lo registró" in pagina.text
    foto = SimpleUploadedFile("carne.jpg", campo.foto(), content_type="image/jpeg")
    respuesta = enviar(
        client, hogar, respuesta="dado", dado_el=f"{dia(60)}", evidencia="carne", foto=foto
    )
    assert respuesta.url == reverse("afiliacion:hogar", args=[hogar.pk])
    assert fila(hogar).dado_el == dia(60)
    client.force_login(supervisora)
    adjunto = Adjunto.objects.get(cuidados__isnull=False)
    visto = client.get(reverse("afiliacion:adjunto", args=[adjunto.pk]))
    assert visto.status_code == 200
    visto.close()


def test_la_foto_no_la_ve_quien_es_de_otro_territorio(client, hogar, gestora, ajena):
    cuidado = visto_dado(hogar, 60, por=gestora, foto=campo.foto())
    client.force_login(ajena)
    assert client.get(reverse("afiliacion:adjunto", args=[cuidado.foto_id])).status_code == 404


def test_lo_que_no_es_una_foto_se_dice_y_nada_se_pierde(client, hogar, gestora):
    client.force_login(gestora)
    malo = SimpleUploadedFile("carne.jpg", b"esto no es una foto")
    respuesta = enviar(
        client, hogar, respuesta="dado", dado_el=f"{dia(60)}", evidencia="carne", foto=malo
    )
    assert respuesta.status_code == 422
    assert f'value="{dia(60)}"' in respuesta.text
    assert fila(hogar).situacion == "sin_dato"


def test_la_pagina_dice_que_falta(client, hogar, gestora):
    client.force_login(gestora)
    vacia = enviar(client, hogar)
    assert vacia.status_code == 422
    assert "Elija una respuesta" in vacia.text
    sin_dia = enviar(client, hogar, respuesta="dado", evidencia="carne")
    assert "Escriba qué día se dio." in sin_dia.text
    antes = enviar(client, hogar, respuesta="dado", evidencia="carne", dado_el=f"{dia(-3)}")
    assert "la fecha no puede ser anterior" in antes.text


def test_la_pagina_vuelve_a_la_lista_de_la_que_vino_y_deshace(client, hogar, gestora):
    client.force_login(gestora)
    respuesta = enviar(client, hogar, respuesta="no_dado", volver="ver=sin_dato&pagina=1")
    assert respuesta.url == "/corresponsabilidades/?ver=sin_dato&pagina=1"
    pagina = client.get(reverse("afiliacion:cuidado", args=[fila(hogar).pk]))
    cuidado = pagina.context["ficha"].vigente
    assert "No se dio" in pagina.text
    deshecho = client.post(reverse("afiliacion:cuidado-deshacer", args=[cuidado.pk]))
    assert deshecho.url == reverse("afiliacion:hogar", args=[hogar.pk])
    assert fila(hogar).situacion == "sin_dato"


def test_quien_llego_tarde_lo_sabe(client, hogar, gestora, supervisora):
    visto_dado(hogar, 60, por=supervisora)
    client.force_login(gestora)
    respuesta = enviar(client, hogar, respuesta="no_dado")
    assert respuesta.status_code == 409
    assert "Alguien registró algo" in respuesta.text


def test_la_tarjeta_dice_lo_que_toca_y_ningun_documento(hogar):
    from afiliacion.consultas.cuidado import tarjeta

    datos = tarjeta(hogar, hoy=HOY)
    (persona,) = datos["personas"]
    assert persona["nombre"] == "Luz"
    hierro = next(c for c in persona["cuidados"] if c["que"] == "Hierro a los 4 meses")
    assert (hierro["ya"], hierro["cuando"]) == (True, f"Hasta el {dia(179):%d/%m/%Y}")
    assert hogar.captaciones.get().persona.dni not in str(datos)


def test_la_tarjeta_sale_en_papel(client, hogar, gestora):
    client.force_login(gestora)
    respuesta = client.get(reverse("afiliacion:hogar-tarjeta", args=[hogar.pk]))
    assert respuesta.content.startswith(b"%PDF")


def test_quien_no_tiene_cuidados_tiene_tarjeta_vacia(client, distrito, gestora):
    client.force_login(gestora)
    vacio = construir.hogar(distrito)
    respuesta = client.get(reverse("afiliacion:hogar-tarjeta", args=[vacio.pk]))
    assert respuesta.status_code == 200
