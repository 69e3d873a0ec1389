"""What leaves the system says who took it out, when and under which number: every export."""

import io
import re
import zipfile

from django.db import transaction
from django.utils import timezone

from afiliacion.acciones.ruta import agregar_paradas
from juntos.models import Lectura
from tests.accesos.direcciones import direccion
from tests.accesos.tabla import ACCESOS

MIRAN = ("sede", "supervisora", "gestora")
# Their bytes are the same for everybody, or another system reads them by position: the name of the
# file, its receipt or its own number says it.
SIN_MARCA = {
    "captacion:carga-rechazadas": "se corrige y se carga otra vez: lo dice su nombre",
    "afiliacion:entrega-recibo": "es el recibo mismo: su número, quién entrega y cuándo",
    "afiliacion:informe-archivo": "cifras publicadas, de nadie: su número JUNTOS-IM",
    "afiliacion:datos-archivo": "datos abiertos: de nadie y para cualquiera",
    "juntos:privilegios-archivo": "cuentas, de nadie más: quién y cuándo, en su cabeza",
    "afiliacion:adjunto": "una foto, como vino: no es un listado",
    "afiliacion:acuerdo": "el acuerdo firmado, como vino",
}
MARCADAS = {
    "captacion:carga-cambios",
    "captacion:carga-ausentes-archivo",
    "captacion:cruce-hogares-archivo",
    "afiliacion:arco-constancia",
    "afiliacion:cola-exportar",
    "afiliacion:ruta-hoja",
    "afiliacion:hogar-tarjeta",
    "afiliacion:derivacion-hoja",
}


def exportar(mundo, client, request, ver) -> None:
    """Each address that answers with a file, opened by the first who may."""
    for nombre, (metodo, esperado) in ACCESOS.items():
        rol = next((r for r in (*MIRAN, "administracion") if esperado[r] == 200), None)
        if metodo != "get" or rol is None:
            continue
        por = request.getfixturevalue(rol)  # before what is undone, or she would be too
        with transaction.atomic():
            client.force_login(por)
            if nombre == "afiliacion:ruta-hoja":
                agregar_paradas([mundo["contacto"]], por=por)
            respuesta = client.get(direccion(nombre, mundo))
            if "Content-Disposition" in respuesta:
                cuerpo = respuesta.getvalue() if respuesta.streaming else respuesta.content
                ver(nombre, respuesta, cuerpo, por)
            elif respuesta.streaming:
                respuesta.getvalue()
            transaction.set_rollback(True)


def test_todo_archivo_que_sale_lleva_su_marca_o_dice_por_que_no(mundo, client, request):
    vistas = {}

    def ver(nombre, respuesta, cuerpo, por):
        lectura = Lectura.objects.filter(leido_por=por).last()
        codigo = f"L-{lectura.pk}" if lectura else "nada"
        hoy = f"{timezone.localtime():%d/%m/%Y}"
        vistas[nombre] = all(
            dicho.encode() in cuerpo or dicho.encode("utf-16-be") in cuerpo
            for dicho in (codigo, por.get_username(), hoy)
        )

    exportar(mundo, client, request, ver)
    assert vistas.keys() == MARCADAS | SIN_MARCA.keys()
    assert {nombre for nombre, marcada in vistas.items() if marcada} == MARCADAS


def test_la_hoja_de_calculo_lo_lleva_al_pie_y_en_sus_propiedades(client, gestora, mundo):
    client.force_login(gestora)
    cuerpo = client.get("/cola/exportar/xlsx/").getvalue()
    codigo = f"L-{Lectura.objects.get().pk}"
    with zipfile.ZipFile(io.BytesIO(cuerpo)) as libro:
        assert f"&amp;L{codigo}" in libro.read("xl/worksheets/sheet1.xml").decode()
        assert codigo in libro.read("docProps/core.xml").decode()


def test_una_lista_que_se_entrega_dice_su_numero_en_el_nombre(client, gestora, mundo, distrito):
    client.force_login(gestora)
    respuesta = client.post(
        f"/articulacion/{distrito.pk}/municipalidad/",
        {"recibe": "Ana", "oficina": "ULE", "formato": "csv"},
    )
    assert re.search(r"entrega-\d{4}-\d{6}\.csv", respuesta["Content-Disposition"])
    assert gestora.get_username() in respuesta.content.decode()


def test_lo_que_se_vuelve_a_cargar_no_lleva_nada_dentro(client, sede, mundo):
    client.force_login(sede)
    respuesta = client.get(f"/cargas/{mundo['carga']}/rechazadas/")
    cuerpo = respuesta.getvalue().decode()
    assert f"L-{Lectura.objects.get().pk}" in respuesta["Content-Disposition"]
    assert "L-" not in cuerpo
    assert sede.get_username() not in cuerpo
