"""To the bank and back: control totals, and a file that goes in whole or not at all."""

import zipfile

import pytest
from django.core.exceptions import PermissionDenied

from afiliacion.acciones import liquidaciones
from afiliacion.acciones.resultados_de_pago import ResultadosRechazados, importar_resultados
from afiliacion.consultas import banco
from afiliacion.models import FormatoBanco, Liquidacion, ResultadoPago
from juntos.estados import TransicionInvalida
from tests.afiliacion import dinero
from tests.afiliacion.dinero import dia, liquidar, nacido, pago

pytestmark = pytest.mark.django_db
COLUMNAS = "REFERENCIA;LINEA;MONTO;ESTADO;CAUSA;FECHA"


@pytest.fixture
def hogares(distrito):
    hogares = [dinero.hogar(distrito, codigo=codigo) for codigo in "ABC"]
    nacido(hogares[1], dia("01/08/2026"))
    dinero.hogar(distrito, codigo="SIN", titular=False)
    return hogares


@pytest.fixture
def enviada(hogares):
    return dinero.enviar(liquidar())


def renglon(liquidacion, linea, monto="200.00", estado="PAGADO", causa="", fecha="05/01/2027"):
    return ";".join((liquidacion.referencia, str(linea), monto, estado, causa, fecha))


def importar(liquidacion, *renglones, por=None, contenido=None):
    texto = "\r\n".join((COLUMNAS, *renglones)) if contenido is None else contenido
    contenido = texto if isinstance(texto, bytes) else texto.encode("utf-8-sig")
    return importar_resultados(
        liquidacion, contenido=contenido, nombre="banco.csv", por=por or dinero.de_sede()
    )


def test_el_archivo_de_ancho_fijo_lleva_sus_totales_de_control(enviada):
    cabecera, *detalle, pie = b"".join(banco.texto_fijo(enviada)).decode().splitlines()
    assert cabecera[1:31].rstrip() == enviada.referencia
    assert (cabecera[39:47], cabecera[47:62]) == ("00000003", "000000000070000")
    assert [d[1:9] for d in detalle] == ["00000001", "00000002", "00000003"]
    assert [d[57:69] for d in detalle] == ["000000020000", "000000030000", "000000020000"]
    assert detalle[0][17:57].rstrip() == "QUISPE MAMANI ROSA"
    assert {len(d) for d in detalle} == {89}
    assert pie == "9" + "00000003" + "000000000070000" + "000000000000006"


def test_quien_no_tiene_titular_con_dni_no_va_al_banco(enviada):
    assert b"SIN" not in b"".join(banco.texto_fijo(enviada))


def test_el_formato_es_un_dato(enviada):
    FormatoBanco.objects.update(en_uso=False)
    definicion = FormatoBanco.objects.get().definicion
    resultados = definicion.partition("[resultados]")[2]
    otra = (
        '[archivo]\ncodificacion = "latin-1"\nfin_de_linea = "\\n"\n'
        '[[detalle]]\ncampo = "centimos"\nancho = 6\n[resultados]' + resultados
    )
    FormatoBanco.objects.create(nombre="Otro banco", definicion=otra, en_uso=True)
    assert b"".join(banco.texto_fijo(enviada)) == b"20000 \n30000 \n20000 \n"


def test_un_numero_que_no_cabe_no_se_recorta(enviada):
    definicion = FormatoBanco.objects.get().definicion.replace("ancho = 12", "ancho = 3")
    FormatoBanco.objects.update(definicion=definicion)
    with pytest.raises(banco.FormatoInvalido, match="«centimos» no cabe en 3 posiciones"):
        list(banco.texto_fijo(enviada))


@pytest.mark.parametrize(
    ("de", "a", "frase"),
    [
        ("[archivo]", "[archivo", "no es TOML"),
        ('campo = "dni"', 'campo = "sueldo"', "no existe el campo «sueldo»"),
        ("ancho = 12", "ancho = 0", "lleva su ancho"),
        ('"ascii"', '"klingon"', "Falta o no existe"),
        ('monto = "MONTO"', "", "Las columnas de los resultados"),
        ('SIN_TARJETA = "acumulada"', "", "Cada resultado debe tener su palabra"),
    ],
)
def test_un_formato_que_no_sirve_dice_que_corregir(de, a, frase):
    definicion = FormatoBanco.objects.get().definicion
    with pytest.raises(banco.FormatoInvalido, match=frase):
        banco.leer_formato(definicion.replace(de, a))


def test_el_libro_tiene_las_lineas_y_los_totales(enviada):
    with banco.libro(enviada) as archivo, zipfile.ZipFile(archivo) as zip_:
        textos = zip_.read("xl/worksheets/sheet1.xml").decode()
    assert enviada.referencia in textos
    assert "S/ 700.00" in textos


def test_los_resultados_entran_y_quedan_con_su_fila(enviada, hogares):
    archivo = importar(
        enviada,
        renglon(enviada, 1),
        renglon(enviada, 2, "300.00", "RECHAZADO", "cuenta_cerrada"),
        renglon(enviada, 3, estado="SIN_TARJETA"),
    )
    assert archivo.filas == 3
    assert Liquidacion.objects.get().estado == "con_resultados"
    rechazado = pago(enviada, hogares[1]).resultado
    assert (rechazado.resultado, rechazado.causa_id, rechazado.fila) == (
        "rechazada",
        "cuenta_cerrada",
        3,
    )


def test_los_resultados_pueden_venir_en_varios_archivos(enviada):
    importar(enviada, renglon(enviada, 1))
    importar(enviada, renglon(enviada, 2, "300.00"), renglon(enviada, 3))
    assert ResultadoPago.objects.count() == 3


def test_lo_acumulado_se_paga_en_la_siguiente_y_una_vez(enviada, hogares):
    importar(
        enviada,
        renglon(enviada, 1, estado="SIN_TARJETA"),
        renglon(enviada, 2, "300.00", "RECHAZADO", "cuenta_cerrada"),
        renglon(enviada, 3),
    )
    siguiente = dinero.enviar(liquidar("2027-1", corte=dia("28/02/2027")))
    assert [pago(siguiente, h).ajuste for h in hogares] == [200, 300, 0]
    importar(siguiente, renglon(siguiente, 1, "400.00"))
    otra = liquidar("2027-2", corte=dia("30/04/2027"))
    assert pago(otra, hogares[0]).ajuste == 0


def test_lo_acumulado_dos_veces_llega_entero(enviada, hogares):
    importar(enviada, renglon(enviada, 1, estado="SIN_TARJETA"))
    siguiente = dinero.enviar(liquidar("2027-1", corte=dia("28/02/2027")))
    importar(siguiente, renglon(siguiente, 1, "400.00", estado="SIN_TARJETA"))
    otra = liquidar("2027-2", corte=dia("30/04/2027"))
    assert (pago(otra, hogares[0]).ajuste, pago(otra, hogares[0]).total) == (400, 600)


MALOS = {
    "de otra liquidacion": (
        lambda e: ["JUNTOS-2026-5-000000000000;1;200.00;PAGADO;;05/01/2027"],
        "Fila 2: es de otra liquidación",
    ),
    "monto que no coincide": (
        lambda e: [renglon(e, 1, "200.01")],
        "el monto de la línea 1 es S/ 200.00 y el archivo dice S/ 200.01",
    ),
    "linea desconocida": (lambda e: [renglon(e, 99)], "la línea 99 no se envió al banco"),
    "linea sin titular": (lambda e: [renglon(e, 4)], "la línea 4 no se envió al banco"),
    "linea repetida": (lambda e: [renglon(e, 1), renglon(e, 1)], "la línea 1 viene 2 veces"),
    "estado desconocido": (
        lambda e: [renglon(e, 1, estado="QUIZA")],
        "no se conoce el estado «QUIZA»",
    ),
    "rechazo sin causa": (
        lambda e: [renglon(e, 1, estado="RECHAZADO")],
        "la causa acompaña a los rechazos",
    ),
    "causa desconocida": (
        lambda e: [renglon(e, 1, estado="RECHAZADO", causa="porque_si")],
        "no se conoce la causa «porque_si»",
    ),
    "fecha imposible": (lambda e: [renglon(e, 1, fecha="31/02/2027")], "no se entienden"),
    "monto que no es numero": (lambda e: [renglon(e, 1, "NaN")], "no se entienden"),
    "sin filas": (lambda e: [], "no trae ninguna línea"),
}


@pytest.mark.parametrize("caso", MALOS)
def test_un_archivo_malo_se_rechaza_entero(caso, enviada):
    renglones, frase = MALOS[caso]
    buena = [renglon(enviada, 3)] if caso != "sin filas" else []
    with pytest.raises(ResultadosRechazados, match=frase.replace(".", r"\.")) as rechazo:
        importar(enviada, *renglones(enviada), *buena)
    assert str(rechazo.value).count(". ") == 0
    assert not ResultadoPago.objects.exists()
    assert Liquidacion.objects.get().estado == "exportada"


@pytest.mark.parametrize("contenido", [b"\xff\xfe\x00PK", b"", b"A;B\n1;2\n"])
def test_un_archivo_que_no_se_lee_se_rechaza(contenido, enviada):
    with pytest.raises(ResultadosRechazados):
        importar(enviada, contenido=contenido)


def test_el_mismo_archivo_dos_veces_se_rechaza(enviada):
    importar(enviada, renglon(enviada, 1))
    with pytest.raises(ResultadosRechazados, match="ya se importó"):
        importar(enviada, renglon(enviada, 1))


def test_una_linea_con_resultado_no_se_responde_otra_vez(enviada):
    importar(enviada, renglon(enviada, 1))
    with pytest.raises(ResultadosRechazados, match="la línea 1 ya tenía su resultado"):
        importar(enviada, renglon(enviada, 2, "300.00"), renglon(enviada, 1))
    assert ResultadoPago.objects.count() == 1


def test_antes_de_enviar_no_hay_resultados(hogares):
    with pytest.raises(TransicionInvalida):
        importar(dinero.cerrar(liquidar()), "x")


def test_solo_la_sede_importa_resultados(enviada, supervisora):
    with pytest.raises(PermissionDenied):
        importar(enviada, renglon(enviada, 1), por=supervisora)


# --- The steps


def test_quien_calculo_o_reviso_no_aprueba(hogares):
    una, otra = dinero.de_sede(), dinero.de_sede()
    liquidacion = liquidar(por=una)
    liquidaciones.revisar(liquidacion, huella=liquidacion.huella, por=otra)
    for quien in (una, otra):
        with pytest.raises(PermissionDenied):
            liquidaciones.aprobar(liquidacion, huella=liquidacion.huella, por=quien)


def test_no_se_aprueba_lo_que_no_se_vio(hogares):
    liquidacion = liquidar()
    with pytest.raises(TransicionInvalida):
        liquidaciones.revisar(liquidacion, huella="0" * 64, por=dinero.de_sede())


def test_no_se_aprueba_lo_que_no_suma(hogares):
    liquidacion = liquidar()
    liquidaciones.revisar(liquidacion, huella=liquidacion.huella, por=dinero.de_sede())
    liquidacion.pagos.filter(numero=1).update(base=100)
    with pytest.raises(liquidaciones.NoSeLiquida, match="no suman los totales"):
        liquidaciones.aprobar(liquidacion, huella=liquidacion.huella, por=dinero.de_sede())


def test_un_bimestre_no_se_cierra_dos_veces(hogares):
    cerrada = dinero.cerrar(liquidar())
    with pytest.raises(liquidaciones.NoSeLiquida, match="El bimestre 2026-6 ya está cerrado"):
        liquidaciones.congelar(cerrada, huella=cerrada.huella, por=dinero.de_sede())
    with pytest.raises(liquidaciones.NoSeLiquida, match="ya está cerrado"):
        liquidar()


@pytest.mark.parametrize("rol", ["gestora", "supervisora", "administracion"])
def test_solo_la_sede_liquida(rol, request):
    with pytest.raises(PermissionDenied):
        liquidar(por=request.getfixturevalue(rol))
