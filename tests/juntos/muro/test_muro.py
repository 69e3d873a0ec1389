"""The wall in the database: what a request may reach when no view asks whose it is."""

import datetime as dt

import psycopg
import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from afiliacion.acciones.contactos import mudar
from afiliacion.consultas.busqueda import buscar
from afiliacion.consultas.personas import personas_que_coinciden
from afiliacion.models import Caso, Contacto, Visita
from captacion.models import Captacion, Hogar, Miembro, Persona
from juntos.models import Distrito, Evento
from juntos.muro import Muro, abierto, tras_el_muro
from tests import fabricas
from tests.afiliacion import construir
from tests.afiliacion.construir import HOY

pytestmark = pytest.mark.django_db
# Tables that lead to a person and are not behind the wall, and why (docs/adr/0042).
SIN_MURO = {
    "captacion_eventorecibido",  # written and read by a source, with a key and no territory
    "afiliacion_recalculo",  # ids: what the worker must compute again
    "afiliacion_cambiodeitem",  # ids: what a new norm would change, counted
}
# What each request of the other territory may not find.
DE_PERSONAS = [Persona, Hogar, Miembro, Captacion, Contacto, Caso, Visita]


@pytest.fixture
def contacto(distrito, gestora):
    """A household of our territory with all that hangs from it."""
    hogar = construir.hogar(distrito)
    construir.recien_nacido(hogar)
    abierto = construir.contacto(hogar)
    construir.visitar(abierto, "ausente", por=gestora)
    abierto.refresh_from_db()
    return abierto


def ve(usuario) -> set[str]:
    with tras_el_muro(usuario):
        return {modelo.__name__ for modelo in DE_PERSONAS if modelo.objects.exists()}


def test_cada_quien_ve_lo_de_su_territorio_y_nadie_mas(
    contacto, gestora, supervisora, sede, administracion, ajena
):
    todo = {modelo.__name__ for modelo in DE_PERSONAS}
    assert ve(gestora) == ve(supervisora) == ve(sede) == ve(administracion) == todo
    assert ve(ajena) == set()
    assert ve(AnonymousUser()) == set()


def test_quien_deja_de_trabajar_ya_no_ve(contacto, supervisora):
    type(supervisora).objects.filter(pk=supervisora.pk).update(is_active=False)
    assert ve(supervisora) == set()  # the object still says that she does


def test_los_distritos_del_muro_son_los_de_visibles_para(unidad, gestora, supervisora, ajena):
    suplente = fabricas.UsuarioFactory(rol="gestora", unidad_territorial=unidad)
    ayer, manana = HOY - dt.timedelta(days=1), HOY + dt.timedelta(days=1)
    gestora.ausencias.create(desde=ayer, hasta=HOY, motivo="salud", cubre=suplente)
    for desde, hasta in [(ayer, ayer), (manana, None), (HOY, HOY)]:
        fabricas.AsignacionFactory(
            usuario=suplente,
            distrito=fabricas.DistritoFactory(unidad_territorial=unidad),
            desde=desde,
            hasta=hasta,
        )
    for usuario in (gestora, supervisora, ajena, suplente, AnonymousUser()):
        suyos = set(Distrito.objects.visibles_para(usuario).values_list("pk", flat=True))
        with tras_el_muro(usuario), connection.cursor() as cursor:
            cursor.execute("SELECT unnest(muro_distritos())")
            assert {ubigeo for (ubigeo,) in cursor} == suyos
    assert len(suyos) == 0


def test_en_una_solicitud_ni_el_sql_mas_simple_ve_otro_territorio(contacto, gestora, ajena):
    def contar(request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM captacion_persona")
            return HttpResponse(f"{cursor.fetchone()[0]} {Persona.objects.count()}")

    assert pedir(ajena, contar).content == b"0 0"
    assert pedir(gestora, contar).content != b"0 0"


def test_por_nombre_se_busca_solo_en_el_territorio(contacto, gestora, ajena):
    with tras_el_muro(gestora):
        assert buscar("mamani quispe", usuario=gestora, hoy=HOY).contactos == [contacto]
    with tras_el_muro(ajena), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM personas_con_nombre(ARRAY['quispe', '%_'])")
        assert cursor.fetchone() == (0,)
    assert personas_que_coinciden("quispe").exists()  # without a wall, everybody


def test_lo_que_se_envia_por_partes_tiene_el_mismo_muro(contacto, gestora, ajena):
    def partes(request):
        return StreamingHttpResponse(str(c.pk) for c in Contacto.objects.all().iterator())

    assert pedir(gestora, partes).getvalue() == str(contacto.pk).encode()
    assert pedir(ajena, partes).getvalue() == b""


def pedir(usuario, vista):
    request = RequestFactory().get("/")
    request.user = usuario
    return Muro(vista)(request)


def test_despues_de_una_solicitud_no_queda_nada(contacto, ajena):
    pedir(ajena, lambda request: HttpResponse())
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user, muro_distritos(), muro_usuario()")
        assert cursor.fetchone() == (True, [], None)
    assert Persona.objects.exists()


def test_un_muro_dentro_de_otro_deja_el_de_fuera(contacto, gestora, ajena):
    with tras_el_muro(ajena):
        with tras_el_muro(gestora):
            assert Contacto.objects.exists()
        assert not Contacto.objects.exists()


def test_lo_de_otro_territorio_ni_se_agrega_ni_se_cambia(contacto, ajena, gestora):
    propio = Distrito.objects.visibles_para(ajena).get()
    with tras_el_muro(ajena):
        assert Contacto.objects.filter(pk=contacto.pk).update(referencia="x") == 0
        assert Contacto.objects.filter(pk=contacto.pk).delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Hogar.objects.create(
                origen="pgh", codigo="H1", distrito=contacto.distrito, carga=contacto.carga, fila=1
            )
    with (
        tras_el_muro(gestora),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Contacto.objects.filter(pk=contacto.pk).update(distrito=propio)


def test_mudar_un_hogar_pasa_el_muro_y_lo_vuelve_a_cerrar(contacto, gestora, ajena):
    nuevo = Distrito.objects.visibles_para(ajena).get()
    with tras_el_muro(gestora):
        mudar(contacto, distrito=nuevo, por=gestora)
        assert not Contacto.objects.exists()
    assert ve(ajena) >= {"Contacto", "Captacion"}


def test_abierto_se_cierra_tambien_si_algo_falla(contacto, ajena):
    def fallar():
        with abierto():
            assert Contacto.objects.exists()
            raise LookupError

    with tras_el_muro(ajena):
        with pytest.raises(LookupError):
            fallar()
        assert not Contacto.objects.exists()


@pytest.mark.parametrize(
    "orden",
    [
        "ALTER TABLE afiliacion_contacto DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE juntos_evento DISABLE TRIGGER ALL",
        "DROP POLICY muro ON afiliacion_contacto",
        "DROP TABLE juntos_parametro",
        "TRUNCATE juntos_cache",
        "CREATE TABLE otra (id int)",
        "UPDATE juntos_evento SET motivo = ''",
        "DELETE FROM juntos_evento",
        "DELETE FROM juntos_lectura",
        "INSERT INTO juntos_sello SELECT * FROM juntos_sello",
        "DELETE FROM django_migrations",
    ],
)
def test_la_web_no_puede(orden, sede):
    with (
        tras_el_muro(sede),
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(orden)


def test_la_web_agrega_a_la_bitacora(sede, contacto):
    with tras_el_muro(sede):
        assert Evento.registrar(contacto, "", "pendiente", por=sede)


def test_cada_tabla_que_lleva_a_una_persona_tiene_muro():
    de_personas = {"captacion.persona", "captacion.hogar", "captacion.captacion"} | {
        f"afiliacion.{m}" for m in ("contacto", "visita", "solicitud", "alerta", "derivacion")
    }
    tablas = {
        modelo._meta.db_table
        for modelo in apps.get_models()
        if any(
            campo.related_model._meta.label_lower in de_personas
            for campo in modelo._meta.concrete_fields
            if campo.related_model
        )
        or modelo._meta.label_lower in de_personas
    } | {"captacion_filaobservada", "afiliacion_entrega", "captacion_eventorecibido"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        con_muro = {tabla for (tabla,) in cursor}
    assert tablas - con_muro == SIN_MURO
    assert con_muro >= tablas - SIN_MURO


def test_la_web_puede_leer_y_escribir_cada_tabla():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND NOT has_table_privilege('juntos_web', oid, 'INSERT')"
        )
        solo_las_lee = {"juntos_sello", "juntos_cambio", "django_migrations"}
        assert {tabla for (tabla,) in cursor} == solo_las_lee


def test_un_usuario_de_base_que_no_es_dueno_no_ve_nada_sin_decir_quien_pregunta(
    base_real,
):
    """Production's web logs in as one: what runs outside of the middleware finds nothing either."""
    unidad = fabricas.UnidadTerritorialFactory(nombre="UT de prueba")
    contacto = construir.contacto(
        construir.recien_nacido(
            construir.hogar(fabricas.DistritoFactory(unidad_territorial=unidad))
        ).hogar
    )
    supervisora = fabricas.UsuarioFactory(rol="supervisora", unidad_territorial=unidad)
    rol = f"juntos_prueba_{connection.settings_dict['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {rol} LOGIN IN ROLE juntos_web")
    try:
        with psycopg.connect(**direccion_de_la_base() | {"user": rol}) as otra:
            assert otra.execute("SELECT count(*) FROM afiliacion_contacto").fetchone() == (0,)
            otra.execute("SELECT muro_levantar(%s, %s)", [supervisora.pk, HOY])
            assert otra.execute("SELECT id FROM afiliacion_contacto").fetchall() == [(contacto.pk,)]
            with pytest.raises(psycopg.errors.InsufficientPrivilege), otra.transaction():
                otra.execute("SET ROLE postgres")
            otra.commit()
            assert otra.execute("SELECT count(*) FROM afiliacion_contacto").fetchone() == (0,)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP ROLE {rol}")


def test_una_solicitud_que_rompe_su_transaccion_no_deja_muro(contacto, ajena):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        tras_el_muro(ajena),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 / 0")
    assert Contacto.objects.exists()


def test_si_la_base_se_va_la_respuesta_que_ya_lo_dijo_llega(base_real, sede):
    def se_va(request, estado):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            [pid] = cursor.fetchone()
        with psycopg.connect(**direccion_de_la_base(), autocommit=True) as otra:
            otra.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        return HttpResponse(status=estado)

    assert pedir(sede, lambda request: se_va(request, 503)).status_code == 503
    connection.close()
    with pytest.raises(DatabaseError):
        pedir(sede, lambda request: se_va(request, 200))
    connection.close()


def direccion_de_la_base() -> dict:
    todos = connection.get_connection_params()
    return {k: v for k, v in todos.items() if k in ("host", "port", "dbname", "user")}
