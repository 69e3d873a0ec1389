"""`evaluar_cruce`: the link that stands against the household that the truth expects."""

import itertools
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from captacion.evaluacion import Proporcion
from captacion.models import EstadoVinculo, Fuente, OrigenHogar, RegistroFuente, Vinculo
from tests.fabricas import CargaFactory, HogarFactory, PersonaFactory, UsuarioFactory

pytestmark = pytest.mark.django_db
ENCABEZADO = "fuente,clave,persona,hogar_juntos,hogar_pgh"
REGLAS = {"juntos": "madre_juntos", "pgh": "madre_pgh", "provisional": "provisional"}
numero = itertools.count(1)


def persona_de(clave, fuente=Fuente.PADRON_NOMINAL):
    """A person as the source with this key told of it."""
    persona = PersonaFactory()
    RegistroFuente.objects.create(
        fuente=fuente,
        clave=clave,
        huella=0,
        carga=CargaFactory(),
        fila=next(numero),
        persona=persona,
    )
    return persona


def hogar(codigo, origen=OrigenHogar.JUNTOS):
    return HogarFactory(codigo=codigo, origen=origen)


def vincular(persona, hogar, estado=EstadoVinculo.AUTOMATICO, *, orden=1):
    decidido = estado in (EstadoVinculo.CONFIRMADO, EstadoVinculo.DESCARTADO)
    return Vinculo.objects.create(
        persona=persona,
        hogar=hogar,
        regla=REGLAS[hogar.origen],
        estado=estado,
        orden=orden,
        carga=CargaFactory(),
        fila=1,
        decidido_en=timezone.now() if decidido else None,
        decidido_por=UsuarioFactory() if decidido else None,
    )


@pytest.fixture
def evaluar(tmp_path, capsys):
    def _evaluar(*filas, **opciones):
        archivo = tmp_path / "verdad.csv"
        archivo.write_text("\n".join([ENCABEZADO, *filas]) + "\n", encoding="utf-8")
        call_command("evaluar_cruce", archivo, **({"json": True} | opciones))
        salida = capsys.readouterr().out
        return json.loads(salida) if opciones.get("json", True) else salida

    return _evaluar


def cuentas(resumen):
    return {k: resumen[k] for k in ("aciertos", "errados", "perdidos", "en_revision")}


def test_las_claves_del_json_son_las_del_contrato(evaluar):
    assert list(evaluar()) == [
        "aciertos",
        "errados",
        "perdidos",
        "en_revision",
        "precision",
        "recall",
        "recall_con_revision",
    ]


def test_sin_casos_las_razones_son_nulas(evaluar):
    resumen = evaluar("padron_nominal,1,P1,,")
    assert cuentas(resumen) == {"aciertos": 0, "errados": 0, "perdidos": 0, "en_revision": 0}
    assert resumen["precision"] is resumen["recall"] is resumen["recall_con_revision"] is None


@pytest.mark.parametrize("estado", [EstadoVinculo.AUTOMATICO, EstadoVinculo.CONFIRMADO])
def test_el_vinculo_en_pie_con_el_hogar_esperado_acierta(evaluar, estado):
    vincular(persona_de("1"), hogar("J1"), estado)
    resumen = evaluar("padron_nominal,1,P1,J1,H1")
    assert cuentas(resumen) == {"aciertos": 1, "errados": 0, "perdidos": 0, "en_revision": 0}
    assert resumen["precision"] == resumen["recall"] == 1


def test_se_espera_el_de_juntos_antes_que_el_del_pgh(evaluar):
    vincular(persona_de("1"), hogar("H1", OrigenHogar.PGH))
    assert evaluar("padron_nominal,1,P1,,H1")["aciertos"] == 1
    assert cuentas(evaluar("padron_nominal,1,P1,J1,H1")) == {
        "aciertos": 0,
        "errados": 1,
        "perdidos": 1,
        "en_revision": 0,
    }


def test_el_mismo_codigo_en_el_otro_padron_es_otro_hogar(evaluar):
    vincular(persona_de("1"), hogar("77", OrigenHogar.PGH))
    assert evaluar("padron_nominal,1,P1,77,")["errados"] == 1


def test_un_vinculo_donde_no_se_espera_ninguno_es_errado(evaluar):
    vincular(persona_de("1"), hogar("J1"))
    resumen = evaluar("padron_nominal,1,P1,,")
    assert cuentas(resumen) == {"aciertos": 0, "errados": 1, "perdidos": 0, "en_revision": 0}
    assert resumen["precision"] == 0
    assert resumen["recall"] is None


def test_un_hogar_provisional_no_es_de_ningun_padron(evaluar):
    provisional = OrigenHogar.PROVISIONAL
    vincular(persona_de("1"), hogar("PV-1", provisional))
    vincular(persona_de("2"), hogar("PV-2", provisional))
    resumen = evaluar("padron_nominal,1,P1,,", "padron_nominal,2,P2,J1,")
    assert cuentas(resumen) == {"aciertos": 0, "errados": 0, "perdidos": 1, "en_revision": 0}


@pytest.mark.parametrize("estado", [EstadoVinculo.DESCARTADO, EstadoVinculo.REEMPLAZADO])
def test_un_vinculo_que_no_esta_en_pie_no_cuenta(evaluar, estado):
    vincular(persona_de("1"), hogar("J1"), estado)
    assert cuentas(evaluar("padron_nominal,1,P1,J1,")) == {
        "aciertos": 0,
        "errados": 0,
        "perdidos": 1,
        "en_revision": 0,
    }


def test_una_clave_que_no_se_cargo_es_una_perdida(evaluar):
    assert evaluar("padron_nominal,1,P1,J1,")["perdidos"] == 1


def test_lo_que_espera_revision_se_pierde_salvo_con_revision(evaluar):
    """It waits with the provisional household standing meanwhile: that one hides nothing."""
    primera, segunda, tercera = persona_de("1"), persona_de("2"), persona_de("3")
    esperado, otro = hogar("J1"), hogar("J2")
    vincular(primera, hogar("PV-1", OrigenHogar.PROVISIONAL))
    for persona, candidatos in (
        (primera, (esperado, otro)),
        (segunda, (esperado, otro)),
        (tercera, (otro, esperado)),
    ):
        for orden, candidato in enumerate(candidatos, start=1):
            vincular(persona, candidato, EstadoVinculo.POR_REVISAR, orden=orden)
    vincular(persona_de("4"), esperado)
    resumen = evaluar(*(f"padron_nominal,{n},P{n},J1," for n in (1, 2, 3, 4)))
    assert cuentas(resumen) == {"aciertos": 1, "errados": 0, "perdidos": 3, "en_revision": 3}
    assert resumen["precision"] == 1
    assert resumen["recall"] == 0.25
    assert resumen["recall_con_revision"] == 0.75


def test_la_gestante_se_busca_por_su_documento_sin_la_fecha(evaluar):
    gestante = persona_de("90000001|20260801", Fuente.SIS_GESTANTES)
    RegistroFuente.objects.create(
        fuente=Fuente.SIS_GESTANTES,
        clave="90000001|20250101",
        huella=0,
        carga=CargaFactory(),
        fila=99,
        persona=gestante,
    )
    vincular(gestante, hogar("J1"))
    persona_de("90000001")
    resumen = evaluar("sis_gestantes,90000001,P1,J1,", "padron_nominal,90000001,P2,J9,")
    assert cuentas(resumen) == {"aciertos": 1, "errados": 0, "perdidos": 1, "en_revision": 0}


# --- By band and by rule, with their intervals


@pytest.mark.parametrize(
    ("aciertos", "filas", "desde", "hasta"),
    [
        (9, 10, 0.5958, 0.9821),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (24_224, 24_478, 0.98827, 0.99082),
    ],
)
def test_el_intervalo_es_el_de_wilson(aciertos, filas, desde, hasta):
    assert Proporcion(aciertos, filas).intervalo == pytest.approx((desde, hasta), abs=5e-5)


def test_sin_casos_no_hay_intervalo(evaluar):
    detalle = evaluar(detalle=True)
    nada = {"filas": 0, "aciertos": 0, "valor": None, "desde": None, "hasta": None}
    assert list(detalle) == ["resumen", "intervalos", "bandas", "reglas"]
    assert list(detalle["intervalos"]) == ["precision", "recall", "recall_con_revision"]
    assert list(detalle["bandas"]) == ["solo", "decidido", "en_revision", "sin_enlace"]
    assert all(x == nada for parte in ("intervalos", "bandas") for x in detalle[parte].values())
    assert detalle["reglas"] == []


@pytest.fixture
def de_cada_banda():
    """Nine people of the truth, every one expected in J1 but the last, whom no register knows."""
    suyo, otro, del_pgh = hogar("J1"), hogar("J2"), hogar("H1", OrigenHogar.PGH)
    personas = {n: persona_de(str(n)) for n in range(1, 10)}
    vincular(personas[1], suyo)
    vincular(personas[2], suyo)
    vincular(personas[3], del_pgh)
    vincular(personas[4], suyo, EstadoVinculo.CONFIRMADO)
    for n, candidatos in ((5, (suyo, otro)), (6, (otro, suyo)), (7, (del_pgh, suyo))):
        vincular(personas[n], hogar(f"PV-{n}", OrigenHogar.PROVISIONAL))
        for orden, candidato in enumerate(candidatos, start=1):
            vincular(personas[n], candidato, EstadoVinculo.POR_REVISAR, orden=orden)
    vincular(personas[8], hogar("PV-8", OrigenHogar.PROVISIONAL))
    return [f"padron_nominal,{n},P{n},{'J1' if n < 9 else ''}," for n in personas]


def test_cada_banda_dice_cuantas_de_sus_filas_estan_bien(evaluar, de_cada_banda):
    """Nothing is right without a link only where no register is expected."""
    bandas = evaluar(*de_cada_banda, detalle=True)["bandas"]
    assert {b: (x["aciertos"], x["filas"]) for b, x in bandas.items()} == {
        "solo": (2, 3),
        "decidido": (1, 1),
        "en_revision": (1, 3),
        "sin_enlace": (1, 2),
    }
    assert bandas["solo"]["desde"] < bandas["solo"]["valor"] < bandas["solo"]["hasta"]


def test_cada_regla_en_su_banda(evaluar, de_cada_banda):
    reglas = evaluar(*de_cada_banda, detalle=True)["reglas"]
    assert [(r["banda"], r["regla"], r["aciertos"], r["filas"]) for r in reglas] == [
        ("solo", "madre_juntos", 2, 2),
        ("solo", "madre_pgh", 0, 1),
        ("decidido", "madre_juntos", 1, 1),
        ("en_revision", "madre_juntos", 1, 2),
        ("en_revision", "madre_pgh", 0, 1),
    ]


def test_el_detalle_trae_el_mismo_resumen_que_el_contrato(evaluar, de_cada_banda):
    resumen, detalle = evaluar(*de_cada_banda), evaluar(*de_cada_banda, detalle=True)
    assert detalle["resumen"] == resumen
    assert cuentas(resumen) == {"aciertos": 3, "errados": 1, "perdidos": 5, "en_revision": 3}
    for nombre, dato in detalle["intervalos"].items():
        assert dato["valor"] == resumen[nombre]
        assert dato["desde"] < dato["valor"] < dato["hasta"]


def test_sin_json_se_lee_como_una_tabla(evaluar, de_cada_banda):
    tabla = evaluar(*de_cada_banda, json=False)
    lineas = {linea[:64].strip(): linea[64:].split() for linea in tabla.splitlines()}
    assert lineas["Precisión"] == ["4", "3", "0.7500", "0.3006", "a", "0.9544"]
    assert lineas["Enlazado solo: el hogar es el suyo"][:3] == ["3", "2", "0.6667"]
    assert lineas["En revisión: el primer candidato es el suyo"][:3] == ["3", "1", "0.3333"]
    assert lineas["El documento de la madre figura en el PGH"][:2] == ["1", "0"]
    assert evaluar(json=False).count("sin casos") == 7


@pytest.mark.parametrize(
    ("contenido", "mensaje"),
    [
        (b"", "encabezado"),
        (b"a,b,c\n", "encabezado"),
        (ENCABEZADO.encode() + b"\npadron_nominal,1,P1\n", "línea 2"),
        (ENCABEZADO.encode() + b"\npgh,1,P1,,\n", "línea 2"),
        (ENCABEZADO.encode() + b"\npadron_nominal,,P1,,\n", "línea 2"),
        (ENCABEZADO.encode() + b"\npadron_nominal,1\x00,P1,,\n", "línea 2"),
        (ENCABEZADO.encode() + b"\npadron_nominal,1,P,J\x00,\n", "línea 2"),
        (ENCABEZADO.encode() + b"\n" + b"padron_nominal,1,P1,,\n" * 2, "línea 3"),
        (ENCABEZADO.encode() + b"\npadron_nominal,1,\xff,,\n", "UTF-8"),
        (ENCABEZADO.encode() + b'\npadron_nominal,"1\n', "CSV"),
    ],
)
def test_un_archivo_que_no_es_de_verdad_se_rechaza_con_una_frase(tmp_path, contenido, mensaje):
    archivo = tmp_path / "verdad.csv"
    archivo.write_bytes(contenido)
    with pytest.raises(CommandError, match=mensaje) as error:
        call_command("evaluar_cruce", archivo)
    assert error.value.returncode == 2
    assert "\n" not in str(error.value)


def test_un_archivo_que_no_esta(tmp_path):
    with pytest.raises(CommandError, match="No se puede leer") as error:
        call_command("evaluar_cruce", tmp_path / "nada.csv")
    assert error.value.returncode == 2
