"""The address of each name of the table, in a world."""

from django.urls import reverse

from captacion.models import Fuente

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
    corto = nombre.split(":")[-1]
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
    if nombre.startswith("openid_connect_"):
        return reverse(nombre, kwargs={"provider_id": "institucional"})
    if nombre == "juntos:invitacion":
        return reverse(nombre, args=[mundo["testigo"]])
    if corto == "arco-levantar":
        return reverse(nombre, args=[mundo["arco"], mundo["restriccion"]])
    clave = {
        "invitacion-nueva": "",
        "arco": "",
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
        "mfa_edit_webauthn": "usuario",
        "mfa_remove_webauthn": "usuario",
    }.get(corto, corto.split("-")[0])
    return reverse(nombre, args=[mundo[clave]] if clave in mundo else [])
