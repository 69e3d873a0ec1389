"""The weights of linkage, learnt from pairs: the mathematics, the pairs, the version in use."""

import json
from collections import Counter
from itertools import product
from math import prod

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from captacion.cruce import estimar
from captacion.cruce.em import FALTA, Grupo, contar, estimar_m
from captacion.cruce.estimar import FaltanPares, activar_pesos, estimar_pesos
from captacion.models import PesosCruce, Sexo
from juntos.models import Evento
from tests import fabricas

CAMPOS = ("apellidos", "nacimiento", "lugar")
M = {
    "apellidos": {"iguales": 0.8, "parecidos": 0.15, "distintos": 0.05},
    "nacimiento": {"igual": 0.93, "distinto": 0.07},
    "lugar": {"distrito": 0.7, "distinto": 0.3},
}
U = {
    "apellidos": {"iguales": 0.01, "parecidos": 0.09, "distintos": 0.9},
    "nacimiento": {"igual": 0.02, "distinto": 0.98},
    "lugar": {"distrito": 0.1, "distinto": 0.9},
}
PARTIDA = {
    "apellidos": {"iguales": 0.6, "parecidos": 0.3, "distintos": 0.1},
    "nacimiento": {"igual": 0.7, "distinto": 0.3},
    "lugar": {"distrito": 0.6, "distinto": 0.4},
}


def patrones(pares: int, previa: float, callado: str = "", falta: float = 0.0) -> Counter:
    """The counts that these proportions give, exactly; `callado` always agrees fully."""
    cuenta = Counter()
    for niveles in product(*(M[campo] for campo in CAMPOS)):
        dicho = dict(zip(CAMPOS, niveles, strict=True))
        if dicho.pop(callado, "iguales") != "iguales":
            continue
        iguales = previa * prod(M[c][n] for c, n in dicho.items())
        otros = (1 - previa) * prod(U[c][n] for c, n in dicho.items())
        cuenta[niveles] += pares * (iguales + otros) * (1 - falta)
        cuenta[(*niveles[:2], FALTA)] += pares * (iguales + otros) * falta
    return cuenta


def test_em_halla_las_proporciones_con_que_se_hicieron_los_pares():
    grupo = Grupo(patrones(100_000, previa=0.08), previa=0.3)
    m, _ = estimar_m([grupo], U, PARTIDA, CAMPOS)
    assert grupo.previa == pytest.approx(0.08, abs=1e-3)
    for campo in CAMPOS:
        assert m[campo] == pytest.approx(M[campo], abs=2e-3)


def test_lo_que_falta_no_cambia_lo_estimado():
    grupo = Grupo(patrones(100_000, previa=0.08, falta=0.4), previa=0.3)
    m, dichos = estimar_m([grupo], U, PARTIDA, CAMPOS)
    assert m["lugar"] == pytest.approx(M["lugar"], abs=2e-3)
    assert dichos["lugar"] == pytest.approx(0.6 * dichos["apellidos"])


def test_un_grupo_calla_el_campo_que_lo_reunio():
    """All of a block by surnames agree on them: taken at its word, it would say that all do."""
    bloque = patrones(100_000, previa=0.3, callado="apellidos")
    completo = Grupo(patrones(100_000, previa=0.08), previa=0.3)
    callado = Grupo(bloque, previa=0.5, callados=frozenset({"apellidos"}))
    m, _ = estimar_m([completo, callado], U, PARTIDA, CAMPOS)
    assert m["apellidos"] == pytest.approx(M["apellidos"], abs=2e-3)
    assert callado.previa == pytest.approx(0.3, abs=2e-3)
    hablador, _ = estimar_m([Grupo(bloque, previa=0.5)], U, PARTIDA, CAMPOS)
    assert hablador["apellidos"]["iguales"] > 0.99


def test_sin_pares_queda_lo_de_antes_y_nada_se_hace_imposible():
    m, dichos = estimar_m([Grupo(Counter(), previa=0.5)], U, PARTIDA, CAMPOS)
    assert m == PARTIDA
    assert dichos == dict.fromkeys(CAMPOS, 0)
    uno = Grupo(Counter({("iguales", "igual", "distrito"): 10}), previa=0.5)
    m, _ = estimar_m([uno], U, PARTIDA, CAMPOS)
    assert all(0 < parte < 1 for niveles in m.values() for parte in niveles.values())


def test_contar_no_cuenta_lo_que_falta():
    grupo = Grupo(Counter({("iguales", FALTA, "distrito"): 3}), previa=0.5)
    assert contar(grupo, CAMPOS)["nacimiento"].total() == 0
    assert contar(grupo, CAMPOS)["lugar"] == {"distrito": 3}


# --- From the database


@pytest.fixture
def madres(db):
    """Forty mothers of a register, each told again by her child's row; two with another surname."""
    for n in range(40):
        madre = fabricas.PersonaFactory(
            ap_paterno=f"QUISPE{'ABDFGJLMNP'[n % 10]}", nombres=f"ROSA{'ABCD'[n // 10]}"
        )
        hogar = fabricas.HogarFactory(
            direccion=f"JR. {'ABDFGJLMNP'[n % 10] * 5} {1000 + n * 37}", centro_poblado_codigo=""
        )
        fabricas.MiembroFactory(hogar=hogar, persona=madre)
        paterno = "GARCIA" if n < 2 else madre.ap_paterno
        fabricas.RecienNacidoFactory(
            madre=madre,
            madre_apellidos=f"{paterno} {'LOPEZ' if n < 2 else madre.ap_materno}",
            madre_nombres=madre.nombres,
            direccion=hogar.direccion,
        )
    return estimar.MUESTRA


@pytest.fixture
def pocos(monkeypatch):
    monkeypatch.setattr(estimar, "PARES_MINIMOS", 20)


def test_estimar_guarda_una_version_que_no_esta_en_uso(madres, pocos, sede):
    semilla = PesosCruce.objects.get(activa=True)
    version = estimar_pesos(por=sede)
    assert (version.activa, version.origen, version.creada_por) == (False, "estimada", sede)
    assert PesosCruce.objects.get(activa=True) == semilla
    assert version.pares > 40
    assert version.pesos.keys() == semilla.pesos.keys()
    for campo, niveles in semilla.pesos.items():
        assert version.pesos[campo].keys() == niveles.keys()


def test_los_pesos_salen_de_los_pares(madres, pocos, sede):
    antes, pesos = PesosCruce.objects.get(activa=True).pesos, estimar_pesos(por=sede).pesos
    # 38 of 40, and what stays of the version in use
    esperada = 0.95 * 38 / 40 + 0.05 * antes["apellidos"]["iguales"]["m"]
    assert pesos["apellidos"]["iguales"]["m"] == pytest.approx(esperada, abs=0.02)
    assert pesos["direccion"]["parecida"]["m"] > 0.9
    assert pesos["direccion"]["parecida"]["peso"] > antes["direccion"]["parecida"]["peso"]
    # nobody told a birth date, and an equal document is what brought them together
    assert pesos["nacimiento"] == antes["nacimiento"]
    assert pesos["documento"]["igual"]["m"] == antes["documento"]["igual"]["m"]


def test_los_documentos_se_aprenden_de_los_nombres_que_suenan_igual(madres, pocos, sede):
    for persona in fabricas.PersonaFactory._meta.model.objects.filter(sexo=Sexo.FEMENINO):
        for miembro in persona.membresias.all():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT llave_nombre(%s, %s, %s)",
                    [persona.ap_paterno, persona.ap_materno, persona.nombres],
                )
                miembro.llave_nombre = cursor.fetchone()[0]
            miembro.save(update_fields=["llave_nombre"])
    version = estimar_pesos(por=sede)
    antes = PesosCruce.objects.get(activa=True).pesos
    assert version.pesos["documento"]["igual"]["m"] > antes["documento"]["igual"]["m"]
    assert version.previa > 0.9


def test_la_estimacion_no_deja_tablas(madres, pocos, sede):
    estimar_pesos(por=sede)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'estimacion_cruce'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SHOW search_path")
        assert "estimacion_cruce" not in cursor.fetchone()[0]


def test_con_pocos_pares_no_se_estima(madres, sede):
    with pytest.raises(FaltanPares, match="hay 40"):
        estimar_pesos(por=sede)
    assert PesosCruce.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("quien", ["gestora", "supervisora"])
def test_solo_sede_y_administracion_cambian_los_pesos(quien, request):
    por = request.getfixturevalue(quien)
    with pytest.raises(PermissionDenied):
        estimar_pesos(por=por)
    with pytest.raises(PermissionDenied):
        activar_pesos(PesosCruce.objects.get(activa=True), por=por)


def test_activar_deja_una_sola_en_uso_y_dos_eventos(madres, pocos, sede):
    semilla, version = PesosCruce.objects.get(activa=True), estimar_pesos(por=sede)
    activar_pesos(version, por=sede)
    assert version.activa
    assert [*PesosCruce.objects.filter(activa=True)] == [version]
    eventos = Evento.objects.filter(modelo="captacion.pesoscruce", ocurrido_por=sede)
    assert {(e.objeto_id, e.a) for e in eventos} == {
        (semilla.pk, "guardada"),
        (version.pk, "activa"),
    }
    activar_pesos(version, por=sede)
    assert eventos.count() == 2


def test_la_orden_estima_y_con_activar_la_pone_en_uso(madres, pocos, capsys):
    call_command("estimar_cruce", "--activar", "--json")
    resumen = json.loads(capsys.readouterr().out)
    version = PesosCruce.objects.get(activa=True)
    assert resumen["version"] == version.pk
    assert resumen["activa"] is True
    assert resumen["pesos"]["lugar"]["distrito"] == version.pesos["lugar"]["distrito"]["peso"]
    call_command("estimar_cruce")
    assert "guardada" in capsys.readouterr().out
    assert PesosCruce.objects.get(activa=True) == version


def test_la_orden_dice_que_faltan_pares(db):
    with pytest.raises(CommandError, match="Hacen falta") as error:
        call_command("estimar_cruce")
    assert error.value.returncode == 2
