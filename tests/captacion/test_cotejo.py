"""Two texts side by side: coincide, se parece, difiere, falta, and the letters that are not."""

import datetime as dt

import pytest

from captacion.consultas.cotejo import (
    cotejar_conjunto,
    cotejar_documento,
    cotejar_fecha,
    cotejar_nombre,
    cotejar_texto,
    frase,
    parecido,
)
from captacion.consultas.pares import Cotejo, Grado, Trozo


def marcado(trozos: tuple[Trozo, ...]) -> str:
    """What differs, in brackets."""
    return "".join(f"[{t.texto}]" if t.difiere else t.texto for t in trozos)


@pytest.mark.parametrize(
    ("uno", "otro", "grado", "detalle", "lados"),
    [
        ("99000001", "99000001", Grado.COINCIDE, "", ("99000001", "99000001")),
        (
            "99000001",
            "99000007",
            Grado.SE_PARECE,
            "Un dígito: el 8.º, 1 por 7",
            ("9900000[1]", "9900000[7]"),
        ),
        (
            "99001200",
            "99002100",
            Grado.SE_PARECE,
            "Dos dígitos cambiados de lugar: el 5.º y el 6.º",
            ("9900[12]00", "9900[21]00"),
        ),
        (
            "99000001",
            "98000002",
            Grado.SE_PARECE,
            "Dos dígitos: el 2.º y el 8.º",
            ("9[9]00000[1]", "9[8]00000[2]"),
        ),
        ("99000001", "99123001", Grado.DIFIERE, "", ("99[000]001", "99[123]001")),
        (None, "99000001", Grado.FALTA, "en el archivo", ("—", "99000001")),
        ("99000001", None, Grado.FALTA, "en el registro", ("99000001", "—")),
        (None, None, Grado.FALTA, "en ninguno", ("—", "—")),
    ],
)
def test_un_documento_se_coteja_digito_por_digito(uno, otro, grado, detalle, lados):
    cotejo = cotejar_documento("DNI", "el DNI", uno, otro)
    assert (cotejo.grado, cotejo.detalle) == (grado, detalle)
    assert (marcado(cotejo.izquierda), marcado(cotejo.derecha)) == lados


@pytest.mark.parametrize(
    ("uno", "otro", "grado", "detalle"),
    [
        ("QUISPE MAMANI, Rosa", "QUISPE MAMANI, Rosa", Grado.COINCIDE, ""),
        ("NAHUI CONDORI JUAN", "ÑAHUI CÓNDORI, Juan", Grado.COINCIDE, ""),
        ("MAMANI QUISPE, Rosa", "QUISPE MAMANI, Rosa", Grado.COINCIDE, "En otro orden"),
        ("DE LA CRUZ HUAMÁN, Ana", "CRUZ HUAMAN, Ana", Grado.COINCIDE, ""),
        ("QUISPE, Rosa", "QUISPE MAMANI, Rosa", Grado.SE_PARECE, "En el archivo falta MAMANI"),
        (
            "QUISPE MAMANI, Rosa Luz",
            "QUISPE MAMANI, Rosa",
            Grado.SE_PARECE,
            "En el registro falta LUZ",
        ),
        ("HUAMAN CCORI, Rosa", "GUAMAN CCORI, Rosa", Grado.SE_PARECE, "HUAMAN por GUAMAN"),
        ("QUISPE MAMANI, Rosa", "TICONA FLORES, Nely", Grado.DIFIERE, ""),
        ("", "QUISPE", Grado.FALTA, "en el archivo"),
    ],
)
def test_un_nombre_se_coteja_por_palabras(uno, otro, grado, detalle):
    cotejo = cotejar_nombre("Nombre", "el nombre", uno, otro)
    assert (cotejo.grado, cotejo.detalle) == (grado, detalle)


def test_de_un_nombre_parecido_se_marcan_solo_sus_letras():
    cotejo = cotejar_nombre("Nombre", "", "HUAMÁN CCORI, Rosa", "GUAMÁN CCORI, Rosa")
    assert marcado(cotejo.izquierda) == "[H]UAMÁN CCORI, Rosa"
    assert marcado(cotejo.derecha) == "[G]UAMÁN CCORI, Rosa"


@pytest.mark.parametrize("nombre", ["DE LA", "", "123", "Ñ" * 200, "RN"])
def test_un_nombre_que_no_dice_nada_no_rompe_nada(nombre):
    assert parecido(nombre, "QUISPE MAMANI, Rosa") < 0.8
    assert cotejar_nombre("Nombre", "", nombre, "QUISPE MAMANI, Rosa").grado is not Grado.COINCIDE


@pytest.mark.parametrize(
    ("otra", "grado", "detalle"),
    [
        (dt.date(1995, 5, 6), Grado.COINCIDE, ""),
        (dt.date(1995, 6, 5), Grado.SE_PARECE, "Día y mes cambiados"),
        (dt.date(1895, 5, 6), Grado.SE_PARECE, "Solo cambia el año"),
        (dt.date(1995, 5, 7), Grado.SE_PARECE, "Solo cambia el día"),
        (dt.date(1990, 1, 6), Grado.DIFIERE, ""),
        (None, Grado.FALTA, "en el registro"),
    ],
)
def test_una_fecha_se_coteja_por_partes(otra, grado, detalle):
    cotejo = cotejar_fecha("Nacimiento", "", dt.date(1995, 5, 6), otra)
    assert (cotejo.grado, cotejo.detalle) == (grado, detalle)


def test_un_lugar_se_coteja_sin_tildes():
    assert cotejar_texto("Lugar", "", "Ccañi Alto", "CCANI  ALTO").grado is Grado.COINCIDE
    assert cotejar_texto("Lugar", "", "Ccañi Alto", "Ccani Alta").grado is Grado.SE_PARECE
    assert cotejar_texto("Lugar", "", "Ccañi Alto", "Ocongate").grado is Grado.DIFIERE


def test_un_telefono_en_comun_basta():
    assert cotejar_conjunto("Teléfono", "", ["9", "8"], ["7", "8"]).grado is Grado.COINCIDE
    assert cotejar_conjunto("Teléfono", "", ["9"], ["7"]).grado is Grado.DIFIERE
    assert cotejar_conjunto("Teléfono", "", [], ["7"]).grado is Grado.FALTA


def test_la_frase_dice_lo_cercano_lo_que_coincide_y_lo_que_difiere():
    def cotejo(sujeto, grado, detalle=""):
        return Cotejo("", (), (), grado, detalle, sujeto)

    assert (
        frase(
            [
                cotejo("el DNI de la madre", Grado.SE_PARECE, "Un dígito: el 8.º, 1 por 7"),
                cotejo("el nombre de la madre", Grado.COINCIDE),
                cotejo("el centro poblado", Grado.COINCIDE),
                cotejo("el teléfono", Grado.DIFIERE),
                cotejo("la dirección", Grado.FALTA),
            ]
        )
        == "El DNI de la madre difiere en un dígito; el nombre de la madre y el centro poblado "
        "coinciden; el teléfono difiere."
    )
    assert frase([cotejo("el DNI", Grado.FALTA)]) == ""
