"""Who looked at whom: every address either leaves its trace or says why it need not."""

from django.db import transaction

from afiliacion.acciones.ruta import agregar_paradas
from juntos.models import Lectura, QueLectura
from tests.accesos.direcciones import direccion
from tests.accesos.tabla import ACCESOS

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
    "afiliacion:arco-pedido": QueLectura.DERECHOS,
    "afiliacion:arco-buscar": QueLectura.DERECHOS,
    "afiliacion:arco-datos": QueLectura.DERECHOS,
    "afiliacion:arco-proponer": QueLectura.DERECHOS,
    "afiliacion:arco-devolver": QueLectura.DERECHOS,
    "afiliacion:arco-constancia": QueLectura.ARCHIVO,
    "afiliacion:hogar": QueLectura.HOGAR,
    "afiliacion:hogar-cambios": QueLectura.HOGAR,
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
DE_LAS_CUENTAS = "las cuentas de quienes trabajan aquí, de ningún hogar"
LA_PROPIA = "la cuenta de quien mira"
SIN_HUELLA = {
    "account_inactive": LA_PROPIA,
    "account_reauthenticate": LA_PROPIA,
    "account_change_password": LA_PROPIA,
    "usersessions_list": LA_PROPIA,
    "mfa_index": LA_PROPIA,
    "mfa_list_webauthn": LA_PROPIA,
    "juntos:salud-viva": "si la web responde",
    "juntos:salud-lista": "si la base responde",
    "juntos:trabajador": "el programa del teléfono, sin datos",
    "juntos:manifiesto": "el nombre de la aplicación",
    "juntos:lecturas": "dice quién miró, por números; los hogares se abren aparte",
    "juntos:alerta-revisar": "dice quién miró, por números",
    "juntos:privilegios": DE_LAS_CUENTAS,
    "juntos:privilegios-archivo": DE_LAS_CUENTAS,
    "juntos:privilegios-firmar": DE_LAS_CUENTAS,
    "captacion:retencion": CIFRAS,
    "captacion:cargas": CIFRAS,
    "captacion:carga-ausentes": LISTA_DE_TRABAJO,
    "captacion:cruce-hogares": LISTA_DE_TRABAJO,
    "captacion:cruce-documentos": LISTA_DE_TRABAJO,
    "captacion:cruce-umbrales": CIFRAS,
    "captacion:cruces-decisiones": LISTA_DE_TRABAJO,
    "captacion:cruces-lote": LISTA_DE_TRABAJO,
    "captacion:lote": LISTA_DE_TRABAJO,
    "api:openapi": "describe la API",
    "afiliacion:aviso": "dice para qué son los datos, sin ninguno",
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
    "afiliacion:arco": LISTA_DE_TRABAJO,
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
    "juntos:tareas": "nombres de tareas y números, a administración",
    "juntos:invitaciones": "las cuentas de quienes trabajan aquí, a administración",
    "juntos:invitacion-nueva": "una cuenta por crear, a administración",
    "juntos:invitacion": "la cuenta de quien la abre",
    "captacion:salud-profunda": "si cada parte responde, a un monitor",
    "afiliacion:metricas": "cuentas, a un monitor",
    "afiliacion:contacto-mudar": "test_lecturas: ubicar un hogar sin distrito",
    "afiliacion:liquidacion-archivo": "test_lecturas: el archivo del banco",
    "afiliacion:arco-respuesta": "test_arco: la respuesta firmada",
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
    por_get = {n for n, (metodo, _) in ACCESOS.items() if metodo == "get" and ":" in n}
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
