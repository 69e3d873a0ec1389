"""The chain over the events: nothing that was sealed can change without being told."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from juntos import bitacora
from juntos.models import Evento, Sello
from juntos.tasks import sellar_bitacora, verificar_bitacora

EVENTOS = 2000


def escribir(cuantos: int, *, por) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO juntos_evento"
            " (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)"
            " SELECT 'afiliacion.contacto', n, '', 'abierto', 'Motivo ' || n, now(), %s"
            " FROM generate_series(1, %s) AS n",
            [por.pk, cuantos],
        )


def a_escondidas(orden: str, valores=()) -> None:
    """What only the owner of the server can do: write where no trigger looks."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(orden, valores)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def cadena(sede, monkeypatch):
    """2,000 events in four seals, and whatever the fixtures wrote in them too."""
    monkeypatch.setattr(bitacora, "POR_SELLO", 500)
    escribir(EVENTOS, por=sede)
    bitacora.sellar()
    return list(Evento.objects.order_by("pk").values_list("pk", flat=True))


def test_la_cadena_intacta_cuadra(cadena, capsys):
    hallado = bitacora.verificar()
    assert (hallado.sellos, hallado.sellados, hallado.rotura) == (4, EVENTOS, "")
    call_command("verificar_bitacora", hasta=Sello.objects.get(numero=2).hash)
    salida = capsys.readouterr().out
    assert "Eventos sellados: 2,000 de 2,000. Sellos: 4." in salida
    assert "intacta" in salida
    assert Sello.objects.first().hash in salida


def test_lo_sellado_no_se_sella_otra_vez(cadena, sede):
    assert bitacora.sellar() == 0
    escribir(3, por=sede)
    assert bitacora.sellar() == 1
    quinto = Sello.objects.first()
    assert (quinto.numero, len(bytes(quinto.huellas))) == (5, 3 * 32)
    assert quinto.anterior == Sello.objects.get(numero=4).hash


def test_sin_eventos_no_hay_nada_que_sellar(db):
    assert bitacora.sellar() == 0
    assert bitacora.verificar() == bitacora.Verificacion(0, 0, 0, "")


@pytest.mark.parametrize(
    "cambio",
    [
        "modelo = 'afiliacion.visita'",
        "objeto_id = objeto_id + 1",
        "de = 'x'",
        "a = 'cerrado'",
        "motivo = motivo || ' '",
        "ocurrido_en = ocurrido_en + interval '1 microsecond'",
        "ocurrido_por_id = (SELECT id FROM juntos_usuario WHERE username = 'sistema')",
    ],
)
def test_un_solo_evento_alterado_se_halla(cadena, capsys, cambio):
    elegido = cadena[1234]
    a_escondidas(f"UPDATE juntos_evento SET {cambio} WHERE id = %s", [elegido])
    with pytest.raises(SystemExit) as salida:
        call_command("verificar_bitacora")
    assert salida.value.code == 1
    assert f"El evento {elegido} fue alterado (sello 3)." in capsys.readouterr().err


def test_un_evento_retirado_se_halla(cadena):
    a_escondidas("DELETE FROM juntos_evento WHERE id = %s", [cadena[0]])
    assert bitacora.verificar().rotura == (
        f"El evento {cadena[0]} fue retirado de la bitácora (sello 1)."
    )


def test_la_bitacora_vaciada_se_halla(cadena):
    a_escondidas("DELETE FROM juntos_evento")
    assert "fue retirado" in bitacora.verificar().rotura


def test_un_evento_metido_entre_los_antiguos_se_halla(cadena, sede, monkeypatch):
    """Where one was never written: sealing no longer looks there, so it stays without a seal."""
    a_escondidas("SELECT setval('juntos_evento_id_seq', %s)", [cadena[-1] + 10])
    escribir(1, por=sede)
    bitacora.sellar()
    monkeypatch.setattr(bitacora, "MARGEN", dt.timedelta(seconds=-1))
    metido = cadena[-1] + 5
    a_escondidas(
        "INSERT INTO juntos_evento"
        " (id, modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)"
        " SELECT %s, modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id"
        " FROM juntos_evento WHERE id = %s",
        [metido, cadena[0]],
    )
    assert bitacora.sellar() == 0
    assert f"El evento {metido} fue agregado después" in bitacora.verificar().rotura


@pytest.mark.parametrize(
    ("orden", "dicho"),
    [
        ("DELETE FROM juntos_sello WHERE numero = 2", "Falta el sello 2: el siguiente es el 3."),
        ("DELETE FROM juntos_sello WHERE numero = 1", "Falta el sello 1: el siguiente es el 2."),
        (
            "UPDATE juntos_sello SET momento = momento + interval '1 day' WHERE numero = 2",
            "El sello 2 fue alterado: su hash no es el de su contenido.",
        ),
        (
            "UPDATE juntos_sello SET huellas = set_byte(huellas, 7, 0) WHERE numero = 4",
            "El sello 4 fue alterado: su hash no es el de su contenido.",
        ),
        (
            "UPDATE juntos_sello SET tramos = tramos || int8range(900000, 900001) WHERE numero = 4",
            "El evento 900000 fue retirado de la bitácora (sello 4).",
        ),
        (
            "UPDATE juntos_sello SET tramos = ARRAY[]::int8range[] WHERE numero = 4",
            "El sello 4 fue alterado: no cubre los eventos que dice.",
        ),
        # Who forges a seal and its hash must forge all those that follow.
        (
            "UPDATE juntos_sello SET momento = momento + interval '1 day', hash = hash_de_sello("
            "anterior, numero, momento + interval '1 day', huellas) WHERE numero = 2",
            "El sello 3 no sigue al anterior: uno de los dos fue alterado.",
        ),
    ],
)
def test_un_sello_retirado_o_alterado_se_halla(cadena, orden, dicho):
    a_escondidas(orden)
    assert bitacora.verificar().rotura == dicho


def test_la_cola_cortada_se_halla_con_un_hash_anotado_antes(cadena, capsys):
    """The last seals gone and made again: only who noted a hash outside can tell."""
    anotado = bitacora.verificar().hash
    a_escondidas("DELETE FROM juntos_sello WHERE numero > 2")
    a_escondidas("UPDATE juntos_evento SET a = 'otro' WHERE id = %s", [cadena[-1]])
    bitacora.sellar()
    assert bitacora.verificar().rotura == ""
    with pytest.raises(SystemExit):
        call_command("verificar_bitacora", hasta=anotado.upper())
    assert "no es de ningún sello" in capsys.readouterr().err


def test_un_sello_no_se_modifica_ni_se_borra(cadena):
    for hacer in (lambda s: s.update(hash="0" * 64), lambda s: s.delete()):
        with pytest.raises(DatabaseError, match="bitácora"), transaction.atomic():
            hacer(Sello.objects.filter(numero=1))


@pytest.mark.parametrize(
    ("nombre", "campos"),
    [
        ("sello_hash_sha256", {"hash": "no es un hash"}),
        ("sello_sigue_a_otro", {"anterior": ""}),
        ("sello_sigue_a_otro", {"numero": 1, "anterior": "0" * 64}),
    ],
)
def test_la_base_refuta_un_sello_que_no_lo_es(db, nombre, campos):
    bueno = {
        "numero": 2,
        "anterior": "0" * 64,
        "hash": "1" * 64,
        "momento": timezone.now(),
        "tramos": [],
        "ultimo_evento": 1,
        "huellas": b"",
    }
    with pytest.raises(IntegrityError, match=f'"{nombre}"'), transaction.atomic():
        Sello.objects.create(**bueno | campos)


def test_los_textos_que_se_parecen_no_se_confunden(sede):
    """Two events whose texts would read the same one after the other have other fingerprints."""
    for de, a in (("ab", "c"), ("a", "bc"), ('a", "b', "c")):
        Evento.registrar(sede, de, a, por=sede)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT huella_de_evento(e.*::juntos_evento)) FROM ("
            " SELECT 0::bigint AS id, modelo, objeto_id, de, a, motivo, now() AS ocurrido_en,"
            " ocurrido_por_id FROM juntos_evento) AS e"
        )
        assert cursor.fetchone() == (3,)


def test_la_huella_no_depende_de_la_sesion(cadena):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'America/Lima'")
        cursor.execute("SET LOCAL datestyle = 'SQL, DMY'")
        cursor.execute("SET LOCAL extra_float_digits = -5")
        assert bitacora.verificar().rotura == ""


def test_las_tareas_sellan_y_dicen_lo_que_no_cuadra(sede, caplog):
    evento = Evento.registrar(sede, "", "creada", por=sede)
    sellar_bitacora()
    verificar_bitacora()
    assert (Sello.objects.count(), caplog.records) == (1, [])
    a_escondidas("UPDATE juntos_evento SET a = 'otra' WHERE id = %s", [evento.pk])
    verificar_bitacora()
    assert f"El evento {evento.pk} fue alterado" in caplog.text


# --- Two at once, over committed data


@pytest.fixture
def otra(base_real):
    """A second session of the database."""
    sesion = connection.copy()
    yield sesion
    sesion.close()


REGISTRAR = (
    "INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)"
    " SELECT 'juntos.usuario', 1, '', 'creada', '', now(), id FROM juntos_usuario"
    " WHERE username = 'sistema' RETURNING id"
)


def test_un_evento_que_aparece_despues_con_numero_menor_va_en_otro_sello(otra, sede):
    with otra.cursor() as suya:
        suya.execute("BEGIN")
        suya.execute(REGISTRAR)
        (tardio,) = suya.fetchone()
        temprano = Evento.registrar(sede, "", "creada", por=sede)
        assert tardio < temprano.pk
        assert bitacora.sellar() == 1
        suya.execute("COMMIT")
    assert bitacora.sellar() == 1
    primero, segundo = Sello.objects.order_by("numero")
    assert primero.ultimo_evento == temprano.pk
    assert segundo.ultimo_evento == tardio
    hallado = bitacora.verificar()
    assert (hallado.sellados, hallado.eventos, hallado.rotura) == (2, 2, "")


def test_quien_escribe_no_espera_a_quien_sella(otra, sede):
    Evento.registrar(sede, "", "creada", por=sede)
    with transaction.atomic():
        assert bitacora.sellar() == 1
        with otra.cursor() as suya:
            suya.execute("SET lock_timeout = '2s'")
            suya.execute(REGISTRAR)
    assert bitacora.sellar() == 1


def test_de_dos_que_sellan_a_la_vez_uno_se_va(otra, sede):
    Evento.registrar(sede, "", "creada", por=sede)
    with otra.cursor() as suya:
        suya.execute("SELECT pg_advisory_lock(%s)", [bitacora.CANDADO])
        assert bitacora.sellar() == 0
        suya.execute("SELECT pg_advisory_unlock(%s)", [bitacora.CANDADO])
    assert bitacora.sellar() == 1
