"""`manage.py importar`: the contract of DESIGN.md, as a script sees it."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from afiliacion.acciones import cargas
from afiliacion.models import Contacto, EstadoContacto, InclusionTPI
from captacion.models import Captacion, Carga, EstadoCarga, Persona
from tests.captacion.archivos import GESTANTE, HOY, MADRE, texto

CLAVES = [
    *("carga", "fuente", "perfil", "estado", "leidas", "nuevas", "actualizadas", "sin_cambio"),
    *("rechazadas", "en_revision", "avisos", "captaciones", "contactos", "segundos", "pico_mb"),
]


@pytest.fixture
def importar(db, tmp_path, settings):
    """Run the command on some bytes: (exit code, stdout, stderr)."""
    settings.MEDIA_ROOT = tmp_path / "archivos"

    def correr(contenido, *opciones, nombre="f.txt", hoy=HOY):
        ruta = tmp_path / nombre
        if contenido is not None:
            ruta.write_bytes(contenido if isinstance(contenido, bytes) else contenido.encode())
        salida, error, codigo = io.StringIO(), io.StringIO(), 0
        dia = [f"--hoy={hoy}"] if hoy else []
        try:
            call_command("importar", str(ruta), *dia, *opciones, stdout=salida, stderr=error)
        except SystemExit as fin:
            codigo = fin.code
        return codigo, salida.getvalue(), error.getvalue()

    return correr


@pytest.fixture
def en_json(importar):
    def correr(contenido, *opciones, **mas):
        codigo, salida, error = importar(contenido, "--json", *opciones, **mas)
        assert (codigo, error) == (0, "")
        return json.loads(salida)

    return correr


def rechazo(resultado):
    """One Spanish sentence on stderr, exit 2, nothing on stdout."""
    codigo, salida, error = resultado
    assert (codigo, salida) == (2, "")
    (frase,) = error.splitlines()
    assert frase.endswith(".")
    return frase


# Loaded


def test_json_con_las_claves_del_contrato(en_json):
    objeto = en_json(
        texto("padron_nominal", {}, {"codigo_padron": "2", "fecha_nacimiento": "31/02/2026"})
    )
    assert list(objeto) == CLAVES
    assert objeto["fuente"] == "padron_nominal"
    assert objeto["estado"] == "procesada"
    assert (objeto["leidas"], objeto["nuevas"], objeto["rechazadas"]) == (2, 1, 1)
    assert (objeto["captaciones"], objeto["contactos"]) == (1, 1)
    assert objeto["segundos"] > 0
    assert objeto["pico_mb"] > 10
    assert objeto["leidas"] == sum(
        objeto[c] for c in ("nuevas", "actualizadas", "sin_cambio", "rechazadas", "en_revision")
    )
    carga = Carga.objects.get(pk=objeto["carga"])
    assert (carga.contactos, carga.fecha_proceso) == (1, HOY)
    assert carga.recibida_por.username == "sistema"


def test_sin_json_un_resumen_en_castellano(importar):
    codigo, salida, error = importar(texto("padron_nominal", {}))
    assert (codigo, error) == (0, "")
    assert "1 filas leídas" in salida
    assert "1 contactos" in salida


def test_no_pobre_no_cuenta_como_contacto(en_json):
    en_json(texto("pgh", {"nivel": "NO POBRE"}))
    objeto = en_json(texto("padron_nominal", {}))
    assert (objeto["captaciones"], objeto["contactos"]) == (1, 0)
    assert Contacto.objects.get().estado == EstadoContacto.NO_ELEGIBLE


def test_hogar_usuario_no_abre_contacto_y_evalua_tpi(en_json):
    en_json(texto("juntos", {}))
    objeto = en_json(texto("padron_nominal", {}))
    assert (objeto["captaciones"], objeto["contactos"]) == (1, 0)
    assert InclusionTPI.objects.get().abierta_el == HOY
    assert not Contacto.objects.exists()


def test_un_pgh_posterior_cierra_y_otro_reabre(en_json):
    en_json(texto("padron_nominal", {}))
    contacto = Contacto.objects.get()
    en_json(texto("pgh", {"nivel": "NO POBRE"}))
    contacto.refresh_from_db()
    assert contacto.estado == EstadoContacto.NO_ELEGIBLE
    en_json(texto("pgh", {"nivel": "POBRE EXTREMO", "cse_desde": "02/01/2026"}))
    contacto.refresh_from_db()
    assert (contacto.estado, contacto.nivel) == (EstadoContacto.PENDIENTE, "pobre_extremo")
    assert contacto.hogar.origen == "pgh"
    assert Contacto.objects.count() == 1


def test_un_juntos_posterior_cierra_el_contacto(en_json):
    en_json(texto("padron_nominal", {}))
    en_json(texto("juntos", {}))
    contacto = Contacto.objects.get()
    assert contacto.estado == EstadoContacto.YA_USUARIA
    assert contacto.hogar.origen == "juntos"


def test_recien_nacido_y_gestante_de_un_hogar_son_un_contacto(en_json):
    gestante = {"documento": GESTANTE, "ap_paterno": "HUAMAN", "ap_materno": "TICONA"}
    en_json(texto("pgh", {}, gestante | {"nombres": "NELY"}))
    en_json(texto("padron_nominal", {}))
    objeto = en_json(texto("sis_gestantes", {}))
    assert objeto["contactos"] == 0
    contacto = Contacto.objects.get()
    assert (contacto.con_recien_nacido, contacto.con_gestante) == (True, True)
    assert contacto.casos.count() == 2


def test_las_mismas_filas_en_otro_archivo_no_cambian_nada(en_json):
    en_json(texto("padron_nominal", {}))
    antes = list(Contacto.objects.values()), list(Captacion.objects.values())
    objeto = en_json(texto("padron_nominal", {}) + "\n")
    assert (objeto["sin_cambio"], objeto["contactos"]) == (1, 0)
    assert antes == (list(Contacto.objects.values()), list(Captacion.objects.values()))


@pytest.mark.parametrize(
    ("dias", "oportuna"), [(0, True), (29, True), (30, False)], ids=["dia_0", "dia_29", "dia_30"]
)
def test_recien_nacido_en_el_limite(en_json, dias, oportuna):
    nacio = HOY - dt.timedelta(days=dias)
    fila = {"fecha_nacimiento": f"{nacio:%d/%m/%Y}", "creado_el": f"{HOY:%d/%m/%Y}"}
    assert en_json(texto("padron_nominal", fila))["contactos"] == 1
    captacion = Captacion.objects.get()
    assert (captacion.dias, captacion.oportuna) == (dias, oportuna)
    assert Contacto.objects.get().vence_el == nacio + dt.timedelta(days=29)


@pytest.mark.parametrize(("dias", "oportuna"), [(0, True), (97, True), (98, False)])
def test_gestante_en_el_limite(en_json, dias, oportuna):
    fur = HOY - dt.timedelta(days=dias)
    fila = {"fur": f"{fur:%d/%m/%Y}", "atencion_el": f"{HOY:%d/%m/%Y}"}
    assert en_json(texto("sis_gestantes", fila))["contactos"] == 1
    captacion = Captacion.objects.get()
    assert (captacion.dias, captacion.oportuna) == (dias, oportuna)
    assert Contacto.objects.get().vence_el == fur + dt.timedelta(days=97)


def test_la_fecha_de_proceso_sin_hoy_es_la_de_lima(en_json, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC))
    en_json(texto("padron_nominal", {}), hoy=None)
    assert Carga.objects.get().fecha_proceso == dt.date(2026, 11, 23)


def test_inicial(en_json):
    en_json(texto("padron_nominal", {}), "--inicial")
    assert Carga.objects.get().inicial
    assert Captacion.objects.get().inicial


def test_corte_completo(en_json):
    en_json(texto("padron_nominal", {}), "--corte-completo")
    assert Carga.objects.get().corte_completo


# Refused


def _zip_cortado():
    entero = io.BytesIO()
    with zipfile.ZipFile(entero, "w") as z:
        z.writestr("f.txt", texto("padron_nominal", {}) * 50)
    return entero.getvalue()[:-40]


@pytest.mark.parametrize(
    "contenido",
    [
        b"",
        b"%PDF-1.4 nada",
        b"A|B\n1|2\n",
        texto("padron_nominal", {}).encode().replace(b"LUZ", b"L\0Z"),
        _zip_cortado(),
        texto("padron_nominal").encode(),
    ],
    ids=["vacio", "pdf", "sin_columnas", "nulo", "zip_cortado", "sin_filas"],
)
def test_lo_que_no_es_se_rechaza_entero(importar, contenido):
    rechazo(importar(contenido))
    assert not Persona.objects.exists()
    assert not Contacto.objects.exists()


def test_el_mismo_archivo_dos_veces_dice_la_primera(importar, en_json):
    primera = en_json(texto("padron_nominal", {}))["carga"]
    assert f"carga {primera}" in rechazo(importar(texto("padron_nominal", {})))
    assert Carga.objects.count() == 1


def test_de_otra_fuente(importar):
    rechazo(importar(texto("padron_nominal", {}), "--fuente=pgh"))


def test_el_archivo_no_esta(importar):
    assert "falta.txt" in rechazo(importar(None, nombre="falta.txt"))


def test_es_una_carpeta(importar, tmp_path):
    (tmp_path / "carpeta").mkdir()
    assert "carpeta" in rechazo(importar(None, nombre="carpeta"))


@pytest.mark.parametrize("opcion", ["--fuente=otra", "--hoy=31/12/2026"])
def test_opciones_que_no_existen(importar, opcion):
    rechazo(importar(texto("padron_nominal", {}), opcion))
    assert not Carga.objects.exists()


def test_la_base_de_datos_falla_sin_contar_a_nadie(importar, monkeypatch):
    def falla(carga):
        raise DatabaseError(f"fila {MADRE}")

    monkeypatch.setattr(cargas, "procesar", falla)
    codigo, salida, error = importar(texto("padron_nominal", {}))
    assert (codigo, salida) == (1, "")
    assert MADRE not in error
    assert Carga.objects.get().estado == EstadoCarga.RECIBIDA


def _interrumpida(importar, hace: dt.timedelta) -> Carga:
    """What an `importar` killed in the middle leaves: a Carga in process, nothing of it loaded."""
    codigo, *_ = importar(texto("pgh", {}))
    assert codigo == 0
    carga = Carga.objects.get()
    Carga.objects.filter(pk=carga.pk).update(
        estado=EstadoCarga.EN_PROCESO, latido=timezone.now() - hace
    )
    return carga


def test_repetir_una_carga_que_murio_la_termina(base_real, importar, en_json):
    carga = _interrumpida(importar, dt.timedelta(minutes=1))
    assert en_json(texto("pgh", {}))["carga"] == carga.pk
    assert Carga.objects.get().estado == EstadoCarga.PROCESADA


def test_repetir_una_carga_que_sigue_viva_se_rechaza(importar):
    carga = _interrumpida(importar, dt.timedelta(seconds=1))
    assert f"carga {carga.pk}" in rechazo(importar(texto("pgh", {})))
