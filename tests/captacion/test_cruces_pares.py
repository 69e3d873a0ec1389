"""What a doubtful pair says: why, fact by fact, and the household around it."""

import pytest
from django.utils import timezone

from captacion.consultas.pares import Banda, Grado
from captacion.models import (
    Persona,
    PesosCruce,
    ReglaVinculo,
    Telefono,
    Vinculo,
)
from tests import fabricas
from tests.captacion.mesa import CRUCES, cotejos_de, decidir, dice, entrar, par_de
from tests.captacion.test_acciones_vinculos import poner_en_duda

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("regla", "duda", "frase"),
    [
        (ReglaVinculo.MADRE_PGH, "dos_hogares", "El documento de la madre figura en más de un"),
        (ReglaVinculo.MADRE_JUNTOS, "nombre_discorde", "padrón de JUNTOS, pero con otros nombres"),
        (ReglaVinculo.PROPIO_PGH, "identidad_ambigua", "Su documento figura en el PGH, pero puede"),
        (ReglaVinculo.PROPIO_PGH, "dos_padrones", "Figura en este hogar del PGH, y alguien de"),
        (ReglaVinculo.ENCUENTRO_JUNTOS, "dos_padrones", "si son el mismo, vale el de JUNTOS."),
        (ReglaVinculo.PROPIO_PGH, "", "Su documento figura en el PGH."),
        (ReglaVinculo.PROVISIONAL, "dos_hogares", "Ningún padrón conoce todavía este hogar."),
    ],
)
def test_cada_regla_se_dice_en_una_frase(distrito, regla, duda, frase):
    (vinculo,) = poner_en_duda(distrito)
    Vinculo.objects.filter(pk=vinculo.pk).update(regla=regla, duda=duda)
    assert frase in par_de(vinculo).porque


def test_sin_documento_de_la_madre_no_se_dice_que_falta_en_el_padron(distrito):
    (vinculo,) = poner_en_duda(distrito)
    madre = vinculo.persona.recien_nacido.madre
    madre.dni = None
    madre.save()
    assert "no se conoce el de la madre" in par_de(vinculo).porque


@pytest.fixture
def parecida(distrito):
    """The mother's DNI is one digit off; her name, place and phone are the household's."""
    (vinculo,) = poner_en_duda(distrito, centro_poblado="Ccañi Alto", es_usuario=True)
    pesos = PesosCruce.objects.create(
        origen="semilla",
        pesos={},
        previa=0.1,
        creada_en=timezone.now(),
        creada_por=fabricas.UsuarioFactory(),
    )
    Vinculo.objects.filter(pk=vinculo.pk).update(
        regla=ReglaVinculo.PARECIDO_JUNTOS,
        duda="parecido",
        puntaje=17.5,
        aportes={
            "documento": {"nivel": "una_letra", "peso": 8.25},
            "telefono": {"nivel": "distinto", "peso": -1.5},
            "apellidos": {"nivel": "iguales", "peso": 10.75},
        },
        pesos=pesos,
    )
    recien_nacido = vinculo.persona.recien_nacido
    madre = recien_nacido.madre
    ella = fabricas.PersonaFactory(dni="99777771", nombres="ROSA")
    Persona.objects.filter(pk=madre.pk).update(dni="99777777", nombres="ROSA")
    recien_nacido.centro_poblado = "CCANI ALTO"
    recien_nacido.save()
    fabricas.MiembroFactory(hogar=vinculo.hogar, persona=ella, es_titular=True)
    fabricas.MiembroFactory(
        hogar=vinculo.hogar, persona=fabricas.PersonaFactory(ap_paterno="TICONA", nombres="JUAN")
    )
    for persona in (madre, ella):
        Telefono.objects.create(
            persona=persona, numero="912345678", fuente="pgh", visto_el=timezone.localdate()
        )
    vinculo.refresh_from_db()
    return vinculo


def test_un_parecido_dice_en_que_se_parece(parecida):
    assert par_de(parecida).porque == (
        "El DNI de la madre difiere en un dígito; el nombre de la madre, la fecha de nacimiento de "
        "la madre, el teléfono, el distrito y el centro poblado coinciden."
    )


def test_un_parecido_muestra_los_digitos_y_los_aportes(parecida, supervisora):
    texto = entrar(supervisora).get(CRUCES).content.decode()
    assert "9977777<mark>7</mark>" in texto
    assert "9977777<mark>1</mark>" in texto
    assert "Un dígito: el 8.º, 7 por 1" in texto
    assert "Muy probable" in texto
    assert "+10.8 a favor" in texto
    assert "-1.5 en contra" in texto
    par = par_de(parecida)
    assert [aporte.campo for aporte in par.aportes] == ["Apellidos", "Documento", "Teléfono"]


@pytest.mark.parametrize(
    ("puntaje", "banda"),
    [(16, Banda.MUY_PROBABLE), (15.9, Banda.PROBABLE), (12, Banda.PROBABLE), (11.9, Banda.DUDOSO)],
)
def test_el_puntaje_se_dice_con_palabras(parecida, puntaje, banda):
    Vinculo.objects.filter(pk=parecida.pk).update(puntaje=puntaje)
    assert par_de(parecida).banda is banda


def test_sin_puntaje_no_hay_banda_ni_porque_de_numeros(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    assert par_de(vinculo).banda is None
    assert "¿Por qué?" not in entrar(supervisora).get(CRUCES).content.decode()


def test_cuenta_el_hogar_alrededor_y_los_hermanos(parecida):
    madre = parecida.persona.recien_nacido.madre
    hermana = fabricas.RecienNacidoFactory(
        madre=madre, persona__nombres="SOL", persona__fecha_nacimiento="2023-01-01"
    )
    fabricas.MiembroFactory(hogar=parecida.hogar, persona=hermana.persona)
    fabricas.ClasificacionFactory(hogar=parecida.hogar, nivel="pobre_extremo")
    par = par_de(parecida)
    hermanos, actual = par.izquierda.grupos
    assert [i.nombre for i in hermanos.integrantes] == ["QUISPE MAMANI, Sol"]
    assert hermanos.integrantes[0].nota == "Figura en el hogar propuesto"
    assert actual.titulo == "Hogar provisional en que espera"
    assert [i.texto for i in par.derecha.insignias] == ["Usuario de JUNTOS", "Pobre extremo"]
    assert par.derecha.grupos[0].titulo == "3 integrantes"
    assert par.derecha.lineas[1].startswith("Se compara con QUISPE MAMANI, Rosa")


def test_dice_que_coincide_y_que_difiere(distrito):
    (vinculo,) = poner_en_duda(distrito)
    jefe = fabricas.PersonaFactory(ap_paterno="ÑAHUI", ap_materno="CONDORI", nombres="JUAN")
    fabricas.MiembroFactory(hogar=vinculo.hogar, persona=jefe)
    recien_nacido = vinculo.persona.recien_nacido
    recien_nacido.jefe_documento, recien_nacido.jefe_nombre = jefe.dni, "NAHUI CONDORI JUAN"
    recien_nacido.save()
    cotejos = cotejos_de(vinculo)
    assert cotejos["DNI del jefe de familia"].grado is Grado.COINCIDE
    assert cotejos["Nombre del jefe de familia"].grado is Grado.COINCIDE
    assert cotejos["Nombre de la madre"].grado is Grado.DIFIERE
    assert dice(cotejos["Nombre de la madre"].derecha) == "No figura en este hogar"
    assert cotejos["Distrito"].grado is Grado.COINCIDE
    assert next(iter(cotejos)) == "DNI del jefe de familia"


@pytest.mark.parametrize(
    ("dni_de_ella", "nombres_de_ella", "documento", "nombre"),
    [
        ("99777777", "ROSA", Grado.COINCIDE, Grado.COINCIDE),
        ("99777777", "CARMEN", Grado.COINCIDE, Grado.DIFIERE),
        ("99777778", "ROSA", Grado.SE_PARECE, Grado.COINCIDE),
        (None, "ROSA", Grado.FALTA, Grado.COINCIDE),
        ("99123456", "ROSA", Grado.DIFIERE, Grado.COINCIDE),
    ],
)
def test_el_cotejo_distingue_documento_y_nombre(
    distrito, dni_de_ella, nombres_de_ella, documento, nombre
):
    (vinculo,) = poner_en_duda(distrito)
    recien_nacido = vinculo.persona.recien_nacido
    madre = recien_nacido.madre
    recien_nacido.madre_apellidos, recien_nacido.madre_nombres = "QUISPE MAMANI", "ROSA"
    recien_nacido.save()
    Persona.objects.filter(pk=madre.pk).update(dni="99777777", nombres=nombres_de_ella)
    if dni_de_ella == "99777777":
        ella = madre
    else:
        ella = fabricas.PersonaFactory(dni=dni_de_ella, nombres=nombres_de_ella)
    fabricas.MiembroFactory(hogar=vinculo.hogar, persona=ella)
    cotejos = cotejos_de(vinculo)
    assert cotejos["DNI de la madre"].grado is documento
    assert cotejos["Nombre de la madre"].grado is nombre


def test_quien_esta_por_un_vinculo_nuestro_no_prueba_nada(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    entrar(supervisora).post(decidir(vinculo, "confirmar"))
    cotejo = cotejos_de(vinculo)["Nombre de la madre"]
    assert (cotejo.grado, dice(cotejo.derecha)) == (Grado.FALTA, "No figura en este hogar")


def test_un_hogar_de_sesenta_y_nombres_raros_no_rompen_la_pagina(supervisora, distrito):
    (vinculo,) = poner_en_duda(distrito)
    for n in range(60):
        rara = fabricas.PersonaFactory(
            ap_paterno="DE LA" if n % 2 else "", ap_materno="", nombres="X" * 80 if n % 3 else ""
        )
        fabricas.MiembroFactory(hogar=vinculo.hogar, persona=rara)
    recien_nacido = vinculo.persona.recien_nacido
    recien_nacido.madre, recien_nacido.madre_nombres = None, "RN"
    recien_nacido.save()
    assert entrar(supervisora).get(CRUCES).status_code == 200
