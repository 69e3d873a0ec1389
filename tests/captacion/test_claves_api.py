"""Keys of the API: made in the admin or by the command, shown once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from captacion.acciones.claves import emitir_clave, reconocer_clave
from captacion.models import ClaveApi, EventoRecibido
from juntos.models import Usuario
from tests.captacion.eventos import clave
from tests.fabricas import CargaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cliente(client, administracion):
    client.force_login(administracion)
    return client


def test_en_el_admin_la_clave_se_muestra_una_sola_vez(cliente, administracion):
    datos = {"fuente": "pgh", "nombre": "SISFOH", "por_minuto": 60}
    respuesta = cliente.post(reverse("admin:captacion_claveapi_add"), datos, follow=True)
    nueva = ClaveApi.objects.get()
    (mensaje,) = [str(m) for m in respuesta.context["messages"] if "La clave es" in str(m)]
    token = mensaje.split()[3]
    assert reconocer_clave(token) == nueva
    assert (nueva.creada_por, nueva.por_minuto) == (administracion, 60)
    ficha = cliente.get(reverse("admin:captacion_claveapi_change", args=[nueva.pk])).text
    assert token not in ficha
    assert nueva.huella not in ficha


def test_en_el_admin_se_da_de_baja_y_no_se_borra(cliente):
    nueva, token = clave()
    ruta = reverse("admin:captacion_claveapi_change", args=[nueva.pk])
    assert cliente.post(ruta, {"nombre": "RENIEC", "por_minuto": 10}).status_code == 302
    assert reconocer_clave(token) is None
    borrar = reverse("admin:captacion_claveapi_delete", args=[nueva.pk])
    assert cliente.post(borrar, {"post": "yes"}).status_code == 403


def test_lo_que_vino_no_se_ve_en_el_admin(cliente):
    nueva, _ = clave()
    evento = EventoRecibido.objects.create(**datos(nueva, registro={"NOMBRES": "SECRETA"}))
    for ruta, args in (("changelist", []), ("change", [evento.pk])):
        pagina = cliente.get(reverse(f"admin:captacion_eventorecibido_{ruta}", args=args))
        assert pagina.status_code == 200
        assert "SECRETA" not in pagina.text


def test_el_comando_escribe_la_clave(capsys):
    call_command("crear_clave_api", "pgh", "SISFOH", "--por-minuto", "5")
    token = capsys.readouterr().out.strip()
    assert reconocer_clave(token).por_minuto == 5


@pytest.mark.parametrize(("fuente", "limite"), [("reniec", 5), ("pgh", 0)])
def test_el_comando_rechaza_lo_que_no_es(fuente, limite):
    with pytest.raises(CommandError):
        call_command("crear_clave_api", fuente, "SISFOH", por_minuto=limite)
    assert not ClaveApi.objects.exists()


def test_quien_no_carga_archivos_no_da_claves(supervisora):
    with pytest.raises(PermissionDenied):
        emitir_clave(ClaveApi(fuente="pgh", nombre="x"), por=supervisora)


def test_solo_administracion_ve_lo_que_vino(administracion, sede, gestora):
    nueva, _ = clave()
    EventoRecibido.objects.create(**datos(nueva))
    visibles = EventoRecibido.objects.visibles_para
    assert [visibles(u).count() for u in (administracion, sede, gestora)] == [1, 0, 0]


# What the database does not let in


def datos(nueva, **campos):
    base = {"fuente": "pgh", "huella": "0", "posicion": 0, "registro": {}, "recibido_por": nueva}
    return base | campos


@pytest.mark.parametrize(
    ("campos", "restriccion"),
    [
        ({"fuente": "x"}, "evento_recibido_fuente_valido"),
        ({"resultado": "x", "numero": 1}, "evento_recibido_resultado_valido"),
        ({"resultado": "nueva"}, "evento_recibido_procesado_con_fila"),
        ({"numero": 1}, "evento_recibido_procesado_con_fila"),
    ],
)
def test_un_evento_imposible_no_entra(campos, restriccion):
    nueva, _ = clave()
    carga = CargaFactory() if len(campos) > 1 else None
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        EventoRecibido.objects.create(**datos(nueva, carga=carga, **campos))


@pytest.mark.parametrize(
    ("campos", "restriccion"),
    [
        ({"llave": "a"}, "evento_recibido_una_vez"),
        ({"numero": 1, "resultado": "nueva"}, "evento_recibido_fila"),
    ],
)
def test_dos_veces_lo_mismo_no_entra(campos, restriccion):
    nueva, _ = clave()
    if "numero" in campos:
        campos |= {"carga": CargaFactory()}
    EventoRecibido.objects.create(**datos(nueva, **campos))
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        EventoRecibido.objects.create(**datos(nueva, **campos))


@pytest.mark.parametrize(
    ("campos", "restriccion"),
    [
        ({"fuente": "x"}, "clave_api_fuente_valido"),
        ({"por_minuto": 0}, "clave_api_por_minuto"),
    ],
)
def test_una_clave_imposible_no_entra(campos, restriccion):
    nueva = ClaveApi(**({"fuente": "pgh", "nombre": "x"} | campos))
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        emitir_clave(nueva, por=Usuario.objects.sistema())
