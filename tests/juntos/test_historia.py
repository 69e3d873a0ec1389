"""What a person changes leaves who, which request and why; what nobody changes leaves nothing."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from juntos import lecturas
from juntos.historia import SECRETAS, SIN_HISTORIA, en_nombre_de, por_que
from juntos.models import (
    AlertaDeLectura,
    Asignacion,
    Cambio,
    Distrito,
    Parametro,
    UnidadTerritorial,
)
from juntos.registro import CABECERA

pytestmark = pytest.mark.django_db


def seguidas() -> dict[str, list[str]]:
    """Table → the arguments of its trigger, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, tgargs FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid"
            " JOIN pg_proc p ON p.oid = tgfoid"
            " WHERE p.proname = 'historia_anotar' AND tgenabled = 'O'"
            # AFTER, of each row, of INSERT, UPDATE and DELETE; only when somebody acts.
            " AND tgtype = 1 | 4 | 8 | 16 AND tgqual IS NOT NULL"
        )
        return {
            tabla: bytes(argumentos).decode().split("\0")[:-1]
            for tabla, argumentos in cursor.fetchall()
        }


def modelos() -> dict[str, str]:
    todos = apps.get_models(include_auto_created=True)
    return {m._meta.label: m._meta.db_table for m in todos if m._meta.managed and not m._meta.proxy}


def test_toda_tabla_tiene_historia_o_dice_por_que_no():
    assert SIN_HISTORIA.keys() <= modelos().keys()
    con_historia = {t for label, t in modelos().items() if label not in SIN_HISTORIA}
    assert set(seguidas()) == con_historia


def test_lo_secreto_no_se_guarda():
    secretas = {t: a[1] for t, a in seguidas().items() if a[1] != "{}"}
    assert secretas == {t: f"{{{','.join(sorted(c))}}}" for t, c in SECRETAS.items()}
    nombres = ("password", "secret", "token", "huella_secreta")
    for tabla in seguidas():
        with connection.cursor() as cursor:
            columnas = {
                c.name for c in connection.introspection.get_table_description(cursor, tabla)
            }
        sueltas = {c for c in columnas if any(n in c for n in nombres)} - SECRETAS.get(tabla, set())
        # The name of the environment variable that holds it.
        assert sueltas <= {"variable_secreto"}, tabla


def ultimo() -> Cambio:
    return Cambio.objects.first()


@pytest.fixture
def actua(sede):
    with en_nombre_de(sede, vista="prueba"):
        yield sede


def por_el_orm(distrito):
    distrito.nombre = "NUEVO"
    distrito.save()


def por_el_queryset(distrito):
    Distrito.objects.filter(pk=distrito.pk).update(nombre="NUEVO")


def por_sql(distrito):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE juntos_distrito SET nombre = 'NUEVO' WHERE ubigeo LIKE '{distrito.pk}%'"
        )


def por_sql_con_valores(distrito):
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH de AS (SELECT ubigeo FROM juntos_distrito WHERE ubigeo LIKE '%%')"
            " UPDATE juntos_distrito d SET nombre = %(a)s FROM de WHERE d.ubigeo = de.ubigeo"
            " AND d.ubigeo = %(b)s",
            {"a": "NUEVO", "b": distrito.pk},
        )
        assert cursor.rowcount == 1


@pytest.mark.parametrize("cambiar", [por_el_orm, por_el_queryset, por_sql, por_sql_con_valores])
def test_cada_modo_de_escribir_deja_quien_donde_y_por_que(distrito, actua, cambiar):
    antes = distrito.nombre
    with por_que("100% de los 'casos'"):
        cambiar(distrito)
    cambio = ultimo()
    assert (cambio.tabla, cambio.objeto) == ("juntos_distrito", distrito.pk)
    assert (cambio.antes, cambio.despues) == ({"nombre": antes}, {"nombre": "NUEVO"})
    assert (cambio.cambiado_por, cambio.vista) == (actua, "prueba")
    assert cambio.motivo == "100% de los 'casos'"


def por_copy(distrito):
    """A COPY has no place for who acts: what the transaction said stands."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM juntos_unidadterritorial WHERE codigo = 'no hay'")
        with cursor.copy("COPY juntos_unidadterritorial (codigo, nombre) FROM STDIN") as copia:
            copia.write_row(["UT99", "UT por COPY"])


def test_una_fila_copiada_se_ve_tambien(distrito, actua):
    por_copy(distrito)
    nueva = UnidadTerritorial.objects.get(codigo="UT99")
    cambio = ultimo()
    assert (cambio.objeto, cambio.operacion, cambio.antes) == (str(nueva.pk), "creada", None)
    assert cambio.despues == {"id": nueva.pk, "codigo": "UT99", "nombre": "UT por COPY"}


def test_lo_borrado_queda_entero(gestora, actua):
    suya = Asignacion.objects.get(usuario=gestora)
    llave = str(suya.pk)
    suya.delete()
    cambio = ultimo()
    assert (cambio.objeto, cambio.operacion, cambio.despues) == (llave, "borrada", None)
    assert cambio.antes["usuario_id"] == gestora.pk


def test_escribir_lo_mismo_no_deja_nada(distrito, actua):
    Distrito.objects.filter(pk=distrito.pk).update(nombre=distrito.nombre)
    assert not Cambio.objects.exists()


def test_de_una_clave_solo_se_guarda_que_cambio(gestora, actua):
    gestora.set_password("Una-clave-larga-8471")
    gestora.last_login = timezone.now()
    gestora.save()
    assert ultimo().antes == ultimo().despues == {"password": "(no se guarda)"}


def test_sin_nadie_que_actue_no_queda_nada(distrito):
    por_el_queryset(distrito)
    assert not Cambio.objects.exists()


def test_un_lector_con_nombre_no_se_toca(actua):
    """A server-side cursor takes one statement, and only reads."""
    with transaction.atomic():
        leidos = Distrito.objects.select_for_update().iterator(chunk_size=10)
        assert next(leidos).pk


def test_el_motivo_de_dentro_no_sigue_fuera(distrito, actua):
    with por_que("primero"):
        por_el_queryset(distrito)
    Distrito.objects.filter(pk=distrito.pk).update(nombre="OTRO")
    assert list(Cambio.objects.values_list("motivo", flat=True)) == ["", "primero"]


@pytest.mark.django_db(transaction=True)
def test_la_conexion_no_recuerda_a_nadie(base_real, sede):
    """What a pool of transactions asks for: nothing of one person is there for the next one."""
    with en_nombre_de(sede, vista="prueba"):
        Parametro.objects.filter(pk="lecturas_dias").update(valor=800)
        with transaction.atomic():
            Parametro.objects.filter(pk="lecturas_dias").update(valor=801)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('juntos.acto', true)")
        assert not cursor.fetchone()[0]
    Parametro.objects.filter(pk="lecturas_dias").update(valor=802)
    assert [c.despues["valor"] for c in Cambio.objects.all()] == [801, 800]


def test_se_cuentan_las_filas_de_la_orden_y_no_las_de_quien_actua(actua):
    assert Distrito.objects.filter(pk="no hay").update(nombre="NUEVO") == 0


def test_el_motivo_de_una_transicion_queda_en_su_cambio(gestora, supervisora):
    alerta = AlertaDeLectura.objects.create(usuario=gestora, hora=timezone.now(), hogares=300)
    with en_nombre_de(supervisora, vista="prueba"):
        lecturas.revisar(alerta, motivo="Preparó la ruta", por=supervisora)
    cambio = ultimo()
    assert cambio.despues["estado"] == "revisada"
    assert (cambio.cambiado_por, cambio.motivo) == (supervisora, "Preparó la ruta")


# --- By the web


def test_un_cambio_en_el_admin_deja_quien_que_pedido_y_por_que(client, administracion):
    client.force_login(administracion)
    url = reverse("admin:juntos_parametro_change", args=["lecturas_dias"])
    assert 'name="motivo_del_cambio"' in client.get(url).text
    respuesta = client.post(
        url, {"valor": "900", "fuente": "R.D. 12", "motivo_del_cambio": "Lo pide la R.D. 12"}
    )
    cambio = Cambio.objects.get(tabla="juntos_parametro")
    assert (cambio.antes["valor"], cambio.despues["valor"]) == (730, 900)
    assert cambio.cambiado_por == administracion
    assert cambio.vista == "admin:juntos_parametro_change"
    assert cambio.solicitud == respuesta[CABECERA]
    assert cambio.motivo == "Lo pide la R.D. 12"


def test_el_historial_del_admin_dice_que_cambio_de_lo_que_se_puede_cambiar(
    client, administracion, gestora
):
    client.force_login(administracion)
    de_este = reverse("admin:juntos_parametro_history", args=["lecturas_dias"])
    assert "Nadie lo ha cambiado" in client.get(de_este).text
    with en_nombre_de(administracion, vista="prueba"), por_que("Lo pide la R.D. 12"):
        Parametro.objects.filter(pk="lecturas_dias").update(valor=900)
    texto = client.get(de_este).text
    assert "<del>730</del>" in texto
    assert "<ins>900</ins>" in texto
    assert "Lo pide la R.D. 12" in texto


def test_el_admin_no_muestra_valores_de_los_hechos(client, administracion, gestora):
    with en_nombre_de(gestora, vista="prueba"):
        por_que_sale = gestora.ausencias.create(
            desde="2026-01-01", hasta="2026-01-02", motivo="salud"
        )
    client.force_login(administracion)
    de_ella = client.get(reverse("admin:juntos_ausencia_history", args=[por_que_sale.pk])).text
    lista = client.get(reverse("admin:juntos_cambio_changelist")).text
    uno = client.get(reverse("admin:juntos_cambio_change", args=[ultimo().pk])).text
    assert "juntos_ausencia" in lista
    assert "prueba" in uno
    assert not any("Descanso" in t or "salud" in t for t in (de_ella, uno))


# --- Append-only


@pytest.fixture
def cambio(distrito, sede):
    with en_nombre_de(sede, vista="prueba"):
        por_el_queryset(distrito)
    return ultimo()


@pytest.mark.parametrize(
    "orden", ["UPDATE juntos_cambio SET motivo = 'otro'", "DELETE FROM juntos_cambio"]
)
def test_la_historia_no_se_modifica_ni_se_borra(cambio, orden):
    refuta = pytest.raises(IntegrityError, match="no se modifica")
    with refuta, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(orden)
    assert Cambio.objects.filter(pk=cambio.pk, motivo="").exists()


VIOLACIONES = {
    "cambio_operacion_valido": {"operacion": "otra"},
    "cambio_dice_como_era": {"operacion": "creada", "antes": {"a": 1}},
}


@pytest.mark.parametrize("restriccion", VIOLACIONES)
def test_restricciones_de_la_historia(cambio, restriccion):
    cambio.pk = None
    for campo, valor in VIOLACIONES[restriccion].items():
        setattr(cambio, campo, valor)
    with pytest.raises(IntegrityError, match=restriccion), transaction.atomic():
        cambio.save(force_insert=True)


def test_cada_restriccion_se_viola_una_vez():
    assert VIOLACIONES.keys() == {c.name for c in Cambio._meta.constraints}
