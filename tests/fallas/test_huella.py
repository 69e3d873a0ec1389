"""The digest sees every table and every change of meaning, and nothing else."""

import pytest
from django.db import connection

from afiliacion.models import Contacto
from captacion.models import Captacion, Carga, FilaObservada, Hogar, Miembro, Persona
from tests import fabricas
from tests.fallas.huella import diferencias, huella, tablas


def de_ahora():
    with connection.cursor() as cursor:
        return huella(cursor)


def poblar():
    """Twice the same people, under other keys."""
    fabricas.PersonaFactory().delete()
    unidad = fabricas.UnidadTerritorialFactory(codigo="H1", nombre="UT")
    distrito = fabricas.DistritoFactory(ubigeo="990001", nombre="D", unidad_territorial=unidad)
    usuario = fabricas.UsuarioFactory(username="quien", last_name="Q")
    carga = fabricas.CargaFactory(sha256="a" * 64, recibida_por=usuario)
    madre = fabricas.PersonaFactory(dni="99111111", carga=carga)
    nacido = fabricas.RecienNacidoFactory(
        persona=fabricas.PersonaFactory(dni="99111112"), madre=madre, carga=carga
    )
    hogar = fabricas.HogarFactory(
        origen="provisional", codigo=f"PV-{madre.pk}", distrito=distrito, carga=carga
    )
    captacion = fabricas.CaptacionFactory(recien_nacido=nacido, hogar=hogar)
    fabricas.MiembroFactory(hogar=hogar, persona=madre)
    fabricas.ContactoFactory(hogar=hogar)
    FilaObservada.objects.create(
        carga=carga, numero=1, tipo="aviso", motivos=["dni_siete"], celdas=["1"]
    )
    return captacion


def deshacer():
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT antes")


@pytest.fixture
def original(db):
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT antes")
    poblar()
    return de_ahora()


def test_alcanza_a_todas_las_tablas(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        existentes = {nombre for (nombre,) in cursor.fetchall()}
    assert existentes - tablas() == {"django_migrations", "juntos_cache"}


def test_lo_mismo_con_otras_llaves_y_a_otra_hora_es_igual(original):
    antes = Persona.objects.get(dni="99111111").pk
    deshacer()
    poblar()
    assert Persona.objects.get(dni="99111111").pk != antes
    Carga.objects.update(intentos=2, archivo="otro", segundos=9)
    assert diferencias(original, de_ahora()) == ""


@pytest.mark.parametrize(
    ("que", "tabla"),
    [
        (
            lambda: Persona.objects.filter(dni="99111111").update(nombres="OTRA"),
            "captacion_persona",
        ),
        (lambda: Persona.objects.filter(dni="99111111").update(fila=7), "captacion_persona"),
        (lambda: FilaObservada.objects.all().delete(), "captacion_filaobservada"),
        (lambda: Miembro.objects.all().delete(), "captacion_miembro"),
        (lambda: Contacto.objects.update(nivel="pobre"), "afiliacion_contacto"),
        (lambda: Carga.objects.update(leidas=1, nuevas=1), "captacion_carga"),
        (lambda: Hogar.objects.update(codigo="PV-0"), "captacion_hogar"),
        (
            lambda: Captacion.objects.update(hogar=fabricas.HogarFactory(distrito=None)),
            "captacion_captacion",
        ),
    ],
    ids=["valor", "procedencia", "fila", "relacion", "contacto", "libro", "codigo", "apunta"],
)
def test_un_cambio_de_sentido_se_ve(original, que, tabla):
    que()
    assert f"{tabla}: " in diferencias(original, de_ahora())
