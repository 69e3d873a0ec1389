import uuid

import pytest
from django.contrib import admin
from django.urls import reverse

from afiliacion import models
from afiliacion.acciones import derivaciones
from afiliacion.acciones.adjuntos import guardar_adjunto
from afiliacion.acciones.campo import recibir
from afiliacion.acciones.dispositivos import saludar
from afiliacion.acciones.filtros import guardar_filtro
from afiliacion.acciones.reasignar import marcas_de, preparar
from afiliacion.acciones.ruta import agregar_paradas
from tests.afiliacion import campo as de_campo
from tests.afiliacion import construir
from tests.afiliacion.arco import pedido
from tests.afiliacion.construir import visitar

HECHOS = [
    models.Contacto,
    models.Visita,
    models.Alerta,
    models.Solicitud,
    models.Acuerdo,
    models.Afiliacion,
    models.InclusionTPI,
    models.Dispositivo,
    models.Parada,
    models.RegistroDeCampo,
    models.Adjunto,
    models.Derivacion,
    models.PedidoArco,
    models.MedidaArco,
    models.Seguimiento,
    models.Incidencia,
    models.Entrega,
    models.Mensaje,
    models.FiltroGuardado,
    models.Reasignacion,
    models.ContactoReasignado,
    models.Salida,
]


NORMAS = [
    models.ItemCuidado,
    models.Norma,
    models.CodigoDeCuidado,
    models.EstudioDeNorma,
    models.Cuidado,
    models.Corresponsabilidad,
    models.Recalculo,
    models.CambioDeItem,
]
DINERO = [
    models.ParametroTransferencia,
    models.FormatoBanco,
    models.CausaRechazo,
    models.CausaSalida,
    models.Liquidacion,
    models.SalidaPropuesta,
]
TABLERO = [
    models.CuentaMensual,
    models.HechoCaptacion,
    models.Refresco,
    models.InformeMensual,
    models.MetaIndicador,
    models.Suscripcion,
    models.ResumenSemanal,
]


@pytest.fixture
def cliente(client, administracion):
    client.force_login(administracion)
    return client


@pytest.fixture
def hechos(distrito, gestora, supervisora, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    hogar = construir.hogar(distrito, direccion="Calle Secreta")
    construir.recien_nacido(hogar, direccion="Calle Secreta")
    contacto = construir.contacto(hogar)
    visita = visitar(
        contacto,
        "ausente",
        por=gestora,
        alertas=["sin_dni", "establecimiento"],
        observacion="Nota Secreta",
        telefono_nuevo="987654321",
    )
    agregar_paradas([contacto.pk], por=gestora)
    contado = de_campo.visita(contacto, observacion="Nota Secreta", telefono_nuevo="987654321")
    recibir([contado], dispositivo=saludar(uuid.uuid4(), por=gestora), reloj=0)
    guardar_adjunto(uuid.uuid4(), de_campo.foto(), por=gestora)
    derivada = derivaciones.derivar(
        visita.alertas.get(tipo="sin_dni"),
        motivo=models.MotivoDerivacion.objects.get(pk="tramite_dni"),
        por=gestora,
    )
    derivaciones.seguir(derivada, a="recibida", nota="Nota Secreta", por=gestora)
    models.Entrega.objects.create(
        destino="municipalidad",
        distrito=distrito,
        formato="csv",
        recibe="Ana Secreta",
        oficina="Oficina Secreta",
        filas=1,
        sha256="0" * 64,
        entregada_por=gestora,
    )
    contacto.mensajes.create(
        plantilla="primer_contacto", numero="987654321", texto="Secreta", pedido_por=gestora
    )
    guardar_filtro(nombre="Mías", consulta="asignacion=mias", por=gestora)
    lote = preparar(marcas_de(models.Contacto.objects.filter(pk=contacto.pk)), por=supervisora)
    models.Salida.objects.create(usuario=gestora, reasignacion=lote, registrada_por=supervisora)
    pedido("rectificacion", por=gestora, solicitante="Ana Secreta").medidas.create(
        que="corrige", objeto="nombres", nombre="Nombres", antes="Secreta", despues="X"
    )
    construir.solicitudes.aprobar(construir.solicitud_enviada(hogar, por=gestora), por=supervisora)


@pytest.mark.parametrize("modelo", HECHOS, ids=lambda m: m.__name__)
def test_los_hechos_se_miran_y_no_se_tocan(cliente, hechos, modelo):
    ruta = f"admin:afiliacion_{modelo._meta.model_name}"
    lista = cliente.get(reverse(f"{ruta}_changelist"))
    hecho = modelo.objects.first()
    ficha = cliente.get(reverse(f"{ruta}_change", args=[hecho.pk]))
    for pagina in (lista, ficha):
        assert pagina.status_code == 200
        for secreto in ("Secreta", "987654321", "QUISPE"):
            assert secreto not in pagina.content.decode()
    assert cliente.get(reverse(f"{ruta}_add")).status_code == 403
    assert cliente.post(reverse(f"{ruta}_change", args=[hecho.pk]), {}).status_code == 403
    assert cliente.post(reverse(f"{ruta}_delete", args=[hecho.pk]), {}).status_code == 403


def test_el_catalogo_se_edita_y_no_se_borra(cliente):
    ruta = reverse("admin:afiliacion_resultado_change", args=["ausente"])
    datos = {
        "nombre": "No estaba",
        "siguiente": "reintento",
        "por_telefono": "on",
        "en_persona": "on",
        "dias_reintento": 3,
        "orden": 20,
        "activo": "on",
    }
    assert cliente.post(ruta, datos).status_code == 302
    resultado = models.Resultado.objects.get(pk="ausente")
    assert (resultado.nombre, resultado.dias_reintento) == ("No estaba", 3)
    borrar = reverse("admin:afiliacion_resultado_delete", args=["ausente"])
    assert cliente.post(borrar, {"post": "yes"}).status_code == 403


def test_todo_lo_de_afiliacion_esta_en_la_administracion():
    registrados = {m for m in admin.site._registry if m._meta.app_label == "afiliacion"}
    catalogos = {models.Resultado, models.MotivoDerivacion, models.AvisoDeFinalidad}
    assert registrados == {*HECHOS, *NORMAS, *DINERO, *TABLERO, *catalogos}


def test_de_un_monto_escrito_solo_se_cambia_su_fin(cliente):
    tpi = models.ParametroTransferencia.objects.get(clave="tpi_mes")
    cliente.post(
        reverse("admin:afiliacion_parametrotransferencia_change", args=[tpi.pk]),
        {"valor": "999", "hasta": "31/12/2026", "fuente": "DS de prueba"},
    )
    tpi.refresh_from_db()
    assert (tpi.valor, f"{tpi.hasta:%d/%m/%Y}") == (50, "31/12/2026")


def test_dos_montos_no_rigen_el_mismo_dia(cliente):
    respuesta = cliente.post(
        reverse("admin:afiliacion_parametrotransferencia_add"),
        {"clave": "tpi_mes", "valor": "60", "desde": "01/01/2026", "fuente": "DS de prueba"},
    )
    assert respuesta.status_code == 200
    assert models.ParametroTransferencia.objects.filter(clave="tpi_mes").count() == 1


def test_un_formato_del_banco_que_no_sirve_no_se_guarda(cliente):
    formato = models.FormatoBanco.objects.get()
    respuesta = cliente.post(
        reverse("admin:afiliacion_formatobanco_change", args=[formato.pk]),
        {"nombre": formato.nombre, "definicion": "x = ", "en_uso": "on"},
    )
    assert "no es TOML" in respuesta.content.decode()
    formato.refresh_from_db()
    assert "[archivo]" in formato.definicion
