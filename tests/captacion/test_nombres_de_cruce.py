"""How names sound, the keys made of them, and how far two documents are from each other."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def sql(expresion: str, *valores):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expresion}", valores)
        return cursor.fetchone()[0]


def fonetica(texto: str) -> str | None:
    return sql("fonetica(%s)", texto)


def llave(paterno, materno, nombres) -> int | None:
    return sql("llave_nombre(%s, %s, %s)", paterno, materno, nombres)


def ediciones(a, b) -> int | None:
    return sql("ediciones_documento(%s, %s)", a, b)


@pytest.mark.parametrize(
    ("uno", "otro"),
    [
        ("QUISPE", "Kispe"),
        ("QUISPE", "QUIZPE"),
        ("HUAMÁN", "GUAMAN"),
        ("HUAMAN", "WAMAN"),
        ("UAMANI", "HUAMANI"),
        ("CCORI", "KORI"),
        ("CORI", "QQORI"),
        ("CC'ORI", "CCORI"),
        ("CCENTE", "QUENTE"),
        ("CCAHUANA", "CAGUANA"),
        ("CHOQUE", "CHOKE"),
        ("LLANTO", "YANTO"),
        ("MILLA", "MIYA"),
        ("SULLCA", "SULCA"),
        ("TAYPE", "TAIPE"),
        ("YUPANQUI", "IUPANKI"),
        ("YENI", "YENY"),
        ("VILCA", "BILCA"),
        ("CÓRDOVA", "CORDOBA"),
        ("VÁSQUEZ", "BAZQUES"),
        ("GONZALES", "GONSALEZ"),
        ("CELIA", "SELIA"),
        ("NANCY", "NANSI"),
        ("JANCCO", "HANCO"),
        ("HILARIO", "ILARIO"),
        ("XIMENA", "JIMENA"),
        ("GIMENEZ", "JIMENEZ"),
        ("XIOMARA", "SIOMARA"),
        ("ALEXANDRA", "ALESANDRA"),
        ("GUEVARA", "GUEBARA"),
        ("AGÜERO", "AGUERO"),
        ("CARRASCO", "CARRRASCO"),
        ("SAAVEDRA", "SAVEDRA"),
        ("MALLLCA", "MALLCA"),
        ("STEPHANY", "ESTEFANI"[1:]),
        ("YANETH", "YANET"),
        ("ÑAUPARI", "Ñaupari"),
        ("PEÑA", "PEÑA"),
        ("DE LA CRUZ", "CRUZ"),
        ("DEL ÁGUILA", "AGUILA"),
        ("DE LOS SANTOS", "SANTOS"),
        ("PONCE DE LEON", "PONCE LEON"),
        ("QUISPE  MAMANI", "QUISPE-MAMANI"),
    ],
)
def test_suenan_igual(uno, otro):
    assert fonetica(uno) == fonetica(otro)


@pytest.mark.parametrize(
    ("uno", "otro"),
    [
        ("QUISPE", "QUISPITUPA"),
        ("NUÑEZ", "NUNEZ"),
        ("PEÑA", "PENA"),
        ("HUAMAN", "HUAMANI"),
        ("JUAN", "HUAMAN"),
        ("CHOQUE", "COQUE"),
        ("CHURA", "CURA"),
        ("MIA", "MILLA"),
        ("CALLE", "CALE"),
        ("GARCIA", "GARCILAZO"),
        ("GUERRA", "GERRA"),
        ("CCORI", "CURI"),
        ("LAURA", "LARA"),
        ("POMA", "PUMA"),
        ("LEON", "ELEN"),
        ("DELGADO", "GADO"),
        ("LASTRA", "TRA"),
    ],
)
def test_no_suenan_igual(uno, otro):
    assert fonetica(uno) != fonetica(otro)


@pytest.mark.parametrize("nada", ["", "  ", "DE", "De La", "DE DE", "DEL LOS LAS Y", "-", None])
def test_solo_particulas_no_suenan(nada):
    assert fonetica(nada) is None
    assert llave(nada, nada, "ROSA") is None
    assert llave("QUISPE", "MAMANI", nada) is None


def test_un_nombre_de_doscientas_letras_tiene_llave():
    largo = "QUISPE " * 28 + "LIMA"
    assert len(largo) == 200
    assert llave(largo, "MAMANI", largo) is not None
    assert llave("Ñ" * 200, "Á" * 200, "CH" * 100) is not None


def test_la_llave_no_mira_el_orden_de_los_apellidos():
    assert llave("QUISPE", "MAMANI", "ROSA") == llave("Mamani", "Kispe", "ROZA")
    assert llave("QUISPE", "MAMANI", "ROSA MARIA") == llave("QUISPE", "MAMANI", "ROSA")
    assert llave("QUISPE", "MAMANI", "ROSA") != llave("QUISPE", "CONDORI", "ROSA")
    assert llave("QUISPE", "MAMANI", "ROSA") != llave("QUISPE", "MAMANI", "MARIA ROSA")


def test_los_dos_apellidos_en_una_celda_son_los_mismos():
    assert llave("QUISPE MAMANI", "", "ROSA") == llave("QUISPE", "MAMANI", "ROSA")
    assert llave("DE LA CRUZ", "SAN MARTIN", "ROSA") == llave("SAN MARTIN", "CRUZ", "ROSA")


@pytest.mark.parametrize(
    "relleno", ["RN", "R N", "R.N.", "NN", "XX", "XXXXXXXXXX", "SN", "S/N", "SD"]
)
def test_un_nombre_de_relleno_no_tiene_llave(relleno):
    assert llave("QUISPE", "MAMANI", relleno) is None
    assert llave(relleno, relleno, "ROSA") is None
    assert llave("QUISPE", relleno, "ROSA") == llave("QUISPE", "", "ROSA")
    assert sql("llave_lugar('1501010001', %s, %s)", relleno, relleno) is None


def test_un_nombre_corto_no_es_relleno():
    assert llave("ORE", "PUA", "SARA") is not None
    assert llave("ORE", "PUA", "ANA") != llave("ORE", "PUA", "MIA")


def test_la_llave_del_lugar_es_de_un_centro_poblado_y_sus_apellidos():
    def lugar(*partes):
        return sql("llave_lugar(%s, %s, %s)", *partes)

    assert lugar("1501010001", "QUISPE", "MAMANI") == lugar("1501010001", "MAMANI", "KISPE")
    assert lugar("1501010001", "QUISPE", "MAMANI") != lugar("1501010002", "QUISPE", "MAMANI")
    assert lugar("1501010001", "QUISPE", "") != lugar("1501010001", "QUISPE", "MAMANI")
    assert lugar(None, "QUISPE", "MAMANI") is None
    assert lugar("", "QUISPE", "MAMANI") is None
    assert lugar("1501010001", "", None) is None


@pytest.mark.parametrize(
    ("a", "b", "cuantas"),
    [
        ("99123456", "99123456", 0),
        ("99123456", "99123457", 1),  # one digit wrong
        ("99123456", "99132456", 1),  # two neighbours swapped
        ("99123456", "9912345", 1),  # one lost
        ("99123456", "991234567", 1),  # one added
        ("99123456", "09123456", 1),  # the first lost, and a zero written back
        ("99123456", "09912345", 1),  # the last
        ("99123456", "09912456", 1),  # one in the middle
        ("09912456", "99123456", 1),
        ("99123456", "99128459", 2),  # two wrong
        ("99123456", "91923465", 2),  # two swaps
        ("99123456", "99132459", 2),  # a swap and one wrong
        ("99123456", "09912457", 2),  # one lost and one wrong
        ("12121212", "21212121", 2),
        ("99123456", "99821459", 3),
        ("99123456", "99654321", 3),
        ("99123456", "70000001", 3),
        ("99123456", "", None),
        ("", "", None),
        ("99123456", None, None),
        ("CE:000123", "CE:000132", 1),
    ],
)
def test_ediciones_entre_dos_documentos(a, b, cuantas):
    assert ediciones(a, b) == cuantas
    assert ediciones(b, a) == cuantas


NOMBRES = [
    ("QUISPE", "MAMANI", "ROSA"),
    ("MAMANI", "ZEA", "ANA LUZ"),
    ("AYALA", "BEJAR", "ZOILA"),
    ("QUISPE MAMANI", "", "ROSA"),
    ("QUISPE MAMANI", "RN", "ROSA"),
    ("QUISPE", "", "ROSA MARIA"),
    ("", "MAMANI", "ROSA"),
    ("RN", "MAMANI", "ROSA"),
    ("DE LA CRUZ", "SAN MARTIN", "ROSA"),
    ("DE", "LA", "ROSA"),
    ("QUISPE", "MAMANI", ""),
    ("QUISPE", "MAMANI", "RN"),
    ("QUISPE", "MAMANI", "RN ROSA"),
    ("QUISPE", "MAMANI", "DE LOS ANGELES ROSA"),
    ("QUISPE", "MAMANI", "María José"),
    ("ÑAHUI", "HUAMÁN", "ÑUSTA"),
    ("QUISPE", "QUISPE", "QUISPE"),
    ("CCORI", "JANCCO", "XIOMARA"),
    (None, None, None),
]


@pytest.mark.parametrize("lugar", ["1501010001", "", None])
@pytest.mark.parametrize("nombre", NOMBRES, ids=map(str, NOMBRES))
def test_las_llaves_de_un_miembro_a_la_vez_son_las_de_una_en_una(lugar, nombre):
    paterno, materno, nombres = nombre
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM llaves_de_miembro(%s, %s, %s, %s)", [lugar, *nombre])
        juntas = cursor.fetchone()
        cursor.execute(
            "SELECT llave_nombre(%(p)s, %(m)s, %(n)s),"
            " llave_lugar(%(lugar)s, %(p)s, split_part(%(n)s, ' ', 1)),"
            " llave_lugar(%(lugar)s, %(m)s, split_part(%(n)s, ' ', 1))",
            {"lugar": lugar, "p": paterno, "m": materno, "n": nombres},
        )
        assert juntas == cursor.fetchone()


@pytest.mark.parametrize("dni", ["00000000", "01234567", "91000012", "99999999"])
def test_los_dni_a_un_desliz_son_un_digito_o_dos_vecinos_cambiados(dni):
    esperados = {dni[:i] + d + dni[i + 1 :] for i in range(8) for d in "0123456789"}
    esperados |= {dni[:i] + dni[i + 1] + dni[i] + dni[i + 2 :] for i in range(7)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT dni_parecidos(%s)", [dni])
        hallados = [dni for (dni,) in cursor.fetchall()]
    assert sorted(hallados) == sorted(esperados - {dni})
