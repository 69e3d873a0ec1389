"""The last line of the money: each constraint violated once; what was approved is fixed."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from afiliacion.models import (
    Ajuste,
    ArchivoResultados,
    CausaSalida,
    Corresponsabilidad,
    Evidencia,
    FormatoBanco,
    Liquidacion,
    Pago,
    ParametroTransferencia,
    ResultadoPago,
    SalidaPropuesta,
    Verificacion,
)
from tests import fabricas
from tests.afiliacion import dinero
from tests.afiliacion.dinero import dia, exigir, nacido

pytestmark = pytest.mark.django_db
AHORA = timezone.now()
MODELOS = [
    Ajuste, ArchivoResultados, CausaSalida, Evidencia, FormatoBanco, Liquidacion, Pago,
    ParametroTransferencia, ResultadoPago, SalidaPropuesta, Verificacion,
]  # fmt: skip


@pytest.fixture
def cosas(distrito, gestora, supervisora):
    """One of each: a closed bimester sent to the bank, and the next one with an adjustment."""
    hogar = dinero.hogar(distrito)
    nino = nacido(hogar, dia("01/06/2026"))
    exigir(nino, dia("29/09/2026"), situacion="sin_dato")
    enviada = dinero.enviar(dinero.liquidar("2026-5", corte=dia("31/10/2026")))
    archivo = ArchivoResultados.objects.create(
        liquidacion=enviada, nombre="b.csv", sha256="0" * 64, filas=1, importado_por=gestora
    )
    ResultadoPago.objects.create(
        pago=enviada.pagos.get(),
        resultado="pagada",
        fecha=dia("05/11/2026"),
        archivo=archivo,
        fila=2,
    )
    Corresponsabilidad.objects.update(situacion="en_ventana")
    calculada = dinero.liquidar()
    hogar.salidas.create(
        causa_id="renuncia",
        detalle="Se muda",
        entrada_el=dia("01/01/2024"),
        sale_el=dia("20/12/2026"),
        propuesta_por=gestora,
    )
    return {
        "g": gestora,
        "s": supervisora,
        "otro": fabricas.HogarFactory(),
        "enviada": enviada,
        "calculada": calculada,
    }


def _valores(cosas, campos):
    return {
        k: cosas[v[1:]] if isinstance(v, str) and v[:1] == "@" else v for k, v in campos.items()
    }


def _abiertas(modelo, cosas):
    """Of what hangs from a settlement, the rows of the one that may still change."""
    nombres = {c.name for c in modelo._meta.fields}
    todas = modelo.objects.all()
    if modelo is Liquidacion:
        return todas.filter(pk=cosas["calculada"].pk)
    if "liquidacion" in nombres and modelo is not ArchivoResultados:
        return todas.filter(liquidacion=cosas["calculada"])
    return todas


def cambiar(modelo, **campos):
    return lambda c: _abiertas(modelo, c).update(**_valores(c, campos))


def otra(modelo, **campos):
    def copiar(cosas):
        fila = _abiertas(modelo, cosas).first()
        fila.pk = None
        for campo, valor in _valores(cosas, campos).items():
            setattr(fila, campo, valor)
        fila.save(force_insert=True)

    return copiar


VIOLACIONES = {
    "parametro_transferencia_clave_valido": cambiar(ParametroTransferencia, clave="otra"),
    "parametro_transferencia_no_negativo": cambiar(ParametroTransferencia, valor=-1),
    "parametro_transferencia_vigencia_en_orden": cambiar(
        ParametroTransferencia, hasta=dia("01/01/2000")
    ),
    "parametro_transferencia_sin_traslape": otra(ParametroTransferencia, desde=dia("01/01/2026")),
    "liquidacion_estado_valido": cambiar(
        Liquidacion,
        estado="otro",
        revisada_en=AHORA,
        revisada_por="@g",
        aprobada_en=AHORA,
        aprobada_por="@s",
    ),
    "liquidacion_periodo": cambiar(Liquidacion, periodo="2026/6"),
    "liquidacion_huella": cambiar(Liquidacion, huella="corta"),
    "liquidacion_pedida_en_par": cambiar(Liquidacion, pedida_en=AHORA),
    "liquidacion_calculada_en_par": cambiar(Liquidacion, calculada_en=None),
    "liquidacion_revisada_en_par": cambiar(Liquidacion, revisada_en=AHORA),
    "liquidacion_aprobada_en_par": cambiar(Liquidacion, aprobada_en=AHORA),
    "liquidacion_congelada_en_par": cambiar(Liquidacion, congelada_en=AHORA),
    "liquidacion_exportada_en_par": cambiar(Liquidacion, exportada_en=AHORA),
    "liquidacion_calculada_por_alguien": cambiar(
        Liquidacion, calculada_en=None, calculada_por=None
    ),
    "liquidacion_revisada_por_alguien": cambiar(Liquidacion, estado="revisada"),
    "liquidacion_aprobada_por_alguien": cambiar(
        Liquidacion, estado="aprobada", revisada_en=AHORA, revisada_por="@g"
    ),
    "liquidacion_quien_calcula_no_aprueba": cambiar(
        Liquidacion,
        estado="aprobada",
        revisada_en=AHORA,
        revisada_por="@g",
        aprobada_en=AHORA,
        aprobada_por="@g",
    ),
    "pago_uno_por_hogar": otra(Pago, numero=99),
    "pago_linea_unica": otra(Pago, hogar="@otro"),
    "pago_no_negativo": cambiar(Pago, ajuste=-1000),
    "pago_suspendido_sin_base": cambiar(Pago, suspendido=True),
    "verificacion_resultado_valido": cambiar(Verificacion, resultado="otro", tpi=0),
    "verificacion_una_por_mes": otra(Verificacion),
    "verificacion_paga_si_cumple": cambiar(Verificacion, resultado="sin_dato"),
    "evidencia_resultado_valido": cambiar(Evidencia, resultado="otro", regla=1),
    "evidencia_sin_item_no_aplica": cambiar(Evidencia, resultado="cumple", regla=None),
    "evidencia_tipo_valido": cambiar(Evidencia, tipo="otro"),
    "ajuste_concepto_valido": cambiar(Ajuste, concepto="otro"),
    "ajuste_unico": otra(Ajuste),
    "ajuste_con_monto": cambiar(Ajuste, monto=0),
    "ajuste_de_otra_liquidacion": cambiar(Ajuste, de="@calculada"),
    "formato_banco_uno_en_uso": otra(FormatoBanco, nombre="Otro"),
    "archivo_resultados_una_vez": otra(ArchivoResultados),
    "resultado_pago_resultado_valido": cambiar(ResultadoPago, resultado="otro"),
    "resultado_pago_rechazo_con_causa": cambiar(ResultadoPago, resultado="rechazada"),
    "causa_salida_alcance_valido": cambiar(CausaSalida, alcance="otro"),
    "salida_propuesta_estado_valido": cambiar(
        SalidaPropuesta, estado="otra", resuelta_en=AHORA, resuelta_por="@s"
    ),
    "salida_propuesta_resuelta_en_par": cambiar(
        SalidaPropuesta, estado="aceptada", resuelta_por="@s"
    ),
    "salida_propuesta_resuelta_con_actor": cambiar(SalidaPropuesta, estado="aceptada"),
    "salida_propuesta_quien_propone_no_resuelve": cambiar(
        SalidaPropuesta, estado="aceptada", resuelta_en=AHORA, resuelta_por="@g"
    ),
    "salida_propuesta_fechas_en_orden": cambiar(SalidaPropuesta, sale_el=dia("01/01/2020")),
    "salida_propuesta_descarte_con_motivo": cambiar(
        SalidaPropuesta, estado="descartada", resuelta_en=AHORA, resuelta_por="@s"
    ),
    "salida_propuesta_una_por_decidir": otra(SalidaPropuesta),
}


def test_cada_restriccion_del_dinero_tiene_su_violacion():
    todas = {c.name for modelo in MODELOS for c in modelo._meta.constraints}
    assert todas == set(VIOLACIONES)
    assert set(MODELOS) <= set(apps.get_app_config("afiliacion").get_models())


@pytest.mark.parametrize("nombre", VIOLACIONES)
def test_la_base_rechaza(nombre, cosas):
    with pytest.raises(IntegrityError, match=nombre), transaction.atomic():
        VIOLACIONES[nombre](cosas)


@pytest.mark.parametrize("tabla", ["pago", "verificacion", "evidencia", "ajuste"])
def test_lo_aprobado_no_cambia_ni_por_sql(cosas, tabla):
    """The settlement that carries the adjustment, approved: no row of it moves."""
    calculada = cosas["calculada"]
    dinero.cerrar(calculada)
    modelo = f"afiliacion_{tabla}"
    columnas = {
        "pago": "motivo = 'x'",
        "verificacion": "motivo = 'x'",
        "evidencia": "dado_el = '2020-01-01'",
        "ajuste": "detalle = 'x'",
    }
    suyas = f"WHERE liquidacion_id = {calculada.pk}"
    for orden in (
        f"UPDATE {modelo} SET {columnas[tabla]} {suyas}",
        f"DELETE FROM {modelo} {suyas}",
    ):
        with (
            pytest.raises(IntegrityError, match="está aprobada: sus líneas no cambian"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(orden)


def test_a_lo_cerrado_no_se_le_agrega_una_linea(cosas):
    fila = Pago.objects.get(liquidacion=cosas["enviada"])
    fila.pk, fila.numero, fila.hogar = None, 99, cosas["otro"]
    with pytest.raises(IntegrityError, match="sus líneas no cambian"), transaction.atomic():
        fila.save(force_insert=True)


@pytest.mark.parametrize(
    "cambio",
    [
        {"base": 1},
        {"corte": dia("01/01/2026")},
        {"huella": "1" * 64},
        {"estado": "aprobada"},
        {"estado": "congelada"},
        {"aprobada_por": "@g"},
    ],
    ids=str,
)
def test_una_liquidacion_enviada_no_cambia_ni_retrocede(cosas, cambio):
    suya = Liquidacion.objects.filter(pk=cosas["enviada"].pk)
    with pytest.raises(IntegrityError, match="está cerrada: no cambia"), transaction.atomic():
        suya.update(**_valores(cosas, cambio))


def test_una_liquidacion_revisada_no_se_borra_aunque_este_vacia(cosas):
    vacia = Liquidacion.objects.create(
        periodo="2026-4",
        corte=dia("31/08/2026"),
        estado="revisada",
        huella="0" * 64,
        calculada_en=AHORA,
        calculada_por=cosas["s"],
        revisada_en=AHORA,
        revisada_por=cosas["s"],
    )
    with pytest.raises(IntegrityError, match="ya fue revisada: no se borra"), transaction.atomic():
        vacia.delete()


def test_una_liquidacion_con_lineas_no_se_borra(cosas):
    orden = f"DELETE FROM afiliacion_liquidacion WHERE id = {cosas['calculada'].pk}"
    with (
        pytest.raises(IntegrityError, match="filas de afiliacion_pago"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(orden)
