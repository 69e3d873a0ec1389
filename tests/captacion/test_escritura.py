"""How a load writes: in a workshop of its own, without foreign keys, each fact once."""

import contextlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from afiliacion.models import Regla
from captacion.acciones.nombres import ordenar_nombres
from captacion.importacion import ArchivoRechazado
from captacion.models import Carga, Hogar, Persona, RecienNacido
from tests import fabricas
from tests.captacion.archivos import GESTANTE, MADRE, cargar_bytes, dia

SIN_LLAVE = [
    campo
    for modelo in apps.get_models()
    for campo in modelo._meta.local_fields
    if isinstance(campo, models.ForeignKey)
    and not campo.db_constraint
    and campo.related_model is not Carga  # never deleted at all
    and campo.related_model is not Regla  # of an approved norm, neither (regla_de_borrador)
    # A computed table may name for a while who is gone: it is computed again.
    and campo.remote_field.on_delete is not models.DO_NOTHING
]


def talleres() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'carga\\_%'")
        return [nombre for (nombre,) in cursor.fetchall()]


@contextlib.contextmanager
def otra_sesion() -> Iterator:
    """A cursor of another session, in a transaction of its own."""
    otra = connection.copy()
    try:
        otra.set_autocommit(False)
        with otra.cursor() as cursor:
            yield cursor
    finally:
        otra.close()


def vigiladas(tabla: str) -> set[tuple[str, str]]:
    """(table, column) of every place that the triggers of `tabla` look at before a deletion."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgargs FROM pg_trigger JOIN pg_proc p ON p.oid = tgfoid"
            " WHERE tgrelid = %s::regclass AND p.proname = 'sin_referencias'",
            [tabla],
        )
        argumentos = [bytes(a).decode().split("\0")[1:-1] for (a,) in cursor.fetchall()]
    return {lugar for partes in argumentos for lugar in zip(partes[::2], partes[1::2], strict=True)}


@pytest.mark.django_db
@pytest.mark.parametrize("campo", SIN_LLAVE, ids=str)
def test_lo_que_no_lleva_llave_foranea_lo_vigila_el_otro_lado(campo):
    lugar = campo.model._meta.db_table, campo.column
    assert lugar in vigiladas(campo.related_model._meta.db_table)


def borrar_en_la_base(objeto: models.Model) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {objeto._meta.db_table} WHERE id = %s", [objeto.pk])


def test_no_se_borra_a_quien_se_nombra(cargar):
    cargar("pgh", {})
    cargar("padron_nominal", {})
    nombrados = [
        Persona.objects.get(dni=MADRE),
        RecienNacido.objects.get(),
        Hogar.objects.get(),
    ]
    for nombrado in nombrados:
        with pytest.raises(IntegrityError), transaction.atomic():
            borrar_en_la_base(nombrado)


def test_quien_nadie_nombra_se_borra(db):
    persona = fabricas.PersonaFactory()
    persona.delete()
    assert not Persona.objects.filter(pk=persona.pk).exists()


def test_el_taller_se_va_con_la_carga(cargar, tmp_path):
    cargar("padron_nominal", {})
    assert talleres() == []
    with pytest.raises(ArchivoRechazado):
        cargar_bytes(tmp_path, b"CO_PADRON_NOMINAL|FE_NAC_MENOR\n")
    assert talleres() == []


def test_lo_que_otra_carga_mide_no_se_espera(cargar):
    """After a restore nothing is measured: two loads that begin at once both want to."""
    cargar("pgh", {})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = -1 WHERE oid = 'captacion_carga'::regclass")
        cursor.execute("SET LOCAL lock_timeout = '1s'")
    with otra_sesion() as otra:
        otra.execute("LOCK TABLE captacion_carga IN SHARE UPDATE EXCLUSIVE MODE")
        carga = cargar("padron_nominal", {})
    assert carga.estado == "procesada"


def test_un_cui_igual_al_dni_no_se_guarda_aparte(cargar):
    cargar("padron_nominal", {"dni": "91000050", "cui": "91000050"})
    persona = RecienNacido.objects.get().persona
    assert (persona.dni, persona.cui) == ("91000050", None)
    cargar("padron_nominal", {"dni": "", "cui": "91000050", "codigo_padron": ""})
    assert RecienNacido.objects.get().persona == persona


def test_un_cui_que_llega_antes_que_el_dni_deja_de_guardarse_aparte(cargar):
    cargar("padron_nominal", {"cui": "91000050"})
    assert RecienNacido.objects.get().persona.cui == "91000050"
    cargar("padron_nominal", {"cui": "91000050", "dni": "91000050"})
    persona = RecienNacido.objects.get().persona
    assert (persona.dni, persona.cui) == ("91000050", None)


def test_el_documento_de_la_madre_en_la_fila_de_su_hija_no_es_de_la_hija(cargar):
    cargar("padron_nominal", {"dni": MADRE, "cui": MADRE})
    hija = RecienNacido.objects.get()
    assert hija.madre.dni == MADRE
    assert (hija.persona.dni, hija.persona.cui) == (None, None)


def test_un_dni_que_es_cui_de_otra_nina_queda_por_revisar(cargar):
    cargar("padron_nominal", {"codigo_padron": "1", "cui": "91000050"})
    carga = cargar(
        "padron_nominal",
        {"codigo_padron": "2", "dni": "91000050", "fecha_nacimiento": dia(300), "nombres": "SOL"},
    )
    assert carga.en_revision == 1
    assert RecienNacido.objects.count() == 2


def test_la_lengua_de_la_fila_de_un_hijo_es_la_de_su_madre_gestante(cargar):
    """The SIS did not say it; the Padrón did, with an older child."""
    mayor = {"madre_documento": GESTANTE, "fecha_nacimiento": dia(900), "lengua": "3"}
    cargar("pgh", {"documento": GESTANTE})
    cargar("padron_nominal", mayor)
    assert Persona.objects.get(dni=GESTANTE).lengua == ""
    cargar("sis_gestantes", {})
    assert Persona.objects.get(dni=GESTANTE).lengua == "3"


@pytest.mark.parametrize(
    ("nombre", "clave"),
    [
        ("QUISPE MAMANI LUZ", "QUISPE MAMANI LUZ"),
        ("Quispe mamani luz", "QUISPE MAMANI LUZ"),
        (" QUISPE MAMANI ", "QUISPE MAMANI"),
        ("QUISPE  MAMANI", "QUISPE MAMANI"),
        ("QUISPE \tMAMANI\nLUZ\r", "QUISPE MAMANI LUZ"),
        ("Ñahui Condorí", "NAHUI CONDORI"),
        ("ñahui  Güiza", "NAHUI GUIZA"),
        ("D'ÅNGELO", "D'ÅNGELO"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_la_clave_de_un_nombre_es_una_por_cualquier_camino(db, nombre, clave):
    with connection.cursor() as cursor:
        cursor.execute("SELECT clave_nombre(%s)", [nombre])
        assert cursor.fetchone() == (clave,)


def test_una_carga_no_pone_en_orden_cada_nombre(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'persona_clave_nombre'")
        (opciones,) = cursor.fetchone()
    assert set(opciones) == {"fastupdate=on", "gin_pending_list_limit=524288"}


def test_los_nombres_de_una_carga_se_hallan_antes_y_despues_de_ordenarlos(cargar):
    ordenar_nombres()
    cargar("padron_nominal", {})
    hallada = Persona.objects.filter(clave_nombre__contains="QUISPE MAMANI LUZ")
    assert hallada.count() == 1
    assert ordenar_nombres() > 0
    assert ordenar_nombres() == 0
    assert hallada.count() == 1
