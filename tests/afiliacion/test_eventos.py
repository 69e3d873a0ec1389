"""Records one by one: the same validation, ledger and links as a file, and to the queue."""

import datetime as dt

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import DataError, connection
from django.utils import timezone

from afiliacion import tasks
from afiliacion.acciones import eventos as acciones
from afiliacion.acciones.cargas import SIN_COLA
from afiliacion.models import Contacto
from captacion import eventos
from captacion.acciones import eventos as acciones_captacion
from captacion.acciones import recibir
from captacion.importacion import CANDADO_FUENTE, CANDADO_PERSONAS
from captacion.models import (
    Captacion,
    Carga,
    EstadoCarga,
    EventoRecibido,
    FilaObservada,
    FuenteDeEventos,
    Persona,
    RegistroFuente,
)
from captacion.models.evento import INTENTOS, TAMANOS
from juntos.models import Usuario
from tests.captacion.archivos import GESTANTE, MADRE, texto
from tests.captacion.eventos import Emisor, registro

pytestmark = pytest.mark.django_db
MEDIODIA = dt.datetime(2026, 11, 23, 12, 30, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def timbres(monkeypatch, settings, tmp_path):
    """The sources for which the bell rang; and no waiting between batches."""
    settings.MEDIA_ROOT = tmp_path
    tocados = []
    monkeypatch.setattr(acciones_captacion, "tocar", lambda tarea, fuente: tocados.append(fuente))
    monkeypatch.setattr(acciones, "PAUSA", 0)
    return tocados


@pytest.fixture
def emisor():
    return Emisor()


def uno(**cambios):
    return registro("padron_nominal", **cambios)


def enviar(emisor, cuerpo, *, el=MEDIODIA):
    """Post, as received at `el`; the answer."""
    respuesta = emisor.enviar(cuerpo)
    assert respuesta.status_code == 202, respuesta.json()
    EventoRecibido.objects.filter(pk__in=[r["id"] for r in respuesta.json()["registros"]]).update(
        recibido_en=el
    )
    return respuesta


def procesar(fuente="padron_nominal"):
    tasks.procesar_eventos(fuente)


def libro(carga) -> dict[str, int]:
    partes = ("nuevas", "actualizadas", "sin_cambio", "rechazadas", "en_revision")
    return {parte: getattr(carga, parte) for parte in partes if getattr(carga, parte)}


# To the queue


def test_un_nacimiento_llega_a_la_cola(emisor):
    respuesta = enviar(emisor, uno())
    procesar()

    carga = Carga.objects.get()
    assert (carga.estado, carga.leidas, carga.captaciones, carga.contactos) == (
        EstadoCarga.PROCESADA,
        1,
        1,
        1,
    )
    assert carga.nombre_archivo == "Eventos del 23/11/2026, 12:00 a 12:59"
    assert (carga.fecha_proceso, carga.fuente, bool(carga.archivo)) == (
        MEDIODIA.date(),
        "padron_nominal",
        False,
    )
    assert Captacion.objects.get().carga == Contacto.objects.get().carga == carga
    (desenlace,) = emisor.desenlaces(respuesta)
    assert (desenlace["estado"], desenlace["resultado"], desenlace["carga"]) == (
        "procesado",
        "nueva",
        carga.pk,
    )


@pytest.mark.parametrize("fuente", FuenteDeEventos.values)
def test_cada_fuente_entra_por_el_mismo_camino(fuente):
    emisor = Emisor(fuente)
    respuesta = enviar(emisor, registro(fuente))
    procesar(fuente)
    assert emisor.desenlaces(respuesta)[0]["resultado"] == "nueva"
    documento = GESTANTE if fuente == "sis_gestantes" else MADRE
    assert Persona.objects.filter(dni=documento).exists()


def test_el_repaso_no_toma_una_hora_de_registros_por_una_carga_a_medias(emisor):
    enviar(emisor, uno())
    procesar()
    assert Carga.objects.filter(estado=EstadoCarga.PROCESADA, segundos=0).exists()
    assert not Carga.objects.filter(SIN_COLA).exists()


def test_el_archivo_de_manana_no_dice_nada_nuevo(emisor):
    enviar(emisor, uno())
    procesar()
    contenido = ContentFile(texto("padron_nominal", {}).encode())
    carga = recibir(contenido, nombre="f.txt", por=Usuario.objects.sistema(), hoy=MEDIODIA.date())
    tasks.procesar_carga(carga.pk)
    carga.refresh_from_db()
    assert libro(carga) == {"sin_cambio": 1}


def test_el_libro_de_la_hora_crece_y_las_filas_siguen_su_numero(emisor):
    malo = uno(codigo_padron="2", fecha_nacimiento="31/02/2026")
    primera = enviar(emisor, [uno(), malo])
    procesar()
    segunda = enviar(
        emisor,
        [
            uno(),
            uno(celular="987654321"),
            uno(codigo_padron="3", fecha_nacimiento="30/11/2026", madre_documento="91000009"),
            uno(codigo_padron="4", nombres="SOL", madre_documento="91000008"),
        ],
        el=MEDIODIA + dt.timedelta(minutes=20),
    )
    procesar()

    carga = Carga.objects.get()
    assert carga.leidas == 6
    desenlaces = emisor.desenlaces(primera) + emisor.desenlaces(segunda)
    assert [d["resultado"] for d in desenlaces] == [
        "nueva",
        "rechazada",
        "sin_cambio",
        "actualizada",
        "rechazada",
        "nueva",
    ]
    assert libro(carga) == {"nuevas": 2, "actualizadas": 1, "sin_cambio": 1, "rechazadas": 2}
    assert list(EventoRecibido.objects.order_by("pk").values_list("numero", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    rechazadas = FilaObservada.objects.filter(carga=carga, tipo="rechazada")
    assert [(f.numero, f.motivos) for f in rechazadas] == [
        (2, ["nacimiento_imposible"]),
        (5, ["nacimiento_futuro"]),
    ]
    assert RegistroFuente.objects.get(clave="4").fila == 6
    assert carga.captaciones == Captacion.objects.count() == 2
    assert carga.tamano > 0


def test_un_rechazo_dice_por_que_y_en_que_columna(emisor):
    respuesta = enviar(emisor, uno(fecha_nacimiento="31/02/2026", celular=""))
    procesar()
    (desenlace,) = emisor.desenlaces(respuesta)
    (motivo,) = desenlace["motivos"]
    assert desenlace["resultado"] == "rechazada"
    assert (motivo["codigo"], motivo["columna"]) == ("nacimiento_imposible", "FE_NAC_MENOR")
    assert motivo["texto"].startswith("La fecha de nacimiento no existe. Corrija")


def test_un_aviso_tambien_se_cuenta(emisor):
    respuesta = enviar(emisor, uno(nombres="RN"))
    procesar()
    (desenlace,) = emisor.desenlaces(respuesta)
    assert desenlace["resultado"] == "nueva"
    assert "nombre_provisional" in [m["codigo"] for m in desenlace["motivos"]]


def test_un_registro_sin_ningun_dato_queda_en_el_libro(emisor):
    respuesta = enviar(emisor, {"CO_PADRON_NOMINAL": None, "FE_NAC_MENOR": ""})
    procesar()
    assert emisor.desenlaces(respuesta)[0]["resultado"] == "rechazada"
    assert libro(Carga.objects.get()) == {"rechazadas": 1}


def test_cada_hora_y_cada_fuente_tienen_su_carga(emisor):
    enviar(emisor, uno(), el=MEDIODIA)
    enviar(emisor, uno(codigo_padron="2"), el=MEDIODIA.replace(hour=13, minute=0))
    enviar(Emisor("pgh"), registro("pgh"), el=MEDIODIA)
    for fuente in ("padron_nominal", "pgh"):
        procesar(fuente)
    assert sorted(Carga.objects.values_list("fuente", "recibida_en__hour", "leidas")) == [
        ("padron_nominal", 12, 1),
        ("padron_nominal", 13, 1),
        ("pgh", 12, 1),
    ]


def test_una_correccion_de_la_misma_hora_llega_a_la_persona():
    emisor = Emisor("pgh")
    enviar(emisor, registro("pgh", nombres="ROSA"))
    procesar("pgh")
    enviar(emisor, registro("pgh", nombres="ROSA LUZ"))
    procesar("pgh")
    assert Persona.objects.get().nombres == "ROSA LUZ"


def test_dos_envios_de_una_misma_persona_no_se_estorban(emisor):
    """Waiting together, they are two facts: the first goes in, the second corrects it."""
    primera = enviar(emisor, uno())
    segunda = enviar(emisor, uno(celular="987654321"))
    procesar()
    resultados = [emisor.desenlaces(r)[0]["resultado"] for r in (primera, segunda)]
    assert resultados == ["nueva", "actualizada"]


# Nothing is lost


def test_el_timbre_se_toca_al_confirmar_y_una_segunda_vez_no_hace_nada(emisor, timbres):
    enviar(emisor, uno())
    assert timbres == ["padron_nominal"]
    procesar()
    antes = Carga.objects.values().get()
    procesar()
    assert Carga.objects.values().get() == antes


def test_el_repaso_llama_por_lo_que_nadie_recogio(emisor, timbres):
    enviar(emisor, uno())
    timbres.clear()
    tasks.retomar_eventos()
    assert timbres == ["padron_nominal"]
    procesar()
    tasks.retomar_eventos()
    assert timbres == ["padron_nominal"]


@pytest.mark.parametrize(
    ("clase", "llave"), [(CANDADO_FUENTE, 0), (CANDADO_PERSONAS, 0), (eventos.CANDADO_EVENTOS, 0)]
)
def test_mientras_otro_tiene_el_turno_se_espera_sin_ocupar_al_trabajador(emisor, clase, llave):
    enviar(emisor, uno())
    otra = connection.copy()
    try:
        with otra.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [clase, llave])
        procesar()
        assert EventoRecibido.objects.get().intentos == 0
        with otra.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [clase, llave])
    finally:
        otra.close()
    procesar()
    assert EventoRecibido.objects.get().resultado == "nueva"


def test_al_terminar_un_archivo_se_llama_por_los_eventos(emisor, timbres):
    enviar(emisor, uno())
    timbres.clear()
    contenido = ContentFile(texto("pgh", {}).encode())
    tasks.procesar_carga(
        recibir(contenido, nombre="f.txt", por=Usuario.objects.sistema(), hoy=MEDIODIA.date()).pk
    )
    assert timbres == ["padron_nominal"]


def test_un_registro_que_siempre_falla_no_detiene_a_los_demas(emisor, monkeypatch):
    """The batch is undone and tried in parts, until the bad one is alone; it ends rejected."""
    original = eventos.cargar_filas

    def falla(carga, lector, avance):
        if not lector.malos and any(r.get("PRENOMBRE_MENOR") == "VENENO" for r in lector.registros):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        return original(carga, lector, avance)

    monkeypatch.setattr(eventos, "cargar_filas", falla)
    buenos = [uno(codigo_padron=str(n), madre_documento=f"9100{n:04d}") for n in range(1, 13)]
    respuesta = enviar(emisor, [*buenos[:6], uno(nombres="VENENO"), *buenos[6:]])
    procesar()
    assert EventoRecibido.objects.exclude(resultado="").count() == 12
    malo = EventoRecibido.objects.get(resultado="")
    assert malo.intentos == TAMANOS.index(1) + 1

    while malo.intentos < INTENTOS:
        EventoRecibido.objects.filter(pk=malo.pk).update(ultimo_intento=MEDIODIA)
        procesar()
        malo.refresh_from_db()
        assert malo.resultado == ""
    EventoRecibido.objects.filter(pk=malo.pk).update(ultimo_intento=MEDIODIA)
    procesar()
    desenlace = emisor.desenlaces(respuesta)[6]
    assert (desenlace["resultado"], desenlace["motivos"][0]["codigo"]) == (
        "rechazada",
        "no_procesable",
    )
    carga = Carga.objects.get()
    assert libro(carga) == {"nuevas": 12, "rechazadas": 1}
    assert "VENENO" in FilaObservada.objects.get(tipo="rechazada").celdas


def test_el_error_de_un_lote_se_anota_sin_lo_que_dice(emisor, monkeypatch, caplog):
    def falla(*_):
        raise DataError("QUISPE 91000001")

    monkeypatch.setattr(eventos, "cargar_filas", falla)
    enviar(emisor, uno())
    procesar()
    assert "DataError" in caplog.text
    assert "QUISPE" not in caplog.text


def test_un_trabajador_que_muere_a_medias_no_deja_nada_y_se_retoma(emisor, monkeypatch):
    def muere(*_):
        raise SystemExit

    enviar(emisor, [uno(), uno(codigo_padron="2", madre_documento="91000009")])
    with monkeypatch.context() as parche:
        parche.setattr(eventos, "_anotar_resultados", muere)
        with pytest.raises(SystemExit):
            procesar()
    assert not Carga.objects.exists()
    assert not Persona.objects.exists()
    procesar()
    assert libro(Carga.objects.get()) == {"nuevas": 2}


def test_el_turno_largo_se_deja_y_se_vuelve_a_llamar(emisor, timbres, monkeypatch):
    monkeypatch.setattr(acciones, "DURACION", -1)
    enviar(emisor, uno())
    timbres.clear()
    procesar()
    assert timbres == ["padron_nominal"]
    assert EventoRecibido.objects.get().resultado == ""


def test_el_contenido_vence_y_lo_que_fue_de_el_se_queda(emisor):
    respuesta = enviar(emisor, uno())
    procesar()
    en_espera = enviar(emisor, uno(codigo_padron="2"))
    with time_machine.travel(MEDIODIA + dt.timedelta(days=89), tick=False):
        tasks.retirar_eventos()
        assert not EventoRecibido.objects.filter(registro={}).exists()
    with time_machine.travel(MEDIODIA + dt.timedelta(days=91), tick=False):
        tasks.retirar_eventos()
    assert EventoRecibido.objects.get(registro={}).resultado == "nueva"
    assert emisor.desenlaces(respuesta)[0]["resultado"] == "nueva"
    assert emisor.desenlaces(en_espera)[0]["estado"] == "recibido"
    assert EventoRecibido.objects.get(resultado="").registro["CO_PADRON_NOMINAL"] == "2"


def test_la_pagina_de_la_carga_dice_de_donde_vino(emisor, client, sede):
    enviar(emisor, [uno(), uno(codigo_padron="2", fecha_nacimiento="31/02/2026")])
    procesar()
    carga = Carga.objects.get()
    client.force_login(sede)
    pagina = client.get(f"/cargas/{carga.pk}/").text
    assert "uno por uno" in pagina
    assert "del archivo" not in pagina
    assert "31/02/2026" in pagina
    rechazadas = client.get(f"/cargas/{carga.pk}/rechazadas/").getvalue().decode()
    assert rechazadas.splitlines()[1].startswith("2|FE_NAC_MENOR|")
    assert client.get("/cargas/").status_code == 200
    for accion in ("cancelar", "reintentar"):
        assert client.post(f"/cargas/{carga.pk}/{accion}/").status_code == 409
    assert Carga.objects.get().estado == EstadoCarga.PROCESADA
