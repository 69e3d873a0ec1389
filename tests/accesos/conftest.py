"""A world with one of everything that has an address."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from afiliacion.acciones import derivaciones, exoneraciones, metas
from afiliacion.acciones.adjuntos import guardar_adjunto
from afiliacion.acciones.campo import recibir
from afiliacion.acciones.dispositivos import saludar
from afiliacion.acciones.reasignar import preparar
from afiliacion.consultas.datos_abiertos import trimestres
from afiliacion.models import Adjunto, Cuidado, Entrega, FiltroGuardado, MotivoDerivacion, Salida
from captacion.acciones import confirmar_lote
from captacion.models import (
    DocumentoObservado,
    EstadoVinculo,
    Fuente,
    ReglaVinculo,
    Vinculo,
)
from juntos.models import AlertaDeLectura, Ausencia, Rol, TareaFallida
from tests import fabricas
from tests.afiliacion import campo as de_campo
from tests.afiliacion import construir, dinero
from tests.afiliacion import informes as de_informes
from tests.afiliacion.arco import pedido
from tests.afiliacion.construir import HOY


@pytest.fixture
def mundo(distrito, gestora, supervisora, sede, settings, tmp_path):
    """One household of our territory, with one of everything that has an address."""
    settings.MEDIA_ROOT = tmp_path
    hogar = construir.hogar(distrito)
    captacion = construir.recien_nacido(hogar)
    solicitud = construir.solicitud_enviada(hogar, por=gestora)
    contacto = construir.hogar(distrito)
    construir.recien_nacido(contacto)
    abierto = construir.contacto(contacto)
    visita = construir.visitar(
        abierto, "ausente", por=gestora, alertas=["sin_dni", "establecimiento"]
    )
    alerta = visita.alertas.get(tipo="sin_dni")
    derivada = derivaciones.derivar(
        alerta, motivo=MotivoDerivacion.objects.get(pk="tramite_dni"), por=gestora
    )
    madre = abierto.casos.get().captacion.recien_nacido.madre
    telefono = madre.telefonos.create(numero="987654321", fuente="visita", visto_el=HOY)
    entrega = Entrega.objects.create(
        destino="municipalidad",
        distrito=distrito,
        formato="csv",
        recibe="Ana",
        oficina="ULE",
        filas=0,
        sha256="0" * 64,
        entregada_por=gestora,
    )
    usuario = dinero.hogar(distrito)
    liquidacion = dinero.liquidar()
    propuesta = usuario.salidas.create(
        causa_id="renuncia", detalle="Se muda", sale_el=HOY, propuesta_por=gestora
    )
    nacido = dinero.nacido(usuario, HOY - dt.timedelta(days=90))
    fila = dinero.exigir(nacido, HOY, situacion="sin_dato")
    exoneracion = exoneraciones.registrar(
        resolucion="RDE 1",
        motivo="Lluvias",
        desde=HOY,
        hasta=HOY,
        unidad_territorial=None,
        distrito=distrito,
        item=None,
        por=supervisora,
    )
    vinculo = Vinculo.objects.create(
        persona=captacion.persona,
        hogar=fabricas.HogarFactory(),
        regla=ReglaVinculo.JEFE_PGH,
        estado=EstadoVinculo.POR_REVISAR,
        duda="jefe_solo",
        carga=captacion.carga,
        fila=1,
    )
    carga = fabricas.CargaFactory(
        fuente=Fuente.PGH, encabezado=["CO_HOGAR"], leidas=1, rechazadas=1
    )
    carga.filas_observadas.create(numero=2, tipo="rechazada", motivos=["sin_hogar"], celdas=[""])
    aparato = saludar(uuid.uuid4(), por=gestora)
    (registro,) = recibir(
        [de_campo.registro("requisito", abierto.pk, codigo="MO", visto=True)],
        dispositivo=aparato,
        reloj=99999,
    )
    foto, _ = guardar_adjunto(uuid.uuid4(), de_campo.foto(), por=gestora)
    Adjunto.objects.filter(pk=foto.pk).update(visita=visita)
    fallida = TareaFallida.objects.create(tarea="afiliacion.tasks.liquidar", estado="fallida")
    meta = metas.fijar(
        indicador="captacion_30d",
        unidad=distrito.unidad_territorial,
        valor=80,
        desde=HOY,
        hasta=None,
        por=sede,
    )
    de_arco = pedido(por=gestora, persona=captacion.persona)
    restriccion = captacion.persona.restricciones.create(tipo="sin_mensajes", puesta_por=sede)
    return {
        "arco": de_arco.pk,
        "restriccion": restriccion.pk,
        "alerta_de_lectura": AlertaDeLectura.objects.create(
            usuario=gestora, hora=timezone.now(), hogares=201
        ).pk,
        "tarea": fallida.pk,
        "meta": meta.pk,
        "informe": de_informes.publicar().periodo,
        "trimestre": trimestres(HOY)[0].codigo,
        "cuidado": fila.pk,
        "constancia": Cuidado.objects.create(
            persona=nacido.persona,
            item_id="bcg",
            dado_el=HOY,
            conocido_el=HOY,
            origen="visita",
            evidencia="carne",
            registrado_por=gestora,
        ).pk,
        "exoneracion": exoneracion.pk,
        "liquidacion": liquidacion.pk,
        "pago": liquidacion.pagos.get(hogar=usuario).pk,
        "propuesta": propuesta.pk,
        "usuario": usuario.pk,
        "carga": carga.pk,
        "campo": registro.pk,
        "dispositivo": aparato.pk,
        "adjunto": foto.pk,
        "cruce": vinculo.pk,
        "documento": DocumentoObservado.objects.create(
            documento="99000000", personas=6, carga=carga, observado_el=carga.fecha_proceso
        ).pk,
        "lote": confirmar_lote([], pedidos=[], filtro={}, por=supervisora).pk,
        "filtro": FiltroGuardado.objects.create(
            usuario=gestora, nombre="Mío", consulta="vence=hoy"
        ).pk,
        "reasignacion": preparar([], por=supervisora).pk,
        "gestora": gestora.pk,
        "ausencia": Ausencia.objects.create(
            usuario=gestora, desde=dt.date(2099, 1, 1), hasta=dt.date(2099, 1, 2), motivo="salud"
        ).pk,
        "salida": Salida.objects.create(
            usuario=gestora,
            reasignacion=preparar([], por=supervisora),
            registrada_por=sede,
        ).pk,
        "contacto": abierto.pk,
        "visita": abierto.pk,
        "solicitud": solicitud.pk,
        "hogar": hogar.pk,
        "acuerdo": solicitud.acuerdos.get().pk,
        "alerta": alerta.pk,
        "incidencia": visita.alertas.get(tipo="establecimiento").incidencia_id,
        "derivacion": derivada.pk,
        "distrito": distrito.pk,
        "telefono": telefono.pk,
        "entrega": entrega.pk,
    }


@pytest.fixture
def supervisora_ajena(ajena):
    return fabricas.UsuarioFactory(rol=Rol.SUPERVISORA, unidad_territorial=ajena.unidad_territorial)
