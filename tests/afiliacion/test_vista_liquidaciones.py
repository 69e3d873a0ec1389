"""The pages of money: sede acts, each one sees her territory, and a sol leads to its row."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from afiliacion import tasks
from afiliacion.acciones import liquidaciones as acciones
from afiliacion.models import (
    Corresponsabilidad,
    Cuidado,
    Liquidacion,
    ParametroTransferencia,
    ResultadoPago,
)
from captacion.models import Atencion, Fuente
from juntos.models import Evento, Rol
from tests import fabricas
from tests.afiliacion import dinero
from tests.afiliacion.dinero import dia, exigir, liquidar, nacido, pago

pytestmark = pytest.mark.django_db


@pytest.fixture
def hogar(distrito):
    hogar = dinero.hogar(distrito, codigo="ELNUESTRO")
    exigir(nacido(hogar, dia("01/08/2026")), dia("29/11/2026"), situacion="sin_dato")
    return hogar


def url(nombre, *args):
    return reverse(f"afiliacion:{nombre}", args=args)


def texto(respuesta) -> str:
    """What is read on the page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", respuesta.content.decode()))


def avanzar(client, liquidacion, paso, huella=None):
    return client.post(
        url("liquidacion-avanzar", liquidacion.pk, paso), {"huella": huella or liquidacion.huella}
    )


def test_sin_liquidaciones_dice_que_hacer(client, sede):
    client.force_login(sede)
    assert "Elija arriba el bimestre" in texto(client.get(url("liquidaciones")))


def test_se_pide_el_calculo_y_lo_hace_el_trabajador(client, sede, hogar, time_machine):
    time_machine.move_to("2027-01-10 10:00 -0500")
    client.force_login(sede)
    respuesta = client.post(url("liquidaciones"), {"periodo": "2026-6", "corte": "2026-12-31"})
    pedida = Liquidacion.objects.get()
    assert respuesta.url == url("liquidacion", pedida.pk)
    assert "Calculando desde las 10:00" in texto(client.get(respuesta.url))

    tasks.liquidar(pedida.pk)
    pedida.refresh_from_db()
    assert (pedida.estado, pedida.pedida_en, pedida.calculada_por) == ("calculada", None, sede)
    assert "Dar por revisada" in texto(client.get(respuesta.url))
    # Rung twice, nothing.
    tasks.liquidar(pedida.pk)


def test_lo_que_no_se_puede_calcular_deja_de_esperarse(sede, hogar):
    liquidacion = liquidar()
    Liquidacion.objects.update(pedida_en=liquidacion.calculada_en, pedida_por=sede)
    ParametroTransferencia.objects.all().delete()
    tasks.liquidar(liquidacion.pk)
    assert Liquidacion.objects.get().pedida_en is None


def test_solo_la_sede_abre_una_liquidacion(client, supervisora, time_machine):
    time_machine.move_to("2027-01-10 10:00 -0500")
    client.force_login(supervisora)
    datos = {"periodo": "2026-6", "corte": "2026-12-31"}
    assert client.post(url("liquidaciones"), datos).status_code == 403
    assert not Liquidacion.objects.exists()


def test_un_bimestre_cerrado_no_se_ofrece_y_se_dice(client, sede, hogar, time_machine):
    time_machine.move_to("2027-01-10 10:00 -0500")
    dinero.cerrar(liquidar())
    client.force_login(sede)
    respuesta = client.post(url("liquidaciones"), {"periodo": "2026-6", "corte": "2026-12-31"})
    assert respuesta.status_code == 422
    assert "ya tiene liquidación" in texto(respuesta)


def test_de_la_revision_al_banco_con_otra_persona_que_aprueba(client, sede, hogar):
    liquidacion, otra = liquidar(por=sede), dinero.de_sede()
    client.force_login(sede)
    assert avanzar(client, liquidacion, "revisar").status_code == 302
    assert "la aprueba otra persona" in texto(client.get(url("liquidacion", liquidacion.pk)))
    assert avanzar(client, liquidacion, "aprobar").status_code == 403
    client.force_login(otra)
    for paso in ("aprobar", "congelar", "exportar"):
        assert avanzar(client, liquidacion, paso).status_code == 302
    liquidacion.refresh_from_db()
    assert (liquidacion.estado, liquidacion.aprobada_por) == ("exportada", otra)


def test_el_segundo_en_aprobar_ve_quien_fue_el_primero(client, sede, hogar):
    liquidacion, primera = liquidar(por=sede), dinero.de_sede()
    acciones.revisar(liquidacion, huella=liquidacion.huella, por=sede)
    acciones.aprobar(liquidacion, huella=liquidacion.huella, por=primera)
    client.force_login(dinero.de_sede())
    respuesta = avanzar(client, liquidacion, "aprobar")
    assert respuesta.status_code == 409
    assert f"{primera} la cambió: ahora está aprobada" in texto(respuesta)


def test_no_se_revisa_una_lista_que_ya_es_otra(client, sede, hogar):
    liquidacion = liquidar()
    vista = liquidacion.huella
    Corresponsabilidad.objects.update(situacion="en_ventana")
    liquidar()
    client.force_login(sede)
    assert avanzar(client, liquidacion, "revisar", vista).status_code == 409


def test_cerrar_dos_veces_lo_dice(client, sede, hogar):
    cerrada = dinero.cerrar(liquidar())
    client.force_login(sede)
    respuesta = avanzar(client, cerrada, "congelar")
    assert respuesta.status_code == 409
    assert "El bimestre 2026-6 ya está cerrado" in texto(respuesta)


def test_un_paso_que_no_existe_es_404(client, sede, hogar):
    client.force_login(sede)
    assert avanzar(client, liquidar(), "regalar").status_code == 404


def test_los_totales_dicen_si_cuadran_y_que_cambio(
    client, sede, hogar, django_assert_max_num_queries
):
    dinero.cerrar(liquidar("2026-5", corte=dia("31/10/2026")))
    liquidacion = liquidar()
    client.force_login(sede)
    with django_assert_max_num_queries(20):
        respuesta = client.get(url("liquidacion", liquidacion.pk))
    dicho = texto(respuesta)
    assert "Cuadra La línea, sus meses" in dicho
    assert "Diferencias con el bimestre 2026-5" in dicho
    assert "1 meses sin dato" in dicho
    liquidacion.pagos.update(base=100)
    assert "No cuadra" in texto(client.get(url("liquidacion", liquidacion.pk)))


def test_el_fragmento_es_solo_el_detalle(client, sede, hogar):
    client.force_login(sede)
    respuesta = client.get(url("liquidacion", liquidar().pk), headers={"HX-Request": "true"})
    assert respuesta.content.startswith(b'<div id="liquidacion"')


def test_cada_una_ve_solo_su_territorio(client, gestora, ajena, hogar):
    liquidacion = liquidar()
    linea = pago(liquidacion, hogar)
    client.force_login(gestora)
    assert "S/ 250.00" in texto(client.get(url("liquidacion", liquidacion.pk)))
    assert "ELNUESTRO" in texto(client.get(url("liquidacion-lineas", liquidacion.pk)))
    client.force_login(ajena)
    assert "S/ 250.00" not in texto(client.get(url("liquidacion", liquidacion.pk)))
    assert "ELNUESTRO" not in texto(client.get(url("liquidacion-lineas", liquidacion.pk)))
    assert client.get(url("liquidacion-linea", liquidacion.pk, linea.pk)).status_code == 404


def test_los_filtros_de_las_lineas(client, sede, hogar, distrito):
    dinero.hogar(distrito, codigo="ELOTRO", titular=False)
    liquidacion = liquidar()
    client.force_login(sede)
    lineas = url("liquidacion-lineas", liquidacion.pk)
    for filtro, ve in (
        ("todas", {"ELNUESTRO", "ELOTRO"}),
        ("sin_dato", {"ELNUESTRO"}),
        ("sin_titular", {"ELOTRO"}),
        ("suspendidas", set()),
        ("no_pagadas", set()),
        ("inventado", {"ELNUESTRO", "ELOTRO"}),
    ):
        dicho = texto(client.get(lineas, {"filtro": filtro}))
        assert {c for c in ("ELNUESTRO", "ELOTRO") if c in dicho} == ve, filtro


def test_de_un_sol_a_la_fila_de_su_fuente(client, gestora, hogar, django_assert_max_num_queries):
    item = Corresponsabilidad.objects.get()
    carga = fabricas.CargaFactory(fuente=Fuente.HIS, nombre_archivo="his-noviembre.txt")
    atencion = Atencion.objects.create(
        fuente=Fuente.HIS,
        clave="1",
        persona=item.persona,
        tipo_documento="DNI",
        documento="99000000",
        atendida_el=dia("20/11/2026"),
        establecimiento=fabricas.EstablecimientoFactory(nombre="Puesto La Loma"),
        codigo="90670",
        carga=carga,
        fila=321,
    )
    item.cuidado = Cuidado.objects.create(
        persona=item.persona,
        item_id="neumococo",
        dado_el=dia("20/11/2026"),
        conocido_el=dia("01/12/2026"),
        origen="fuente",
        atencion=atencion,
    )
    item.situacion, item.dado_el = "en_ventana", dia("20/11/2026")
    item.save()
    liquidacion = liquidar()
    client.force_login(gestora)
    with django_assert_max_num_queries(20):
        respuesta = client.get(
            url("liquidacion-linea", liquidacion.pk, pago(liquidacion, hogar).pk)
        )
    dicho = texto(respuesta)
    assert "S/ 300.00 para QUISPE MAMANI, Rosa" in dicho
    assert "Noviembre de 2026: S/ 50.00" in dicho
    assert "Neumococo Cumple" in dicho
    assert "se dio el 20/11/2026" in dicho
    assert "Puesto La Loma, código 90670" in dicho
    assert "his-noviembre.txt" in dicho
    assert "fila 321" in dicho
    assert "Nada se le exigía este mes: cumple." in dicho


def test_la_linea_cuenta_lo_que_se_ajusto_despues(client, sede, hogar):
    cerrada = dinero.cerrar(liquidar())
    Corresponsabilidad.objects.update(situacion="en_ventana", dado_el=dia("28/11/2026"))
    siguiente = liquidar("2027-1", corte=dia("28/02/2027"))
    client.force_login(sede)
    antes = texto(client.get(url("liquidacion-linea", cerrada.pk, pago(cerrada, hogar).pk)))
    assert "Lo que se ajustó después Bimestre 2027-1 : S/ 50.00" in antes
    ahora = texto(client.get(url("liquidacion-linea", siguiente.pk, pago(siguiente, hogar).pk)))
    assert "11/2026, Neumococo: sin dato → cumple" in ahora


@pytest.mark.parametrize("formato", ["txt", "xlsx"])
def test_descargar_deja_rastro(client, sede, hogar, formato):
    enviada = dinero.enviar(liquidar())
    client.force_login(sede)
    respuesta = client.get(url("liquidacion-archivo", enviada.pk, formato))
    cuerpo = respuesta.getvalue()
    assert respuesta.status_code == 200
    assert enviada.referencia in respuesta["Content-Disposition"]
    assert "no-store" in respuesta["Cache-Control"]
    assert cuerpo
    rastro = Evento.objects.first()
    assert (rastro.motivo, rastro.ocurrido_por) == (f"Descargó el archivo {formato}", sede)
    respuesta.close()


def test_el_archivo_del_banco_no_es_de_la_gestora(client, gestora, hogar):
    enviada = dinero.enviar(liquidar())
    client.force_login(gestora)
    assert client.get(url("liquidacion-archivo", enviada.pk, "txt")).status_code == 403


def subir(client, liquidacion, texto_):
    archivo = SimpleUploadedFile("banco.csv", texto_.encode())
    return client.post(url("liquidacion-resultados", liquidacion.pk), {"archivo": archivo})


def test_los_resultados_se_suben_y_un_error_lo_dice_en_una_frase(client, sede, hogar):
    enviada = dinero.enviar(liquidar())
    client.force_login(sede)
    cabeza = "REFERENCIA;LINEA;MONTO;ESTADO;CAUSA;FECHA\n"
    mala = subir(client, enviada, f"{cabeza}{enviada.referencia};1;1.00;PAGADO;;05/01/2027\n")
    assert mala.status_code == 422
    assert (
        "Fila 2: el monto de la línea 1 es S/ 250.00 y el archivo dice S/ 1.00. "
        "No entró ninguna línea." in texto(mala)
    )
    buena = subir(client, enviada, f"{cabeza}{enviada.referencia};1;250.00;PAGADO;;05/01/2027\n")
    assert buena.status_code == 302
    assert ResultadoPago.objects.get().resultado == "pagada"
    assert "Pagada 1 S/ 250.00" in texto(client.get(url("liquidacion", enviada.pk)))


# --- Leaving


def proponer(client, hogar, **datos):
    return client.post(
        url("salida-proponer", hogar.pk),
        {"causa": "renuncia", "sale_el": "2026-11-01", "detalle": "Se muda"} | datos,
    )


def test_la_gestora_propone_y_la_supervisora_decide(client, gestora, supervisora, hogar):
    client.force_login(gestora)
    assert proponer(client, hogar).status_code == 302
    salida = hogar.salidas.get()
    assert client.post(url("propuesta-aceptar", salida.pk)).status_code == 403
    client.force_login(supervisora)
    assert "Se muda" in texto(client.get(url("salidas-propuestas")))
    assert client.post(url("propuesta-aceptar", salida.pk)).status_code == 302
    hogar.refresh_from_db()
    assert (hogar.es_usuario, hogar.usuario_desde, hogar.en_tpi) == (False, None, False)
    assert hogar.salidas.get().entrada_el == dinero.ANTES
    assert client.post(url("propuesta-aceptar", salida.pk)).status_code == 409


def test_descartar_pide_un_motivo_y_el_hogar_sigue(client, gestora, supervisora, hogar):
    client.force_login(gestora)
    proponer(client, hogar)
    salida = hogar.salidas.get()
    client.force_login(supervisora)
    assert client.post(url("propuesta-descartar", salida.pk)).status_code == 422
    client.post(url("propuesta-descartar", salida.pk), {"motivo": "Volvió"})
    salida.refresh_from_db()
    hogar.refresh_from_db()
    assert (salida.estado, salida.motivo_descarte, hogar.es_usuario) == (
        "descartada",
        "Volvió",
        True,
    )


def test_quien_propone_no_decide(client, supervisora, hogar):
    client.force_login(supervisora)
    proponer(client, hogar)
    assert client.post(url("propuesta-aceptar", hogar.salidas.get().pk)).status_code == 403


@pytest.mark.parametrize(
    ("datos", "frase"),
    [
        ({"sale_el": "2099-01-01"}, "no puede ser futura"),
        ({"sale_el": "2020-01-01"}, "es anterior a su ingreso"),
        ({"causa": "cse_vencida"}, "Escoja una opción válida"),
        ({"detalle": ""}, "Escriba qué pasó"),
    ],
)
def test_una_salida_mal_propuesta_dice_que_corregir(client, gestora, hogar, datos, frase):
    client.force_login(gestora)
    respuesta = proponer(client, hogar, **datos)
    assert respuesta.status_code == 422
    assert frase in texto(respuesta)


def test_una_salida_se_propone_una_vez(client, gestora, hogar):
    client.force_login(gestora)
    proponer(client, hogar)
    assert "ya está propuesta" in texto(proponer(client, hogar))


def test_otra_supervisora_no_ve_la_salida(client, ajena, gestora, hogar):
    client.force_login(gestora)
    proponer(client, hogar)
    otra = fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=ajena.unidad_territorial)
    client.force_login(otra)
    assert client.post(url("propuesta-aceptar", hogar.salidas.get().pk)).status_code == 404
