"""Every URL × every role × own and other territory. A new URL not in the table fails here."""

import datetime as dt
import uuid

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from afiliacion.acciones import derivaciones, exoneraciones, metas
from afiliacion.acciones.adjuntos import guardar_adjunto
from afiliacion.acciones.campo import recibir
from afiliacion.acciones.dispositivos import saludar
from afiliacion.acciones.reasignar import preparar
from afiliacion.acciones.ruta import agregar_paradas
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
from juntos.models import AlertaDeLectura, Ausencia, Lectura, QueLectura, Rol, TareaFallida
from tests import fabricas
from tests.afiliacion import campo as de_campo
from tests.afiliacion import construir, dinero
from tests.afiliacion import informes as de_informes
from tests.afiliacion.construir import HOY

ROLES = (
    "anonima",
    "gestora",
    "supervisora",
    "ajena",
    "supervisora_ajena",
    "sede",
    "administracion",
)
ENTRADA, NADIE = 302, 404


def tabla(**por_rol):
    """What each role gets; who is not named gets what `todas` says; the anonymous go to log in."""
    todas = por_rol.pop("todas", NADIE)
    return {"anonima": ENTRADA} | {r: por_rol.get(r, todas) for r in ROLES[1:]}


# Own territory, and sede sees the country. Everyone else: it does not exist.
DEL_TERRITORIO = tabla(gestora=200, supervisora=200, sede=200)
# Field work: sede sees but may not act (403); a repeated or lost move answers 409.
CAMPO = {"gestora": 302, "supervisora": 302, "sede": 403}
CARGAS = tabla(sede=200, administracion=200)
# Each in her own territory, so the stranger's are empty.
DECIDEN = tabla(supervisora=200, supervisora_ajena=200, sede=200)
# Whoever works contacts has a route and a phone; the stranger's are her own.
DE_CAMPO = tabla(todas=403, gestora=200, supervisora=200, ajena=200, supervisora_ajena=200)
# A phone is answered in JSON: 401 without a session, never a page.
DE_TELEFONO = DE_CAMPO | {"anonima": 401}
# Only supervisors share out the work; for the others the tool does not exist.
REPARTEN = tabla(todas=403, supervisora=302, supervisora_ajena=302)
# The API knows keys, not sessions.
API = tabla(todas=401) | {"anonima": 401}

# name of the URL: (method, what each role gets)
ACCESOS = {
    "juntos:inicio": ("get", tabla(todas=302)),
    "juntos:entrar": ("get", tabla(todas=302) | {"anonima": 200}),
    "juntos:salir": ("post", tabla(todas=302) | {"anonima": 302}),
    "juntos:salud": ("get", tabla(todas=503) | {"anonima": 503}),
    "juntos:salud-viva": ("get", tabla(todas=200) | {"anonima": 200}),
    "juntos:salud-lista": ("get", tabla(todas=200) | {"anonima": 200}),
    # A monitor with its token, and administration; no worker answers it here.
    "captacion:salud-profunda": ("get", tabla(administracion=503) | {"anonima": 404}),
    "afiliacion:metricas": ("get", tabla() | {"anonima": 404}),
    "juntos:tareas": ("get", tabla(todas=403, administracion=200)),
    "juntos:tarea-reintentar": ("post", tabla(administracion=302)),
    "juntos:tarea-descartar": ("post", tabla(administracion=302)),
    "juntos:trabajador": ("get", tabla(todas=200) | {"anonima": 200}),
    "juntos:manifiesto": ("get", tabla(todas=200) | {"anonima": 200}),
    "juntos:lecturas": ("get", tabla(todas=403, supervisora=200, supervisora_ajena=200, sede=200)),
    "juntos:alerta-revisar": ("post", tabla(supervisora=422, sede=422)),
    "captacion:cargas": ("get", CARGAS),
    "captacion:carga": ("get", CARGAS),
    "captacion:carga-progreso": ("get", tabla(sede=302, administracion=302)),
    "captacion:carga-cancelar": ("post", tabla(sede=409, administracion=409)),
    "captacion:carga-reintentar": ("post", tabla(sede=409, administracion=409)),
    "captacion:carga-autorizar": ("post", tabla(sede=409, administracion=409)),
    "captacion:carga-descartar": ("post", tabla(sede=409, administracion=409)),
    "captacion:carga-releer": ("post", tabla(sede=409, administracion=409)),
    "captacion:carga-columnas": ("get", tabla(sede=409, administracion=409)),
    "captacion:carga-rechazadas": ("get", CARGAS),
    "captacion:carga-cambios": ("get", CARGAS),
    "captacion:carga-ausentes": ("get", CARGAS),
    "captacion:carga-ausentes-archivo": ("get", CARGAS),
    "captacion:cruces": ("get", tabla(todas=200)),
    "captacion:cruce": ("get", DEL_TERRITORIO),
    "captacion:cruce-umbrales": ("get", CARGAS),
    "captacion:cruce-confirmar": ("post", tabla(gestora=403, supervisora=302, sede=302)),
    "captacion:cruce-descartar": ("post", tabla(gestora=403, supervisora=302, sede=302)),
    "captacion:cruce-aplazar": ("post", tabla(supervisora=302, sede=302)),
    "captacion:cruce-deshacer": ("post", tabla(gestora=403, supervisora=409, sede=409)),
    "captacion:cruce-hogares": (
        "get",
        tabla(todas=403, supervisora=200, supervisora_ajena=200, sede=200),
    ),
    "captacion:cruce-hogares-archivo": (
        "get",
        tabla(todas=403, supervisora=200, supervisora_ajena=200, sede=200),
    ),
    "captacion:cruce-documentos": ("get", tabla(todas=403, sede=200)),
    "captacion:cruce-documento-levantar": ("post", tabla(sede=302)),
    "captacion:cruce-documento-reponer": ("post", tabla(sede=409)),
    "captacion:cruces-decisiones": ("get", DECIDEN),
    "captacion:cruces-lote": ("get", DECIDEN),
    "captacion:cruces-lote-confirmar": (
        "post",
        tabla(supervisora=409, supervisora_ajena=409, sede=409),
    ),
    "captacion:lote": ("get", tabla(supervisora=200)),
    "captacion:lote-deshacer": ("post", tabla(supervisora=302)),
    "api:eventos": ("post", API),
    "api:evento": ("get", API),
    "api:openapi": ("get", tabla(todas=200) | {"anonima": 200}),
    "afiliacion:cola": ("get", tabla(todas=200)),
    "afiliacion:cola-exportar": ("get", tabla(todas=200)),
    "afiliacion:filtro-guardar": ("post", tabla(todas=302)),
    "afiliacion:filtro-abrir": ("post", tabla(gestora=302)),
    "afiliacion:filtro-retirar": ("post", tabla(gestora=302)),
    "afiliacion:filtro-restaurar": ("post", tabla(gestora=302)),
    "afiliacion:reasignar": ("post", REPARTEN),
    "afiliacion:reasignacion": ("get", tabla(supervisora=200)),
    "afiliacion:reasignacion-deshacer": ("post", tabla(supervisora=409)),
    "afiliacion:bandeja": ("get", tabla(todas=403, supervisora=200, supervisora_ajena=200)),
    "afiliacion:equipo": ("get", tabla(todas=403, supervisora=200, supervisora_ajena=200)),
    "afiliacion:equipo-mover": ("post", REPARTEN),
    "afiliacion:ausencia-registrar": (
        "post",
        tabla(todas=403, supervisora=422, supervisora_ajena=422),
    ),
    "afiliacion:ausencia-quitar": ("post", tabla(supervisora=302)),
    "afiliacion:salida": ("get", tabla(todas=403, supervisora=200, supervisora_ajena=404)),
    "afiliacion:salida-deshacer": ("post", tabla(supervisora=409)),
    "afiliacion:buscar": ("get", tabla(todas=200)),
    "afiliacion:ruta": ("get", DE_CAMPO),
    "afiliacion:ruta-agregar": ("post", {r: 302 if c == 200 else c for r, c in DE_CAMPO.items()}),
    "afiliacion:ruta-quitar": ("post", {r: 302 if c == 200 else c for r, c in DE_CAMPO.items()}),
    "afiliacion:ruta-hoja": ("get", DE_CAMPO),
    # The same empty page for everybody: what it shows is on the phone.
    "afiliacion:ruta-campo": ("get", tabla(todas=200) | {"anonima": 200}),
    "afiliacion:ruta-datos": ("get", DE_TELEFONO),
    "afiliacion:ruta-sesion": ("get", DE_TELEFONO),
    "afiliacion:ruta-sincronizar": (
        "post",
        {r: 400 if c == 200 else c for r, c in DE_TELEFONO.items()},
    ),
    "afiliacion:ruta-adjunto": (
        "put",
        {r: 415 if c == 200 else c for r, c in DE_TELEFONO.items()},
    ),
    "afiliacion:ruta-cuarentena": ("post", tabla(todas=202) | {"anonima": 202}),
    "afiliacion:campo-observados": (
        "get",
        tabla(todas=403, supervisora=200, supervisora_ajena=200),
    ),
    "afiliacion:campo-revisar": ("post", tabla(gestora=403, supervisora=302, sede=403)),
    "afiliacion:campo-aplicar": ("post", tabla(gestora=403, supervisora=409, sede=403)),
    "afiliacion:campo-descartar": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:dispositivos": ("get", DE_CAMPO),
    "afiliacion:dispositivo-revocar": ("post", tabla(gestora=403, supervisora=302)),
    "afiliacion:adjunto": ("get", DEL_TERRITORIO),
    "afiliacion:contacto": ("get", DEL_TERRITORIO),
    "afiliacion:contacto-tomar": ("post", tabla(**CAMPO)),
    "afiliacion:contacto-soltar": ("post", tabla(**CAMPO)),
    "afiliacion:contacto-asignar": ("post", tabla(gestora=403, supervisora=422, sede=403)),
    "afiliacion:contacto-mudar": ("get", tabla(gestora=403, supervisora=403, sede=409)),
    "afiliacion:visita-registrar": ("get", tabla(gestora=200, supervisora=200, sede=403)),
    "afiliacion:solicitud-abrir": ("post", tabla(**CAMPO)),
    "afiliacion:contacto-reabrir": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:hogar": ("get", DEL_TERRITORIO),
    "afiliacion:hogar-historia": ("get", DEL_TERRITORIO),
    "afiliacion:hogar-tarjeta": ("get", DEL_TERRITORIO),
    "afiliacion:corresponsabilidades": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:corresponsabilidades-aviso": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:cuidado": (
        "get",
        tabla(gestora=200, supervisora=200, sede=403, administracion=403),
    ),
    "afiliacion:cuidado-deshacer": ("post", tabla(**CAMPO)),
    "afiliacion:exoneraciones": (
        "get",
        tabla(todas=403, supervisora=200, supervisora_ajena=200, sede=200),
    ),
    "afiliacion:exoneracion-anular": ("post", tabla(supervisora=302, sede=302)),
    "afiliacion:exoneracion-reponer": ("post", tabla(supervisora=409, sede=409)),
    "afiliacion:salida-proponer": ("get", tabla(gestora=200, supervisora=200, sede=403)),
    "afiliacion:salidas-propuestas": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:propuesta-aceptar": ("post", tabla(gestora=403, supervisora=302, sede=403)),
    "afiliacion:propuesta-descartar": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:tablero": ("get", tabla(todas=200, administracion=403)),
    # Without what to list.
    "afiliacion:tablero-filas": ("get", tabla()),
    "afiliacion:tablero-parte": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:tablero-figura": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:tablero-grafico": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:liquidaciones": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:liquidacion": ("get", tabla(todas=200, administracion=404)),
    "afiliacion:liquidacion-calcular": ("post", tabla(todas=422, administracion=404)),
    "afiliacion:liquidacion-avanzar": ("post", tabla(todas=403, sede=409, administracion=404)),
    "afiliacion:liquidacion-resultados": ("post", tabla(todas=422, administracion=404)),
    # Its files exist once it was sent to the bank.
    "afiliacion:liquidacion-archivo": ("get", tabla()),
    "afiliacion:liquidacion-lineas": ("get", tabla(todas=200, administracion=404)),
    "afiliacion:liquidacion-linea": ("get", DEL_TERRITORIO),
    "afiliacion:solicitudes": ("get", tabla(todas=200)),
    "afiliacion:solicitudes-aprobar": ("post", tabla(todas=302)),
    "afiliacion:solicitud": ("get", DEL_TERRITORIO),
    "afiliacion:acuerdo-subir": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:solicitud-titular": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:solicitud-enviar": ("post", tabla(gestora=409, supervisora=409, sede=403)),
    "afiliacion:solicitud-aprobar": ("post", tabla(gestora=403, supervisora=302, sede=403)),
    "afiliacion:solicitud-observar": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:solicitud-rechazar": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:acuerdo": ("get", DEL_TERRITORIO),
    "afiliacion:alertas": ("get", tabla(todas=200)),
    "afiliacion:alerta-atender": ("post", tabla(gestora=403, supervisora=302, sede=403)),
    "afiliacion:alerta-reabrir": ("post", tabla(gestora=403, supervisora=409, sede=403)),
    "afiliacion:alerta-derivar": ("get", tabla(gestora=200, supervisora=200, sede=403)),
    "afiliacion:incidencia-resolver": ("post", tabla(gestora=403, supervisora=302, sede=403)),
    "afiliacion:derivaciones": ("get", tabla(todas=200)),
    "afiliacion:derivacion": ("get", DEL_TERRITORIO),
    "afiliacion:derivacion-hoja": ("get", DEL_TERRITORIO),
    "afiliacion:derivacion-seguir": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:articulacion": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:articulacion-distrito": ("get", DEL_TERRITORIO),
    "afiliacion:articulacion-municipalidad": ("get", DEL_TERRITORIO),
    "afiliacion:articulacion-establecimiento": ("get", DEL_TERRITORIO),
    "afiliacion:articulacion-cuidados": ("get", DEL_TERRITORIO),
    "afiliacion:entregas": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:entrega-recibo": ("get", DEL_TERRITORIO),
    "afiliacion:informes": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:informe": ("get", tabla(todas=200, administracion=404)),
    "afiliacion:informe-aprobar": ("post", tabla(todas=403, sede=409, administracion=404)),
    # Of a number of the country, only sede sees the rows.
    "afiliacion:informe-filas": ("get", tabla(sede=200)),
    "afiliacion:informe-archivo": ("get", tabla(todas=200, administracion=404)),
    "afiliacion:metas": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:meta-anular": (
        "post",
        tabla(gestora=403, supervisora=403, ajena=404, supervisora_ajena=404, sede=302),
    ),
    "afiliacion:datos": ("get", tabla(todas=403, sede=200)),
    "afiliacion:datos-archivo": ("get", tabla(todas=403, sede=200)),
    "afiliacion:resumen": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:resumen-correo": ("post", tabla(todas=302, administracion=403)),
    # No provider is chosen in the tests: no message leaves.
    "afiliacion:contacto-mensaje": ("post", tabla(gestora=403, supervisora=403, sede=403)),
}


def nombres(patrones, espacio="") -> set[str]:
    """Every named address of ours; Django's admin has its own walk below."""
    hallados = set()
    for patron in patrones:
        if isinstance(patron, URLResolver) and patron.namespace != "admin":
            hallados |= nombres(patron.url_patterns, patron.namespace or espacio)
        elif isinstance(patron, URLPattern):
            hallados.add(f"{espacio}:{patron.name}")
    return hallados


def test_todas_las_direcciones_estan_en_la_tabla():
    assert nombres(get_resolver().url_patterns) == set(ACCESOS)


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
    return {
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


# What follows the settlement in its addresses.
DEL_TABLERO = {
    "tablero-parte": ["dias"],
    "tablero-figura": ["tendencia"],
    "tablero-grafico": ["tendencia", "svg"],
}
DEL_DINERO = {
    "liquidacion-avanzar": ["revisar"],
    "liquidacion-archivo": ["txt"],
    "liquidacion-linea": ["pago"],
}


def direccion(nombre: str, mundo: dict) -> str:
    corto = nombre.split(":")[1]
    if nombre == "afiliacion:cola-exportar":
        return reverse(nombre, args=["csv"])
    if corto == "contacto-mensaje":
        return reverse(nombre, args=[mundo["contacto"], mundo["telefono"], "primer_contacto"])
    if corto.startswith("articulacion-"):
        de_un_establecimiento = ("articulacion-establecimiento", "articulacion-cuidados")
        codigo = ["99000001"] if corto in de_un_establecimiento else []
        return reverse(nombre, args=[mundo["distrito"], *codigo])
    if nombre in ("api:eventos", "api:evento"):
        return reverse(nombre, args=[Fuente.PGH, 1][: 1 + (corto == "evento")])
    if corto in DEL_DINERO:
        return reverse(
            nombre, args=[mundo["liquidacion"], *(mundo.get(a, a) for a in DEL_DINERO[corto])]
        )
    if corto == "ruta-adjunto":
        return reverse(nombre, args=[mundo["adjunto"]])
    if corto in ("cruce", "cruce-confirmar", "cruce-descartar", "cruce-aplazar", "cruce-deshacer"):
        return reverse(nombre, args=["vinculo", mundo["cruce"]])
    if corto == "informe-filas":
        return f"{reverse(nombre, args=[mundo['informe']])}?que=captados"
    if corto in DEL_TABLERO:
        return reverse(nombre, args=DEL_TABLERO[corto])
    if corto == "informe-archivo":
        return reverse(nombre, args=[mundo["informe"], "pdf"])
    if corto == "datos-archivo":
        return reverse(nombre, args=[mundo["trimestre"], "datos"])
    clave = {
        "cruce-hogares": "",
        "alerta-revisar": "alerta_de_lectura",
        "cruce-hogares-archivo": "",
        "cruce-documentos": "",
        "cruce-documento-levantar": "documento",
        "cruce-documento-reponer": "documento",
        "solicitud-abrir": "contacto",
        "acuerdo-subir": "solicitud",
        "cruce-umbrales": "ninguna",
        "campo-observados": "ninguna",
        "filtro-guardar": "",
        "equipo-mover": "",
        "ausencia-registrar": "",
        "salida": "gestora",
        "salida-proponer": "usuario",
        "cuidado-deshacer": "constancia",
    }.get(corto, corto.split("-")[0])
    return reverse(nombre, args=[mundo[clave]] if clave in mundo else [])


@pytest.mark.parametrize("rol", ROLES)
@pytest.mark.parametrize("nombre", sorted(ACCESOS))
def test_cada_direccion_responde_a_cada_rol_lo_que_dice_la_tabla(
    nombre, rol, mundo, client, request
):
    metodo, esperado = ACCESOS[nombre]
    if rol != "anonima":
        client.force_login(request.getfixturevalue(rol))

    respuesta = getattr(client, metodo)(direccion(nombre, mundo))
    if respuesta.streaming:
        respuesta.getvalue()
    respuesta.close()

    assert respuesta.status_code == esperado[rol]
    if rol == "anonima" and respuesta.status_code == ENTRADA:
        assert respuesta.url.startswith(reverse("juntos:entrar"))


@pytest.mark.parametrize("nombre", sorted(ACCESOS))
def test_el_metodo_equivocado_es_405(nombre, mundo, client, sede):
    metodo, _ = ACCESOS[nombre]
    if nombre != "juntos:entrar":  # who is in already is sent on, whatever the method
        client.force_login(sede)
    equivocado = client.put if metodo == "get" else client.get
    assert equivocado(direccion(nombre, mundo)).status_code == 405


@pytest.mark.parametrize("rol", [r for r in ROLES if r != "administracion"])
def test_la_administracion_de_django_es_solo_de_administracion(rol, client, request, db):
    if rol != "anonima":
        client.force_login(request.getfixturevalue(rol))
    assert client.get(reverse("admin:index")).status_code == 302


# --- Who looked at whom: what leaves its trace, and what need not


# Opened by the first of these to whom it shows something.
MIRAN = ("supervisora", "gestora", "sede")
# Every address that shows a household, or takes people away in a list or a file.
LEEN = {
    "captacion:carga": QueLectura.LISTA,
    "captacion:carga-rechazadas": QueLectura.ARCHIVO,
    "captacion:carga-cambios": QueLectura.ARCHIVO,
    "captacion:carga-ausentes-archivo": QueLectura.ARCHIVO,
    "captacion:cruces": QueLectura.CRUCE,
    "captacion:cruce": QueLectura.CRUCE,
    "captacion:cruce-hogares-archivo": QueLectura.ARCHIVO,
    "afiliacion:cola-exportar": QueLectura.ARCHIVO,
    "afiliacion:buscar": QueLectura.BUSQUEDA,
    "afiliacion:ruta-hoja": QueLectura.RUTA,
    "afiliacion:ruta-datos": QueLectura.RUTA,
    "afiliacion:adjunto": QueLectura.IMAGEN,
    "afiliacion:contacto": QueLectura.CONTACTO,
    "afiliacion:contacto-asignar": QueLectura.CONTACTO,
    "afiliacion:contacto-reabrir": QueLectura.CONTACTO,
    "afiliacion:visita-registrar": QueLectura.CONTACTO,
    "afiliacion:hogar": QueLectura.HOGAR,
    "afiliacion:hogar-historia": QueLectura.HOGAR,
    "afiliacion:hogar-tarjeta": QueLectura.HOGAR,
    "afiliacion:salida-proponer": QueLectura.HOGAR,
    "afiliacion:cuidado": QueLectura.CUIDADO,
    "afiliacion:liquidacion-linea": QueLectura.PAGO,
    "afiliacion:solicitud": QueLectura.SOLICITUD,
    "afiliacion:acuerdo-subir": QueLectura.SOLICITUD,
    "afiliacion:solicitud-titular": QueLectura.SOLICITUD,
    "afiliacion:solicitud-observar": QueLectura.SOLICITUD,
    "afiliacion:solicitud-rechazar": QueLectura.SOLICITUD,
    "afiliacion:acuerdo": QueLectura.IMAGEN,
    "afiliacion:alerta-derivar": QueLectura.CONTACTO,
    "afiliacion:derivacion": QueLectura.DERIVACION,
    "afiliacion:derivacion-seguir": QueLectura.DERIVACION,
    "afiliacion:derivacion-hoja": QueLectura.DERIVACION,
    "afiliacion:articulacion-municipalidad": QueLectura.LISTA,
    "afiliacion:articulacion-establecimiento": QueLectura.LISTA,
    "afiliacion:articulacion-cuidados": QueLectura.LISTA,
}
LISTA_DE_TRABAJO = "lista de trabajo por páginas: se anota cada hogar que de ella se abre"
CIFRAS = "cifras y nombres de lugares, de nadie en particular"
SIN_HUELLA = {
    "juntos:trabajador": "el programa del teléfono, sin datos",
    "juntos:manifiesto": "el nombre de la aplicación",
    "juntos:lecturas": "dice quién miró, por números; los hogares se abren aparte",
    "juntos:alerta-revisar": "dice quién miró, por números",
    "captacion:cargas": CIFRAS,
    "captacion:carga-ausentes": LISTA_DE_TRABAJO,
    "captacion:cruce-hogares": LISTA_DE_TRABAJO,
    "captacion:cruce-documentos": LISTA_DE_TRABAJO,
    "captacion:cruce-umbrales": CIFRAS,
    "captacion:cruces-decisiones": LISTA_DE_TRABAJO,
    "captacion:cruces-lote": LISTA_DE_TRABAJO,
    "captacion:lote": LISTA_DE_TRABAJO,
    "api:openapi": "describe la API",
    "afiliacion:cola": LISTA_DE_TRABAJO,
    "afiliacion:reasignacion": LISTA_DE_TRABAJO,
    "afiliacion:bandeja": CIFRAS,
    "afiliacion:equipo": CIFRAS,
    "afiliacion:ausencia-registrar": CIFRAS,
    "afiliacion:salida": CIFRAS,
    "afiliacion:ruta": LISTA_DE_TRABAJO,
    "afiliacion:ruta-campo": "página vacía: lo que muestra está en el teléfono",
    "afiliacion:ruta-sesion": "solo la sesión",
    "afiliacion:campo-observados": LISTA_DE_TRABAJO,
    "afiliacion:campo-descartar": LISTA_DE_TRABAJO,
    "afiliacion:dispositivos": "los teléfonos de su equipo",
    "afiliacion:corresponsabilidades": LISTA_DE_TRABAJO,
    "afiliacion:corresponsabilidades-aviso": CIFRAS,
    "afiliacion:exoneraciones": "resoluciones y lugares, de nadie en particular",
    "afiliacion:salidas-propuestas": LISTA_DE_TRABAJO,
    "afiliacion:propuesta-descartar": LISTA_DE_TRABAJO,
    "afiliacion:tablero": CIFRAS,
    "afiliacion:tablero-parte": CIFRAS,
    "afiliacion:tablero-figura": CIFRAS,
    "afiliacion:tablero-grafico": CIFRAS,
    "afiliacion:liquidaciones": CIFRAS,
    "afiliacion:liquidacion": CIFRAS,
    "afiliacion:liquidacion-calcular": CIFRAS,
    "afiliacion:liquidacion-resultados": CIFRAS,
    "afiliacion:liquidacion-lineas": LISTA_DE_TRABAJO,
    "afiliacion:solicitudes": LISTA_DE_TRABAJO,
    "afiliacion:alertas": LISTA_DE_TRABAJO,
    "afiliacion:derivaciones": LISTA_DE_TRABAJO,
    "afiliacion:articulacion": CIFRAS,
    "afiliacion:articulacion-distrito": CIFRAS,
    "afiliacion:entregas": "recibos: qué lista se entregó, no a quién nombra",
    "afiliacion:entrega-recibo": "recibo: qué lista se entregó, no a quién nombra",
    "afiliacion:informes": CIFRAS,
    "afiliacion:informe": CIFRAS,
    "afiliacion:informe-filas": LISTA_DE_TRABAJO,
    "afiliacion:informe-archivo": CIFRAS,
    "afiliacion:metas": CIFRAS,
    "afiliacion:datos": CIFRAS,
    "afiliacion:datos-archivo": CIFRAS,
    "afiliacion:resumen": CIFRAS,
}
# Shown in the matrix to nobody who looks: a test of its own proves what they leave.
APARTE = {
    "afiliacion:contacto-mudar": "test_lecturas: ubicar un hogar sin distrito",
    "afiliacion:liquidacion-archivo": "test_lecturas: el archivo del banco",
    "afiliacion:tablero-filas": LISTA_DE_TRABAJO,
    "captacion:carga-columnas": "una muestra de su archivo, a quien lo cargó",
    "captacion:carga-progreso": CIFRAS,
    "captacion:carga-releer": CIFRAS,
}


def quien_mira(nombre: str) -> str | None:
    _, esperado = ACCESOS[nombre]
    return next((rol for rol in MIRAN if esperado[rol] in (200, 422)), None)


MUESTRAN = sorted(nombre for nombre in ACCESOS if quien_mira(nombre))


def test_de_toda_direccion_se_sabe_si_deja_huella():
    """A new page is either told here as one that leaves its trace, or says why it need not."""
    assert set(MUESTRAN) == LEEN.keys() | SIN_HUELLA.keys()
    assert not LEEN.keys() & SIN_HUELLA.keys()
    por_get = {n for n, (metodo, _) in ACCESOS.items() if metodo == "get"}
    sin_pagina = {"juntos:inicio", "juntos:entrar", "juntos:salud", "api:evento"}
    assert por_get - set(MUESTRAN) - sin_pagina <= APARTE.keys()


def test_lo_que_muestra_un_hogar_deja_su_huella(mundo, client, request):
    """Each address opened once, over the same world: what it left is what the tables above say."""
    usuarios = {rol: request.getfixturevalue(rol) for rol in MIRAN}
    dejan = {}
    for nombre in MUESTRAN:
        with transaction.atomic():
            quien = usuarios[quien_mira(nombre)]
            assert abrir(nombre, mundo, client, por=quien) in (200, 422), nombre
            assert set(Lectura.objects.values_list("leido_por", flat=True)) <= {quien.pk}, nombre
            dejan[nombre] = list(Lectura.objects.values_list("que", flat=True))
            transaction.set_rollback(True)
    assert dejan == {n: [LEEN[n]] if n in LEEN else [] for n in MUESTRAN}


def abrir(nombre: str, mundo: dict, client, *, por) -> int:
    client.force_login(por)
    camino, metodo = direccion(nombre, mundo), ACCESOS[nombre][0]
    if nombre == "afiliacion:buscar":
        camino = client.post(camino, {"texto": "QUISPE"}).url
    if nombre.startswith("afiliacion:ruta"):
        agregar_paradas([mundo["contacto"]], por=por)
    respuesta = getattr(client, metodo)(camino)
    if respuesta.streaming:
        respuesta.getvalue()
    return respuesta.status_code
