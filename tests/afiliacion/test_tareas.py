"""The worker's tasks: idempotent, keyed by a row, swept when a worker dies."""

import datetime as dt
import os
import time

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from afiliacion import tasks
from afiliacion.acciones import cargas, entrada
from afiliacion.models import Contacto
from captacion.acciones import cargas as acciones_captacion
from captacion.acciones import recibir
from captacion.importacion import CANDADO_FUENTE, procesar
from captacion.models import Carga, EstadoCarga, Fuente
from juntos.models import Usuario
from tests import fabricas
from tests.captacion.archivos import HOY, MADRE, texto


@pytest.fixture(autouse=True)
def _carpetas(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "archivos"
    settings.JUNTOS_DATOS = tmp_path


@pytest.fixture
def timbres(monkeypatch):
    """The loads for which the bell rang."""
    tocados = []
    for modulo in (cargas, entrada):
        monkeypatch.setattr(modulo, "encolar", lambda carga: tocados.append(carga.pk))
    return tocados


def recibida(contenido=None, **campos):
    contenido = contenido or texto("padron_nominal", {}).encode()
    carga = recibir(ContentFile(contenido), nombre="f.txt", por=Usuario.objects.sistema(), hoy=HOY)
    Carga.objects.filter(pk=carga.pk).update(**campos)
    carga.refresh_from_db()
    return carga


# procesar_carga


def test_procesar_lleva_hasta_la_cola(db):
    carga = recibida()
    tasks.procesar_carga(carga.pk)
    carga.refresh_from_db()
    assert (carga.estado, carga.contactos) == (EstadoCarga.PROCESADA, 1)
    assert carga.segundos > 0
    assert Contacto.objects.get().carga == carga


def test_una_entrega_repetida_no_hace_nada(db):
    carga = recibida()
    tasks.procesar_carga(carga.pk)
    antes = Carga.objects.values().get()
    tasks.procesar_carga(carga.pk)
    assert Carga.objects.values().get() == antes


@pytest.mark.parametrize("estado", sorted(set(EstadoCarga) - {EstadoCarga.RECIBIDA}))
def test_solo_se_procesa_lo_recibido(db, estado):
    carga = recibida(estado=estado)
    tasks.procesar_carga(carga.pk)
    carga.refresh_from_db()
    assert (carga.estado, carga.intentos) == (estado, 0)


def test_un_archivo_rechazado_es_un_final_normal(db):
    carga = recibida(b"A|B\n1|2\n")
    tasks.procesar_carga(carga.pk)
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.RECHAZADA
    assert carga.motivo


# retomar_cargas


def hace(**cuanto):
    return timezone.now() - dt.timedelta(**cuanto)


def test_lo_que_nadie_recogio_se_llama_una_vez_cada_tanto(db, timbres):
    carga = recibida(recibida_en=hace(minutes=2))
    tasks.retomar_cargas()
    tasks.retomar_cargas()
    assert timbres == [carga.pk]
    Carga.objects.update(latido=hace(minutes=6))
    tasks.retomar_cargas()
    assert timbres == [carga.pk] * 2


def test_lo_recien_recibido_no_se_llama_otra_vez(db, timbres):
    recibida()
    tasks.retomar_cargas()
    assert timbres == []


def test_la_carga_cuyo_trabajador_murio_vuelve_a_la_cola(db, timbres):
    carga = recibida(estado=EstadoCarga.EN_PROCESO, latido=hace(minutes=3), intentos=1)
    tasks.retomar_cargas()
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.RECIBIDA
    assert timbres == [carga.pk]
    tasks.procesar_carga(carga.pk)
    carga.refresh_from_db()
    assert (carga.estado, carga.intentos) == (EstadoCarga.PROCESADA, 2)


def muerta_antes_de_la_cola():
    carga = recibida()
    procesar(carga)
    Carga.objects.update(fin=hace(minutes=6), latido=hace(minutes=6))
    carga.refresh_from_db()
    return carga


def test_la_que_murio_antes_de_la_cola_llega_a_ella(db, timbres):
    """Its rows are in; its captures have no contact, and no state says so but what it took."""
    carga = muerta_antes_de_la_cola()
    tasks.retomar_cargas()
    tasks.retomar_cargas()
    assert timbres == [carga.pk]
    assert not Contacto.objects.exists()
    tasks.procesar_carga(carga.pk)
    carga.refresh_from_db()
    assert (carga.estado, carga.intentos, carga.contactos) == (EstadoCarga.PROCESADA, 1, 1)
    assert carga.segundos > 0

    Carga.objects.update(latido=hace(minutes=6))
    tasks.retomar_cargas()
    assert timbres == [carga.pk]


def test_repetir_la_orden_tambien_la_lleva_a_la_cola(db):
    carga = muerta_antes_de_la_cola()
    assert cargas.heredar(carga, ahora=timezone.now())
    assert not cargas.heredar(carga, ahora=carga.fin)
    cargas.procesar_carga(carga)
    assert not cargas.heredar(carga, ahora=timezone.now())


def test_el_repaso_llama_en_el_orden_en_que_llegaron(db, timbres):
    pendientes = [
        recibida(texto("padron_nominal", {"codigo_padron": n}).encode()).pk for n in ("51", "52")
    ]
    Carga.objects.update(recibida_en=hace(minutes=2))
    tasks.retomar_cargas()
    assert timbres == pendientes


def test_un_error_de_la_base_no_lleva_filas_a_la_bitacora(db, caplog):
    carga = recibida()
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE captacion_persona ADD CONSTRAINT prueba CHECK (dni IS NULL OR dni < '0')"
        )
    tasks.procesar_carga(carga.pk)
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.FALLIDA
    assert f"La carga {carga.pk} no terminó: CheckViolation" in caplog.text
    assert MADRE not in caplog.text


def test_la_que_muere_siempre_queda_para_una_persona(db, timbres):
    carga = recibida(estado=EstadoCarga.EN_PROCESO, latido=hace(minutes=3), intentos=3)
    tasks.retomar_cargas()
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.FALLIDA
    assert "3 veces" in carga.motivo
    assert timbres == []


def test_la_que_late_sigue(db, timbres):
    carga = recibida(estado=EstadoCarga.EN_PROCESO, latido=hace(seconds=30), intentos=1)
    tasks.retomar_cargas()
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.EN_PROCESO


@pytest.mark.parametrize("fuente", ["", Fuente.PADRON_NOMINAL])
def test_la_que_tiene_el_turno_sigue_aunque_no_lata(db, timbres, fuente):
    carga = recibida(estado=EstadoCarga.EN_PROCESO, latido=hace(hours=1), intentos=1, fuente=fuente)
    otra = connection.copy()
    try:
        with otra.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, 0)", [CANDADO_FUENTE])
        tasks.retomar_cargas()
    finally:
        otra.close()
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.EN_PROCESO


def test_la_cancelada_cuyo_trabajador_murio_queda_cancelada(db, timbres):
    carga = recibida(
        estado=EstadoCarga.EN_PROCESO,
        latido=hace(minutes=3),
        cancelada_en=timezone.now(),
        cancelada_por=fabricas.UsuarioFactory(),
    )
    tasks.retomar_cargas()
    carga.refresh_from_db()
    assert carga.estado == EstadoCarga.CANCELADA


def test_conciliar_contactos(db):
    captacion = fabricas.CaptacionFactory()
    tasks.conciliar_contactos()
    assert Contacto.objects.get().hogar == captacion.hogar


# revisar_entrada


@pytest.fixture
def dejar(db, tmp_path, monkeypatch):
    """Put a file in the drop folder, as old as a finished copy."""
    monkeypatch.setattr(entrada, "MIRADA", 0.05)

    def poner(nombre="corte.txt", contenido=None, fuente="padron_nominal", segundos=60):
        carpeta = tmp_path / "entrada" / fuente
        carpeta.mkdir(parents=True, exist_ok=True)
        ruta = carpeta / nombre
        ruta.write_bytes(contenido or texto("padron_nominal", {}).encode())
        viejo = time.time() - segundos
        os.utime(ruta, (viejo, viejo))
        return ruta

    return poner


def test_las_carpetas_de_cada_fuente_existen(db, tmp_path, timbres):
    tasks.revisar_entrada()
    assert {c.name for c in (tmp_path / "entrada").iterdir()} == set(Fuente.values)


def test_un_archivo_bueno_termina_en_procesados(dejar, timbres):
    ruta = dejar()
    tasks.revisar_entrada()
    carga = Carga.objects.get()
    assert (carga.fuente, carga.nombre_archivo) == ("padron_nominal", "corte.txt")
    assert timbres == [carga.pk]
    assert not ruta.exists()
    tasks.revisar_entrada()
    assert (ruta.parent / "en_proceso" / f"{carga.pk}__corte.txt").exists()
    tasks.procesar_carga(carga.pk)
    tasks.revisar_entrada()
    assert (ruta.parent / "procesados" / "corte.txt").exists()
    cuenta = (ruta.parent / "procesados" / "corte.txt.txt").read_text()
    assert f"Carga {carga.pk}" in cuenta
    assert not list((ruta.parent / "en_proceso").iterdir())


@pytest.mark.parametrize(
    ("nombre", "completo"),
    [
        ("PADRON_CORTE_COMPLETO_202611.txt", True),
        ("padron corte-completo.zip", True),
        ("corte_202611.txt", False),
        ("completo.txt", False),
    ],
)
def test_el_nombre_del_archivo_declara_el_corte_completo(dejar, timbres, nombre, completo):
    dejar(nombre)
    tasks.revisar_entrada()
    assert Carga.objects.get().corte_completo is completo


def test_un_archivo_malo_termina_en_rechazados_con_su_porque(dejar, timbres):
    ruta = dejar(contenido=b"A|B\n1|2\n")
    tasks.revisar_entrada()
    tasks.procesar_carga(Carga.objects.get().pk)
    tasks.revisar_entrada()
    assert (ruta.parent / "rechazados" / "corte.txt").exists()
    assert Carga.objects.get().motivo in (ruta.parent / "rechazados" / "corte.txt.txt").read_text()


def test_un_archivo_repetido_o_vacio_se_rechaza_al_llegar(dejar, timbres):
    tasks.procesar_carga(recibida().pk)
    ruta, vacio = dejar(), dejar("vacio.txt")
    vacio.write_bytes(b"")
    os.utime(vacio, (0, 0))
    tasks.revisar_entrada()
    assert "ya se recibió" in (ruta.parent / "rechazados" / "corte.txt.txt").read_text()
    assert "vacío" in (ruta.parent / "rechazados" / "vacio.txt.txt").read_text()
    assert Carga.objects.count() == 1


def test_lo_que_todavia_se_escribe_se_deja(dejar, timbres, monkeypatch):
    reciente, a_medias, oculto = dejar(segundos=0), dejar("b.txt.part"), dejar(".c.txt")
    creciendo = dejar("d.txt")

    def crece(_):
        with creciendo.open("ab") as abierto:
            abierto.write(b"x")
        os.utime(creciendo, (0, 0))

    monkeypatch.setattr(entrada.time, "sleep", crece)
    tasks.revisar_entrada()
    assert all(ruta.exists() for ruta in (reciente, a_medias, oculto, creciendo))
    assert not Carga.objects.exists()


def test_dos_con_el_mismo_nombre_se_guardan_los_dos(dejar, timbres):
    for contenido in (b"A|B\n1|2\n", b"A|B\n3|4\n"):
        ruta = dejar(contenido=contenido)
        tasks.revisar_entrada()
        tasks.procesar_carga(Carga.objects.latest("pk").pk)
        tasks.revisar_entrada()
    nombres = {r.name for r in (ruta.parent / "rechazados").iterdir()}
    assert nombres == {"corte.txt", "corte.txt.txt", "corte (2).txt", "corte (2).txt.txt"}


def test_si_se_murio_antes_de_apartarlo_lo_retoma(dejar, timbres):
    ruta = dejar()
    contenido = ruta.read_bytes()
    tasks.revisar_entrada()
    carga = Carga.objects.get()
    (ruta.parent / "en_proceso" / f"{carga.pk}__corte.txt").rename(ruta)
    assert ruta.read_bytes() == contenido
    tasks.revisar_entrada()
    assert Carga.objects.get() == carga
    assert (ruta.parent / "en_proceso" / f"{carga.pk}__corte.txt").exists()


def test_dos_miradas_a_la_vez_no_lo_toman_dos_veces(dejar, timbres):
    ruta = dejar()
    otra = connection.copy()
    try:
        with otra.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('afiliacion.entrada'))")
        tasks.revisar_entrada()
        assert ruta.exists()
        with otra.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('afiliacion.entrada'))")
    finally:
        otra.close()
    tasks.revisar_entrada()
    assert not ruta.exists()


def test_el_timbre_se_toca_al_confirmar(db, django_capture_on_commit_callbacks, monkeypatch):
    """The bell of a swept load rings on commit, by the task's name."""
    enviados = []
    app = acciones_captacion.tocar.__globals__["current_app"]
    monkeypatch.setattr(app, "send_task", lambda nombre, args: enviados.append((nombre, args)))
    carga = recibida(recibida_en=hace(minutes=2))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.retomar_cargas()
        assert enviados == []
    assert enviados == [(tasks.procesar_carga.name, (carga.pk,))]


def test_la_carpeta_de_entrada_no_guarda_mas_de_lo_debido(dejar, timbres):
    ruta = dejar()
    tasks.revisar_entrada()
    tasks.procesar_carga(Carga.objects.get().pk)
    tasks.revisar_entrada()
    procesados = ruta.parent / "procesados"
    # A file keeps its own date: what counts is when it was settled.
    tasks.retirar_de_la_entrada()
    assert len(list(procesados.iterdir())) == 2
    hace_tiempo = time.time() - 91 * 24 * 3600
    os.utime(procesados / "corte.txt.txt", (hace_tiempo, hace_tiempo))
    tasks.retirar_de_la_entrada()
    assert list(procesados.iterdir()) == []
