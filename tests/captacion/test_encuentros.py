"""Households of JUNTOS and of the PGH that share members, and where the two registers disagree."""

import pytest
from django.urls import reverse

from captacion.models import Discrepancia, EncuentroDeHogares
from juntos.models import Rol
from tests import fabricas
from tests.captacion.archivos import JEFE, MADRE

DIRECCION = "captacion:cruce-hogares"


def encuentros() -> dict[tuple[str, str], tuple]:
    return {
        (e.juntos.codigo, e.pgh.codigo): (e.comunes, e.de_juntos, e.de_pgh, set(e.discrepancias))
        for e in EncuentroDeHogares.objects.select_related("juntos", "pgh")
    }


def miembro(documento: str, hogar: str = "", **campos) -> dict:
    return {"documento": documento} | ({"codigo_hogar": hogar} if hogar else {}) | campos


@pytest.mark.parametrize("primero", ["pgh", "juntos"])
def test_los_hogares_con_los_mismos_miembros_coinciden(cargar, primero):
    for fuente in (primero, {"pgh": "juntos", "juntos": "pgh"}[primero]):
        cargar(fuente, miembro(MADRE), miembro(JEFE))
    assert encuentros() == {("J1", "H1"): (2, 2, 2, set())}


def test_los_que_no_comparten_a_nadie_no_se_encuentran(cargar):
    cargar("pgh", miembro(MADRE))
    cargar("juntos", miembro(JEFE))
    assert encuentros() == {}


@pytest.mark.parametrize(
    ("juntos", "pgh", "esperado"),
    [
        ([MADRE, JEFE], [MADRE], (1, 2, 1, {"miembros"})),
        ([MADRE], [MADRE, JEFE], (1, 1, 2, {"miembros"})),
    ],
)
def test_los_miembros_que_solo_uno_conoce(cargar, juntos, pgh, esperado):
    cargar("pgh", *map(miembro, pgh))
    cargar("juntos", *map(miembro, juntos))
    assert encuentros() == {("J1", "H1"): esperado}


def test_un_hogar_repartido_en_dos_del_pgh(cargar):
    cargar("pgh", miembro(MADRE, "H1"), miembro(JEFE, "H2"))
    cargar("juntos", miembro(MADRE), miembro(JEFE))
    assert encuentros() == {
        ("J1", "H1"): (1, 2, 1, {"miembros", "repartido"}),
        ("J1", "H2"): (1, 2, 1, {"miembros", "repartido"}),
    }


def test_una_persona_en_dos_hogares_de_juntos(cargar):
    cargar("pgh", miembro(MADRE))
    cargar("juntos", miembro(MADRE, "J1"))
    cargar("juntos", miembro(MADRE, "J2"))
    assert encuentros() == {
        ("J1", "H1"): (1, 1, 1, {"dos_juntos"}),
        ("J2", "H1"): (1, 1, 1, {"dos_juntos"}),
    }


def test_otro_distrito(cargar):
    uno, otro = fabricas.DistritoFactory(), fabricas.DistritoFactory()
    cargar("pgh", miembro(MADRE, ubigeo=uno.ubigeo))
    cargar("juntos", miembro(MADRE, ubigeo=otro.ubigeo))
    assert encuentros() == {("J1", "H1"): (1, 1, 1, {"distrito"})}
    cargar("juntos", miembro(MADRE, ubigeo=uno.ubigeo))
    assert encuentros() == {("J1", "H1"): (1, 1, 1, set())}


def test_otra_clasificacion(cargar):
    cargar("pgh", miembro(MADRE))
    cargar("juntos", miembro(MADRE))
    juntos = EncuentroDeHogares.objects.get().juntos
    fabricas.ClasificacionFactory(hogar=juntos, nivel="pobre_extremo")
    cargar("juntos", miembro(MADRE, parentesco="TITULAR", nombres="ROSA M"))
    assert encuentros() == {("J1", "H1"): (1, 1, 1, {"nivel"})}


def test_lo_que_un_vinculo_nuestro_dice_no_cuenta(cargar):
    """A newborn that we put in a household is no member that its register tells."""
    cargar("pgh", miembro(MADRE))
    cargar("padron_nominal", {})
    cargar("juntos", miembro(MADRE))
    assert encuentros() == {("J1", "H1"): (1, 1, 1, set())}


def test_una_carga_que_no_toca_hogares_no_cambia_nada(cargar):
    cargar("pgh", miembro(MADRE))
    cargar("juntos", miembro(MADRE))
    antes = list(EncuentroDeHogares.objects.values())
    cargar("padron_nominal", {})
    assert list(EncuentroDeHogares.objects.values()) == antes


# --- The page


@pytest.fixture
def encuentro(distrito):
    """Two households with a member in common, and another whom only JUNTOS tells."""
    juntos = fabricas.HogarFactory(origen="juntos", codigo="J1", distrito=distrito)
    pgh = fabricas.HogarFactory(codigo="H1", distrito=distrito)
    madre = fabricas.MiembroFactory(hogar=juntos).persona
    fabricas.MiembroFactory(hogar=pgh, persona=madre)
    fabricas.MiembroFactory(hogar=juntos, persona__nombres="SOLEDAD")
    return EncuentroDeHogares.objects.create(
        juntos=juntos,
        pgh=pgh,
        comunes=1,
        de_juntos=2,
        de_pgh=1,
        discrepancias=["miembros"],
        carga=pgh.carga,
    )


def ver(client, usuario, **filtro) -> str:
    client.force_login(usuario)
    return client.get(reverse(DIRECCION), filtro).content.decode()


def test_dice_quien_figura_solo_en_uno(encuentro, client, supervisora):
    pagina = ver(client, supervisora)
    assert "Solo en JUNTOS: QUISPE MAMANI, Soledad" in pagina
    assert "Solo en el PGH" not in pagina
    assert "2 miembros, 1 en común" in pagina


def test_se_filtra_por_lo_que_no_coincide(encuentro, client, sede):
    assert "J1" in ver(client, sede, discrepancia="miembros")
    pagina = ver(client, sede, discrepancia="distrito")
    assert "J1" not in pagina
    assert "Ningún hogar tiene esta diferencia" in pagina
    assert "J1" in ver(client, sede, discrepancia="cualquiera")


def test_los_que_coinciden_no_se_listan(encuentro, client, sede):
    EncuentroDeHogares.objects.update(discrepancias=[])
    assert "coinciden. Las diferencias aparecen aquí" in ver(client, sede)


def test_los_de_otra_unidad_no_existen(encuentro, client, ajena):
    otra = fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=ajena.unidad_territorial)
    assert "J1" not in ver(client, otra)
    assert "J1" not in "".join(descargar(client))


@pytest.mark.parametrize("rol", ["gestora", "administracion"])
def test_no_es_trabajo_de_otros_roles(encuentro, client, request, rol):
    client.force_login(request.getfixturevalue(rol))
    assert client.get(reverse(DIRECCION)).status_code == 403
    assert client.get(reverse(f"{DIRECCION}-archivo")).status_code == 403
    assert not EncuentroDeHogares.objects.visibles_para(request.getfixturevalue(rol)).exists()


def descargar(client, **filtro) -> list[str]:
    respuesta = client.get(reverse(f"{DIRECCION}-archivo"), filtro)
    return respuesta.getvalue().decode("utf-8-sig").splitlines()


def test_la_lista_se_descarga_con_su_filtro(encuentro, client, supervisora):
    client.force_login(supervisora)
    encabezado, fila, rastro = descargar(client)
    assert rastro.startswith("# L-")
    assert encabezado.startswith("Hogar JUNTOS,Distrito según JUNTOS,Hogar PGH")
    assert fila.startswith("J1,")
    assert Discrepancia.MIEMBROS.label in fila
    assert "Soledad (DNI 99" in fila
    assert descargar(client, discrepancia="nivel")[:-1] == [encabezado]


def test_una_pagina_llena_cuesta_lo_mismo(
    encuentro, client, supervisora, distrito, django_assert_max_num_queries
):
    for _ in range(60):
        juntos = fabricas.HogarFactory(origen="juntos", distrito=distrito)
        pgh = fabricas.HogarFactory(distrito=distrito, carga=juntos.carga)
        fabricas.MiembroFactory(hogar=juntos)
        EncuentroDeHogares.objects.create(
            juntos=juntos,
            pgh=pgh,
            comunes=1,
            de_juntos=1,
            de_pgh=1,
            discrepancias=["distrito"],
            carga=pgh.carga,
        )
    client.force_login(supervisora)
    with django_assert_max_num_queries(8):
        assert "Página 1 de 2" in client.get(reverse(DIRECCION)).content.decode()


def test_los_que_dejan_de_compartir_se_separan_con_la_siguiente_carga(cargar):
    cargar("pgh", miembro(MADRE))
    cargar("juntos", miembro(MADRE))
    EncuentroDeHogares.objects.get().juntos.miembros.update(
        persona=fabricas.PersonaFactory(dni="99300000")
    )
    cargar("juntos", miembro("99300000", parentesco="TITULAR"))
    assert encuentros() == {}
