"""/tablero/: every number opens exactly its rows, in the territory of who asks."""

import datetime as dt
import json
import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from afiliacion.acciones import hechos
from afiliacion.acciones.metas import fijar
from afiliacion.consultas.graficos_del_tablero import GRAFICOS
from afiliacion.consultas.indicadores import Ambito
from afiliacion.consultas.tablero import dias_por
from captacion.models import Captacion, FilaObservada
from tests import fabricas
from tests.afiliacion.indicadores import corregir, gestante, nace

pytestmark = pytest.mark.django_db
HOY = timezone.localdate()
TABLERO = "/tablero/"


@pytest.fixture
def casos(distrito):
    """Births and pregnancies captured at several ages, in the cast's district and in another."""
    otro = fabricas.DistritoFactory(unidad_territorial=fabricas.UnidadTerritorialFactory())
    for n, dias in enumerate((0, 3, 8, 29, 45)):
        for donde in (distrito, otro):
            nace(donde, HOY - dt.timedelta(days=60 + 30 * n), a_los=dias)
            gestante(donde, HOY - dt.timedelta(days=110 + 30 * n), a_los=60 + dias)
    nace(distrito, HOY - dt.timedelta(days=4), a_los=1)
    gestante(distrito, HOY - dt.timedelta(days=70), a_los=30)
    afiliado = nace(distrito, HOY - dt.timedelta(days=80), a_los=3, usuario=False)
    corregir(afiliado, afiliada_el=HOY - dt.timedelta(days=60))
    hechos.actualizar_todos()


def de_la_pagina(client, consulta: dict) -> str:
    """The page with the parts that come by themselves."""
    texto = client.get(TABLERO, consulta).text
    partes = re.findall(r'hx-get="(/tablero/parte/[^"]+)"', texto)
    assert len(partes) == 2
    return texto + "".join(client.get(parte.replace("&amp;", "&")).text for parte in partes)


def numeros(texto: str) -> set[tuple[str, int]]:
    """(address of the rows, the number that opens it) of each number of a page."""
    enlaces = re.findall(r'href="(/tablero/filas/\?[^"]+)">([\d,]+)</a>', texto)
    return {(ruta.replace("&amp;", "&"), int(n.replace(",", ""))) for ruta, n in enlaces}


@pytest.mark.parametrize("dimension", [
    "mes", "unidad", "departamento", "provincia", "distrito", "centro_poblado", "establecimiento",
    "gestora", "nivel", "lengua", "fuente",
])  # fmt: skip
def test_cada_numero_de_la_pagina_abre_exactamente_sus_filas(client, sede, casos, dimension):
    client.force_login(sede)
    encontrados = numeros(de_la_pagina(client, {"por": dimension}))
    assert len(encontrados) > 10
    for ruta, cuantas in encontrados:
        assert f"<h1>{titulo(client, ruta)}: {cuantas:,}</h1>" in client.get(ruta).text, ruta


def titulo(client, ruta: str) -> str:
    return re.search(r"<h1>(.*): [\d,]+</h1>", client.get(ruta).text)[1]


def test_la_supervisora_ve_solo_su_unidad_y_la_gestora_sus_distritos(
    client, sede, supervisora, gestora, casos
):
    def nacidos(quien):
        client.force_login(quien)
        return client.get(TABLERO).context["titulares"][0].cifra.razon.denominador

    assert (nacidos(sede), nacidos(supervisora), nacidos(gestora)) == (10, 5, 5)


def test_otra_unidad_no_existe_para_ella(client, supervisora, casos):
    client.force_login(supervisora)
    ajena = fabricas.UnidadTerritorialFactory()
    for ruta in (TABLERO, "/tablero/filas/"):
        assert client.get(ruta, {"unidad": ajena.pk, "que": "nacidos"}).status_code == 404


@pytest.mark.parametrize(
    ("consulta", "dice"),
    [
        ({"desde": "2026-05", "hasta": "2026-01"}, "El período termina antes de empezar."),
        ({"desde": "mayo"}, "Escriba el mes con año y número"),
        ({"corte": "2999-01-01"}, "Ese día todavía no llega"),
        ({"corte": "31/02/2026"}, "Escriba la fecha"),
    ],
)
def test_lo_mal_escrito_se_dice_y_no_se_pierde(client, sede, consulta, dice):
    client.force_login(sede)
    respuesta = client.get(TABLERO, consulta)
    assert respuesta.status_code == 422
    assert dice in respuesta.text


def test_sin_casos_no_hay_division_por_cero(client, sede):
    client.force_login(sede)
    respuesta = client.get(TABLERO)
    assert respuesta.status_code == 200
    assert "sin casos" in respuesta.text


def test_antes_de_que_existiera_el_sistema_lo_dice(client, sede, casos):
    client.force_login(sede)
    respuesta = client.get(TABLERO, {"desde": "2010-01", "hasta": "2010-12", "corte": "2011-01-01"})
    assert "todavía no se conocía ningún caso" in respuesta.text


def test_una_lista_que_no_existe(client, sede):
    client.force_login(sede)
    assert client.get("/tablero/filas/", {"que": "evento_el"}).status_code == 404


def test_la_pagina_y_el_comando_dan_lo_mismo(client, sede, casos, capsys):
    client.force_login(sede)
    ambito = client.get(TABLERO).context["ambito"]
    call_command("indicadores", f"--desde={ambito.desde}", f"--hasta={ambito.hasta}", "--json")
    comando = json.loads(capsys.readouterr().out)
    for titular in client.get(TABLERO).context["titulares"]:
        razon = titular.cifra.razon
        assert comando[titular.cifra.codigo]["numerador"] == razon.numerador
        assert comando[titular.cifra.codigo]["denominador"] == razon.denominador


def test_quien_ya_no_esta_en_el_territorio_cuenta_sin_nombre(client, gestora, distrito):
    suya = nace(distrito, HOY - dt.timedelta(days=60), a_los=2)
    hechos.actualizar_todos()
    corregir(suya, distrito=fabricas.DistritoFactory())
    client.force_login(gestora)
    texto = client.get("/tablero/filas/", {"que": "nacidos"}).text
    assert "Hoy en otro territorio" in texto
    assert suya.persona.nombre_completo not in texto


def test_quien_perdio_los_dias_va_primero(distrito):
    otro = fabricas.DistritoFactory(unidad_territorial=fabricas.UnidadTerritorialFactory())
    for dias, donde in ((2, distrito), (4, distrito), (20, otro)):
        nace(donde, HOY - dt.timedelta(days=90), a_los=dias)
    hechos.actualizar_todos()
    ambito = Ambito(HOY - dt.timedelta(days=100), HOY, HOY)
    demoras = dias_por(ambito, "unidad")
    assert [d.hasta_el_registro for d in demoras] == [20, 3]
    assert demoras[0].nombre == otro.unidad_territorial.nombre


@pytest.mark.parametrize("nombre", GRAFICOS)
@pytest.mark.parametrize("hay", [True, False], ids=["con casos", "sin casos"])
def test_cada_grafico_se_dibuja_y_dice_lo_que_muestra(client, sede, request, nombre, hay):
    if hay:
        request.getfixturevalue("casos")
    client.force_login(sede)
    for ancho, tema in (("angosto", "oscuro"), ("amplio", "claro")):
        respuesta = client.get(f"/tablero/grafico/{nombre}.svg", {"ancho": ancho, "tema": tema})
        assert respuesta["Content-Type"] == "image/svg+xml"
        assert b"</svg>" in respuesta.content
    png = client.get(f"/tablero/grafico/{nombre}.png", {"bajar": "1"})
    assert png.content.startswith(b"\x89PNG")
    assert png["Content-Disposition"] == f'attachment; filename="{nombre}.png"'
    figura = client.get(f"/tablero/figura/{nombre}/").text
    assert len(re.search(r'alt="([^"]+)"', figura)[1]) > 15


def test_el_mismo_dibujo_no_se_manda_dos_veces(client, sede, casos):
    client.force_login(sede)
    primero = client.get("/tablero/grafico/tendencia.svg")
    de_nuevo = client.get(
        "/tablero/grafico/tendencia.svg", headers={"If-None-Match": primero["ETag"]}
    )
    assert (de_nuevo.status_code, de_nuevo.content) == (304, b"")
    otro = client.get("/tablero/grafico/tendencia.svg", {"nivel": "pobre"})
    assert otro["ETag"] != primero["ETag"]


def test_un_dibujo_vale_hasta_que_cambia_una_cifra(client, sede, distrito, casos):
    def etiqueta():
        return client.get("/tablero/grafico/tendencia.svg")["ETag"]

    client.force_login(sede)
    hechos.poner_al_dia()
    primera = etiqueta()
    hechos.poner_al_dia()
    assert etiqueta() == primera
    corregir(Captacion.objects.first(), afiliada_el=HOY)
    hechos.actualizar_todos()
    assert etiqueta() != primera


def test_el_dibujo_de_una_supervisora_no_es_el_de_la_sede(client, sede, supervisora, casos):
    etiquetas = set()
    for quien in (sede, supervisora):
        client.force_login(quien)
        etiquetas.add(client.get("/tablero/grafico/mapa.svg")["ETag"])
    assert len(etiquetas) == 2
    assert client.get("/tablero/grafico/multiplos.svg").status_code == 404


@pytest.mark.parametrize(
    "ruta",
    [
        "grafico/otro.svg",
        "grafico/mapa.pdf",
        "grafico/mapa.svg?tema=rojo",
        "grafico/mapa.svg?ancho=9",
        "grafico/mapa.svg?corte=2999-01-01",
        "figura/otro/",
        "parte/otra/",
    ],
)
def test_un_dibujo_que_no_existe(client, sede, ruta):
    client.force_login(sede)
    assert client.get(f"/tablero/{ruta}").status_code == 404


def test_una_tabla_larga_muestra_las_mayores_y_se_abre_entera(client, sede, unidad):
    for n in range(32):
        otro = fabricas.DistritoFactory(unidad_territorial=unidad)
        for _ in range(1 + (n > 1)):
            nace(otro, HOY - dt.timedelta(days=60), a_los=2)
    hechos.actualizar_todos()
    client.force_login(sede)
    tabla = client.get(TABLERO, {"por": "distrito"}).context["tabla"]
    assert (len(tabla.filas), tabla.faltan) == (30, 2)
    assert all(renglon.cuentas.nacidos == 2 for renglon in tabla.filas)
    entera = client.get(TABLERO, {"por": "distrito", "todos": "1"}).context["tabla"]
    assert (len(entera.filas), entera.faltan) == (32, 0)


def test_la_pared_se_pone_al_dia_sola_sin_volver_a_cargarse(client, sede, casos):
    client.force_login(sede)
    texto = client.get(TABLERO, {"pared": "1"}).text
    assert 'hx-get="/tablero/?pared=1" hx-trigger="every 300s"' in texto
    assert "http-equiv" not in texto


def test_las_gestantes_sin_edad_gestacional_se_dicen_aparte(client, sede, casos):
    client.force_login(sede)
    assert "sin FUR" not in client.get(TABLERO).text
    carga = fabricas.CargaFactory(fuente="sis_gestantes", leidas=9, nuevas=9, fin=timezone.now())
    for numero, motivo in enumerate(["sin_fecha_gestacion", "sin_fecha_gestacion", "fur_futura"]):
        FilaObservada.objects.create(
            carga=carga, numero=numero, tipo="rechazada", motivos=[motivo], celdas=["9"]
        )
    texto = client.get(TABLERO).text
    assert "2 gestantes del último archivo del SIS vinieron sin FUR" in texto
    assert f'href="/cargas/{carga.pk}/"' in texto


def test_la_meta_va_junto_a_su_cifra_y_en_el_grafico(client, sede, casos):
    fijar(indicador="captacion_30d", unidad=None, valor=90, desde=HOY, hasta=None, por=sede)
    client.force_login(sede)
    texto = client.get(TABLERO).text
    assert "Meta: 90.0" in texto
    assert "No se llega" in texto
    assert "la meta" in client.get("/tablero/figura/tendencia/").text
