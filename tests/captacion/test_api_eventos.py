"""POST /api/v1/eventos/<fuente>/: who may send, what is kept, what is refused whole."""

import json
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from captacion.acciones import eventos as acciones
from captacion.acciones.claves import gastar_llamada, reconocer_clave
from captacion.acciones.eventos import recibir_eventos
from captacion.models import ClaveApi, EventoRecibido
from tests.captacion.eventos import Emisor, clave, registro

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def timbres(monkeypatch):
    """The sources for which the bell rang."""
    tocados = []
    monkeypatch.setattr(acciones, "tocar", lambda tarea, fuente: tocados.append(fuente))
    return tocados


@pytest.fixture
def emisor():
    return Emisor()


def uno(**cambios):
    return registro("padron_nominal", **cambios)


def test_un_registro_se_guarda_como_vino_y_suena_el_timbre(emisor, timbres):
    respuesta = emisor.enviar(uno())

    assert respuesta.status_code == 202
    (recibo,) = respuesta.json()["registros"]
    evento = EventoRecibido.objects.get()
    direccion = f"/api/v1/eventos/padron_nominal/{evento.pk}/"
    assert recibo == {"id": evento.pk, "direccion": direccion}
    assert (evento.registro, evento.recibido_por, evento.fuente) == (
        uno(),
        emisor.clave,
        "padron_nominal",
    )
    assert timbres == ["padron_nominal"]
    assert emisor.preguntar(direccion).json() == {
        "estado": "recibido",
        "resultado": None,
        "motivos": [],
        "carga": None,
    }


def test_una_lista_da_una_direccion_a_cada_uno_en_su_orden(emisor):
    lista = [uno(codigo_padron=str(n)) for n in range(3)]
    recibos = emisor.enviar(lista).json()["registros"]
    guardados = EventoRecibido.objects.in_bulk([r["id"] for r in recibos])
    assert [guardados[r["id"]].registro for r in recibos] == lista


def test_las_claves_se_comparan_como_los_encabezados_y_lo_desconocido_se_guarda(emisor):
    cuerpo = {"co padron nominal": "1", "Fe_Nac_Menor": None, "OTRA_COSA": "x"}
    assert emisor.enviar(cuerpo).status_code == 202
    assert EventoRecibido.objects.get().registro == cuerpo


@pytest.mark.parametrize(
    ("cuerpo", "codigo", "frase"),
    [
        ([], 422, "ningún registro"),
        ([uno()] * 1001, 422, "1,000"),
        ("texto", 422, "Envíe un registro"),
        (["texto"], 422, "no es un objeto"),
        ({"CO_PADRON_NOMINAL": "1"}, 422, "FE_NAC_MENOR"),
        ({"FE_NAC_MENOR": "23/11/2026"}, 422, "CO_PADRON_NOMINAL o NU_DNI_MENOR"),
        ([uno(), {}], 422, "Al registro 2"),
        (uno(nombres=7), 422, "entre comillas"),
        (uno(nombres=["LUZ"]), 422, "entre comillas"),
        (uno(nombres="LUZ\0"), 422, "nulos"),
        (uno(nombres="\ud800"), 422, "nulos"),
        (uno() | {"\0": "x"}, 422, "nulos"),
        (uno(nombres="=SUMA(A1)"), 422, "fórmula"),
        (uno(direccion="x" * 32_768), 422, "32,767"),
        (b"{", 400, "JSON"),
        (b'{"a": "\xff"}', 400, "JSON"),
        (b"[" * 100_000, 400, "JSON"),
        (b"9" * 5_000, 400, "JSON"),
        (b'{"a": NaN}', 422, "no es texto"),
        (b" " * (5 * 1024 * 1024 + 1), 413, "demasiado grande"),
    ],
    ids=lambda valor: valor if isinstance(valor, str) else "",
)
def test_lo_que_no_es_un_registro_se_rechaza_entero_con_una_frase(emisor, cuerpo, codigo, frase):
    respuesta = emisor.enviar(cuerpo)
    assert respuesta.status_code == codigo
    assert frase in respuesta.json()["mensaje"]
    assert not EventoRecibido.objects.exists()


def test_el_tipo_de_contenido_es_json(emisor):
    respuesta = emisor.enviar(uno(), tipo="text/plain")
    assert (respuesta.status_code, "application/json" in respuesta.json()["mensaje"]) == (415, True)


def test_una_fuente_que_no_existe_es_404(emisor):
    assert emisor.enviar(uno(), fuente="reniec").status_code == 404


# Who may


def test_sin_clave_es_401_y_no_una_pagina_de_entrada():
    respuesta = Client().post(reverse("api:eventos", args=["pgh"]), {}, "application/json")
    assert respuesta.status_code == 401
    assert respuesta["WWW-Authenticate"].startswith("Bearer")
    assert "clave" in respuesta.json()["mensaje"]


@pytest.mark.parametrize("token", ["x", "abcdefgh.otra", "ñandú.x", ".", "abcdefgh\0.x"])
def test_una_clave_que_no_es_es_401(emisor, token):
    assert emisor.enviar(uno(), token=token.encode().decode("latin-1")).status_code == 401


def test_el_prefijo_con_otro_secreto_no_es_la_clave(emisor):
    assert reconocer_clave(emisor.token) == emisor.clave
    assert reconocer_clave(f"{emisor.clave.prefijo}.{'x' * 43}") is None


def test_una_clave_dada_de_baja_es_401(emisor):
    ClaveApi.objects.update(activa=False)
    assert emisor.enviar(uno()).status_code == 401


def test_la_clave_de_otra_fuente_no_envia_ni_pregunta(emisor):
    otro = Emisor("pgh")
    assert otro.enviar(uno(), fuente="padron_nominal").status_code == 403
    recibo = emisor.enviar(uno()).json()["registros"][0]
    assert otro.preguntar(recibo["direccion"]).status_code == 404
    assert otro.preguntar(reverse("api:evento", args=["pgh", recibo["id"]])).status_code == 404
    assert emisor.preguntar(recibo["direccion"]).status_code == 200


@pytest.mark.parametrize("pk", [0, "x", 2**63, 10**30])
def test_un_numero_imposible_es_404(emisor, pk):
    assert emisor.preguntar(f"/api/v1/eventos/padron_nominal/{pk}/").status_code == 404


def test_del_secreto_solo_queda_su_huella():
    nueva, token = clave()
    guardado = " ".join(map(str, ClaveApi.objects.values_list().get(pk=nueva.pk)))
    assert token not in guardado
    assert token.partition(".")[2] not in guardado


# The limit


def test_pasado_el_limite_es_429_y_dice_cuanto_esperar():
    emisor = Emisor(por_minuto=2)
    assert [emisor.enviar(uno()).status_code for _ in range(3)] == [202, 202, 429]
    respuesta = emisor.enviar(uno())
    assert respuesta["Retry-After"] == "31"
    assert "espere 31 s" in respuesta.json()["mensaje"]
    assert EventoRecibido.objects.count() == 2


def test_el_cupo_vuelve_con_el_tiempo():
    nueva, _ = clave(por_minuto=2)
    assert [gastar_llamada(nueva) for _ in range(3)] == [0, 0, 31]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE captacion_claveapi SET gastado_hasta = gastado_hasta - interval '30 seconds'"
        )
    assert [gastar_llamada(nueva) for _ in range(2)] == [0, 31]


# Idempotency


def test_la_misma_llave_con_lo_mismo_da_la_misma_respuesta(emisor, timbres):
    primera = emisor.enviar([uno(), uno(codigo_padron="2")], llave="a")
    segunda = emisor.enviar([uno(), uno(codigo_padron="2")], llave="a")
    assert (segunda.status_code, segunda.json()) == (202, primera.json())
    assert EventoRecibido.objects.count() == 2
    assert len(timbres) == 1


def test_la_misma_llave_con_otra_cosa_se_rechaza(emisor):
    emisor.enviar(uno(), llave="a")
    respuesta = emisor.enviar(uno(nombres="OTRA"), llave="a")
    assert (respuesta.status_code, "otro contenido" in respuesta.json()["mensaje"]) == (409, True)
    assert EventoRecibido.objects.count() == 1


def test_la_llave_es_de_cada_clave_y_sin_llave_cada_envio_es_otro(emisor):
    for otro in (emisor, Emisor()):
        assert otro.enviar(uno(), llave="a").status_code == 202
        assert otro.enviar(uno()).status_code == 202
    assert EventoRecibido.objects.count() == 4


def test_una_llave_sin_fin_se_rechaza(emisor):
    respuesta = emisor.enviar(uno(), llave="x" * 201)
    assert (respuesta.status_code, "200" in respuesta.json()["mensaje"]) == (422, True)


@pytest.mark.django_db(transaction=True)
def test_dos_envios_iguales_a_la_vez_dejan_un_solo_juego(base_real, monkeypatch):
    """Both have seen that the key is new before either writes."""
    nueva, _ = clave()
    cuerpo = json.dumps([uno(), uno(codigo_padron="2")]).encode()
    juntos, respuestas = threading.Barrier(2), []
    leer = acciones.leer_registros

    def leer_a_la_vez(*args):
        juntos.wait(10)
        return leer(*args)

    def enviar():
        try:
            respuestas.append([e.pk for e in recibir_eventos(cuerpo, por=nueva, llave="a")])
        finally:
            connection.close()

    monkeypatch.setattr(acciones, "leer_registros", leer_a_la_vez)
    hilos = [threading.Thread(target=enviar) for _ in range(2)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert respuestas[0] == respuestas[1]
    assert EventoRecibido.objects.count() == 2
