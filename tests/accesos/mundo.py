"""A world with one of everything that has an address, in each of some territories."""

import datetime as dt
import uuid
from dataclasses import dataclass

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
from juntos.cuentas.invitaciones import enlace_de, invitar
from juntos.models import AlertaDeLectura, Ausencia, Distrito, Rol, TareaFallida, Usuario
from tests import fabricas
from tests.afiliacion import campo as de_campo
from tests.afiliacion import construir, dinero
from tests.afiliacion import informes as de_informes
from tests.afiliacion.arco import pedido
from tests.afiliacion.construir import HOY


@dataclass(frozen=True)
class Territorio:
    distrito: Distrito
    gestora: Usuario
    supervisora: Usuario


def mundos(*territorios: Territorio, sede: Usuario) -> list[dict]:
    """The world of each: what is its own, and what is the country's."""
    suyos = [_del_territorio(t, sede=sede) for t in territorios]
    liquidacion = dinero.liquidar()
    carga = fabricas.CargaFactory(
        fuente=Fuente.PGH, encabezado=["CO_HOGAR"], leidas=1, rechazadas=1
    )
    carga.filas_observadas.create(numero=2, tipo="rechazada", motivos=["sin_hogar"], celdas=[""])
    invitacion = invitar(
        fabricas.UsuarioFactory.build(email="nueva@example.pe"),
        por=fabricas.UsuarioFactory(rol=Rol.ADMINISTRACION),
    )
    pais = {
        "invitacion": invitacion.pk,
        "testigo": enlace_de(invitacion).rsplit("/", 2)[1],
        "liquidacion": liquidacion.pk,
        "carga": carga.pk,
        "tarea": TareaFallida.objects.create(
            tarea="afiliacion.tasks.liquidar", estado="fallida"
        ).pk,
        "informe": de_informes.publicar().periodo,
        "trimestre": trimestres(HOY)[0].codigo,
        "documento": DocumentoObservado.objects.create(
            documento="99000000", personas=6, carga=carga, observado_el=carga.fecha_proceso
        ).pk,
    }
    return [
        pais | suyo | {"pago": liquidacion.pagos.get(hogar=suyo["usuario"]).pk} for suyo in suyos
    ]


def _del_territorio(territorio: Territorio, *, sede: Usuario) -> dict:
    """One household of a territory, with one of everything that has an address."""
    distrito, gestora = territorio.distrito, territorio.gestora
    supervisora = territorio.supervisora
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
    aparato = saludar(uuid.uuid4(), por=gestora)
    (registro,) = recibir(
        [de_campo.registro("requisito", abierto.pk, codigo="MO", visto=True)],
        dispositivo=aparato,
        reloj=99999,
    )
    foto, _ = guardar_adjunto(uuid.uuid4(), de_campo.foto(), por=gestora)
    Adjunto.objects.filter(pk=foto.pk).update(visita=visita)
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
        "meta": meta.pk,
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
        "propuesta": propuesta.pk,
        "usuario": usuario.pk,
        "campo": registro.pk,
        "dispositivo": aparato.pk,
        "adjunto": foto.pk,
        "cruce": vinculo.pk,
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
