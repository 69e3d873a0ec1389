"""The pages of reports: who sees what, each number with its rows, the files."""

import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from afiliacion.acciones import hechos
from afiliacion.consultas.informe_en_papel import Cifra, en_pdf
from afiliacion.models import InformeMensual
from afiliacion.views.informes import HOJA
from juntos.pdf import componer
from tests import fabricas
from tests.afiliacion.informes import MARZO, corregir, nace, preparar, publicar

pytestmark = pytest.mark.django_db
DIA = dt.date(2026, 3, 10)
CONSULTAS = 30


def pagina(client, nombre="informe", *args, **consulta):
    argumentos = () if nombre == "informes" else (MARZO, *args)
    return client.get(reverse(f"afiliacion:{nombre}", args=argumentos), consulta)


def numeros(respuesta) -> list[tuple[str, list[int]]]:
    """Every link of a number to its rows, with the number."""
    texto = respuesta.content.decode()
    enlaces = re.findall(
        r'<a(?: class="causa")? href="(/tablero/informes/[^"]*filas/\?[^"]+)">([^<]+)</a>', texto
    )
    hallados = []
    for direccion, dicho in enlaces:
        partes = [int(n.replace(",", "")) for n in re.findall(r"[+−]?([\d,]+)(?= |$)", dicho)]
        hallados.append((direccion.replace("&amp;", "&"), partes))
    return hallados


def test_cada_numero_de_la_pagina_abre_exactamente_sus_filas(client, distrito, sede):
    otro = fabricas.DistritoFactory()
    for donde, dias in ((distrito, 0), (distrito, 5), (distrito, 40), (otro, 20)):
        nace(donde, DIA, a_los=dias)
    nueva = nace(distrito, DIA, usuario=False, afiliada_el=dt.date(2026, 3, 20))
    mudada = nace(distrito, DIA, a_los=3)
    publicar()
    nace(distrito, DIA, a_los=70)
    corregir(mudada, en_hogar_usuario=False)
    corregir(nueva, afiliada_el=dt.date(2026, 4, 20))
    hechos.actualizar_todos()
    client.force_login(sede)
    hallados = numeros(pagina(client))
    assert len(hallados) > 20
    for direccion, partes in hallados:
        filas = client.get(direccion)
        assert filas.context["pagina"].paginator.count == sum(partes), direccion
    assert any("causa=vinculo" in direccion for direccion, _ in hallados)


def test_la_supervisora_abre_lo_de_su_unidad_y_lo_ajeno_no_existe(
    client, distrito, supervisora, ajena
):
    otro = fabricas.DistritoFactory()
    nace(distrito, DIA)
    nace(otro, DIA)
    publicar()
    suya, otra = distrito.unidad_territorial_id, otro.unidad_territorial_id
    client.force_login(supervisora)
    respuesta = pagina(client)
    assert respuesta.status_code == 200
    assert {f"unidad={suya}"} == {
        parte
        for direccion, _ in numeros(respuesta)
        for parte in direccion.split("?")[1].split("&")
        if parte.startswith("unidad")
    }
    filas = pagina(client, "informe-filas", que="captados", unidad=suya)
    assert filas.context["pagina"].paginator.count == 1
    for consulta in ({}, {"unidad": otra}, {"unidad": "x"}):
        negada = pagina(client, "informe-filas", que="captados", **consulta)
        assert negada.status_code == 404
    negada = pagina(client, "informe-filas", que="captados", causa="tardia", unidad=otra)
    assert negada.status_code == 404


def test_quien_ve_menos_filas_que_el_numero_lo_sabe(client, distrito, gestora):
    de_otra = fabricas.DistritoFactory(unidad_territorial=distrito.unidad_territorial)
    nace(distrito, DIA)
    nace(de_otra, DIA)
    publicar()
    client.force_login(gestora)
    filas = pagina(client, "informe-filas", que="captados", unidad=gestora.unidad_territorial_id)
    assert "Usted ve 1 de 2" in filas.content.decode()


def test_un_borrador_no_existe_fuera_de_la_sede(client, supervisora):
    preparar()
    client.force_login(supervisora)
    assert pagina(client).status_code == 404
    assert pagina(client, "informe-archivo", "pdf").status_code == 404
    assert "JUNTOS-IM" not in pagina(client, "informes").content.decode()


def test_se_prepara_y_lo_aprueba_otra_persona(client, sede):
    client.force_login(sede)
    mes = (dt.date.today().replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    periodo = f"{mes:%Y-%m}"
    lista = reverse("afiliacion:informes")
    assert client.post(lista, {"periodo": "2020-01"}).status_code == 422
    assert client.post(lista, {"periodo": periodo}).status_code == 302
    informe = InformeMensual.objects.get()
    aprobar = reverse("afiliacion:informe-aprobar", args=[periodo])
    assert client.post(aprobar, {"huella": informe.huella}).status_code == 403
    client.force_login(fabricas.UsuarioFactory())
    vieja = client.post(aprobar, {"huella": "otra"})
    assert vieja.status_code == 409
    assert "lo preparó otra vez" in vieja.content.decode()
    assert client.post(aprobar, {"huella": informe.huella}).status_code == 302
    informe.refresh_from_db()
    assert informe.esta_aprobado
    assert client.post(aprobar, {"huella": informe.huella}).status_code == 409


def test_el_pdf_y_la_hoja_de_calculo_dicen_lo_mismo(client, sede):
    distrito = fabricas.DistritoFactory(unidad_territorial__nombre="=UT con fórmula")
    for dias in (0, 5, 40):
        nace(distrito, DIA, a_los=dias)
    publicar()
    client.force_login(sede)
    pdf = pagina(client, "informe-archivo", "pdf")
    assert pdf.content.startswith(b"%PDF")
    xlsx = pagina(client, "informe-archivo", "xlsx")
    assert 'filename="JUNTOS-IM-2026-03.xlsx"' in xlsx["Content-Disposition"]
    libro = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.getvalue()))
    pais = libro.get_sheet_by_name("País").to_python()
    assert pais[6][:4] == ["Captados antes de los 30 días", 2, 3, 66.7]
    por_unidad = libro.get_sheet_by_name("Por Unidad Territorial").to_python()
    assert por_unidad[6][0] == "'=UT con fórmula"
    assert pagina(client, "informe-archivo", "doc").status_code == 404
    xlsx.close()


def test_la_pagina_de_un_pais_hace_pocas_consultas(client, sede, django_assert_max_num_queries):
    for _ in range(5):
        nace(fabricas.DistritoFactory(), DIA)
    publicar()
    client.force_login(sede)
    pagina(client)
    with django_assert_max_num_queries(CONSULTAS):
        pagina(client)


@pytest.mark.parametrize(
    ("valor", "meta", "antes", "ante_la_meta", "cambio"),
    [
        (0.871, 90.0, 0.684, "Meta 90.0 %: faltan 2.9 puntos",
         "18.7 puntos más que el mes anterior"),
        (0.9, 90.0, 0.9, "Meta 90.0 %: cumplida", "Igual que el mes anterior"),
        (0.89, 90.0, 0.90, "Meta 90.0 %: faltan 1.0 punto", "1.0 punto menos que el mes anterior"),
        (None, 90.0, 0.9, "Meta 90.0 %", "Sin mes anterior con qué comparar"),
        (0.9, None, None, "Sin meta fijada", "Sin mes anterior con qué comparar"),
    ],
)  # fmt: skip
def test_una_cifra_en_palabras(valor, meta, antes, ante_la_meta, cambio):
    cifra = Cifra("captacion_30d", 1, 1, valor, meta, antes)
    dicho = cifra.ante_la_meta.replace("\N{NO-BREAK SPACE}", " ")
    assert (dicho, cifra.frente_al_mes_anterior) == (ante_la_meta, cambio)


def test_un_pais_de_36_unidades_cabe_en_dos_hojas(distrito):
    nace(distrito, DIA)
    informe = publicar()
    informe.cifras["unidades"] *= 36
    assert len(componer(HOJA, en_pdf(informe), formato="png")) == 2
