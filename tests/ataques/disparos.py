"""One request drawn: an address, a role, a method, and what it carries; most of it hostile."""

import copy
import json
import random
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, encode_multipart
from django.urls import reverse

from tests.accesos.direcciones import direccion
from tests.accesos.tabla import ACCESOS, ROLES
from tests.afiliacion import campo as de_campo
from tests.ataques import valores
from tests.ataques.cambios import DeOtros
from tests.ataques.formularios import Campos
from tests.captacion.eventos import registro

# They wait a second for a worker that is not there.
LENTAS = {"juntos:salud", "captacion:salud-profunda"}
DE_TELEFONO = ("afiliacion:ruta-sincronizar", "afiliacion:ruta-cuarentena")
VARIOS = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Blanco:
    """What is shot at: the ids of each territory, the forms of every page, who is logged in."""

    territorios: dict[str, dict]
    formas: Campos
    sesiones: dict[str, SimpleCookie]
    token: str
    otros: dict[str, DeOtros]


@dataclass
class Disparo:
    rol: str
    nombre: str
    metodo: str
    camino: str
    consulta: str = ""
    cuerpo: bytes = b""
    tipo: str = VARIOS
    cabeceras: dict = field(default_factory=dict)

    def hacer(self, client: Client, blanco: Blanco) -> HttpResponse:
        client.cookies = copy.deepcopy(blanco.sesiones[self.rol])
        mas = {"QUERY_STRING": self.consulta}
        respuesta = client.generic(
            self.metodo, self.camino, self.cuerpo, self.tipo, headers=self.cabeceras, **mas
        )
        if respuesta.streaming:
            respuesta.leido = respuesta.getvalue()
        return respuesta

    def __str__(self) -> str:
        return (
            f"{self.rol} {self.metodo} {self.nombre} {self.camino[:200]!a}?{self.consulta[:300]!a} "
            f"{self.tipo[:60]!a} {self.cabeceras!a:.300} {self.cuerpo[:600]!a}"
        )


def sacar(azar: random.Random, blanco: Blanco) -> Disparo:
    nombre = azar.choice(NOMBRES)
    if nombre in LENTAS and azar.random() < 0.98:
        nombre = "afiliacion:cola"
    mundo = blanco.territorios[azar.choice(("propio", "propio", "ajeno"))]
    disparo = Disparo(
        rol="administracion" if es_admin(nombre) and azar.random() < 0.9 else azar.choice(ROLES),
        nombre=nombre,
        metodo=_metodo(azar, nombre),
        camino=_camino(azar, nombre, mundo),
        cabeceras=_cabeceras(azar, blanco),
    )
    campos = _campos(azar, nombre, blanco)
    if disparo.metodo in ("GET", "HEAD") or azar.random() < 0.15:
        disparo.consulta = _urlencode(campos)
    if disparo.metodo not in ("GET", "HEAD"):
        disparo.cuerpo, disparo.tipo = _cuerpo(azar, nombre, campos, mundo)
    return disparo


def es_admin(nombre: str) -> bool:
    return nombre.startswith("admin:")


def _de_la_administracion() -> list[str]:
    modelos = [m._meta for m in admin.site._registry]
    return [
        f"admin:{m.app_label}_{m.model_name}_{pagina}"
        for m in modelos
        for pagina in ("changelist", "add", "change", "history", "delete")
    ] + ["admin:juntos_distrito_importar", "admin:index", "admin:autocomplete"]


# Django's admin has four addresses a model, and pages that are slow to draw: a tenth of the shots.
NOMBRES = [*sorted(ACCESOS) * 20, *_de_la_administracion()]


def _metodo(azar: random.Random, nombre: str) -> str:
    usual = ACCESOS[nombre][0].upper() if nombre in ACCESOS else azar.choice(("GET", "POST"))
    return azar.choice([usual] * 6 + ["POST"] * 3 + ["GET"] + [azar.choice(valores.METODOS)])


def _camino(azar: random.Random, nombre: str, mundo: dict) -> str:
    if es_admin(nombre):
        con_objeto = nombre.endswith(("_change", "_history", "_delete"))
        camino = reverse(nombre, args=[azar.randint(1, 60)] if con_objeto else [])
    else:
        camino = direccion(nombre, mundo).split("?")[0]
    if azar.random() > 0.12:
        return camino
    partes = camino.split("/")
    lugar = azar.randrange(1, len(partes))
    otro = str(azar.choice(list(mundo.values())))
    partes[lugar] = azar.choice([*valores.TROZOS, otro, otro, otro])
    return quote("/".join(partes), safe="/%.:")


def _cabeceras(azar: random.Random, blanco: Blanco) -> dict:
    dichas = {}
    for nombre in azar.sample(list(valores.CABECERAS), azar.choice((0, 0, 1, 2))):
        dichas[nombre] = azar.choice(valores.CABECERAS[nombre])
    if azar.random() < 0.3:
        dichas["HX-Request"] = "true"
    if azar.random() < 0.05:
        dichas["Authorization"] = f"Bearer {blanco.token}"
    # As a WSGI server hands them over.
    return {c: v.encode().decode("latin-1") for c, v in dichas.items()}


def _campos(azar: random.Random, nombre: str, blanco: Blanco) -> list[tuple[str, str]]:
    """A form as its page shows it, with some fields changed, repeated, lost or not its own."""
    vistos = blanco.formas.get(nombre, {})
    campos = [(campo, azar.choice(sorted(vistos[campo]))) for campo in sorted(vistos)]
    if azar.random() < 0.15:
        return campos
    for _ in range(azar.randint(1, 4)):
        suerte = azar.random()
        valor = _valor(azar, blanco)
        if campos and suerte < 0.65:
            lugar = azar.randrange(len(campos))
            campos[lugar] = (campos[lugar][0], valor)
        elif campos and suerte < 0.75:
            campos.append((azar.choice(campos)[0], valor))
        elif campos and suerte < 0.8:
            campos.remove(azar.choice(campos))
        else:
            campo = azar.choice(valores.CAMPOS_DE_MODELO)
            campos.append((azar.choice((campo, f"{campo}[]", f"{campo}[0]")), valor))
    return campos


def _valor(azar: random.Random, blanco: Blanco) -> str:
    """Hostile, or the id of something that exists here or in the other territory."""
    if azar.random() < 0.3:
        return str(azar.choice(list(blanco.territorios[azar.choice(("propio", "ajeno"))].values())))
    return valores.texto(azar)


def _cuerpo(azar: random.Random, nombre: str, campos: list, mundo: dict) -> tuple[bytes, str]:
    if nombre in DE_TELEFONO and azar.random() < 0.8:
        return _json(azar, _envio(azar, mundo)), "application/json"
    if nombre == "api:eventos" and azar.random() < 0.8:
        return _json(azar, _alterar(azar, [registro("pgh")])), "application/json"
    if nombre == "afiliacion:ruta-adjunto" and azar.random() < 0.7:
        return de_campo.foto() + azar.randbytes(azar.choice((0, 9))), "image/jpeg"
    suerte = azar.random()
    if suerte < 0.6:
        return _urlencode(campos).encode(), VARIOS
    if suerte < 0.85:
        nombres = [c for c, _ in campos] or ["archivo"]
        archivo = SimpleUploadedFile("x", b"")
        archivo.name, contenido, archivo.content_type = azar.choice(valores.ARCHIVOS)
        archivo.file.write(contenido)
        archivo.seek(0)
        partes = {c: v.encode("utf-8", "replace").decode() for c, v in campos}
        para = azar.choice(("archivo", "archivos", "foto", "acuerdo", azar.choice(nombres)))
        cuerpo = encode_multipart(BOUNDARY, partes | {para: archivo})
        return cuerpo[: azar.choice((None, None, -20))], f"multipart/form-data; boundary={BOUNDARY}"
    if suerte < 0.92:
        return _json(azar, valores.json(azar)), "application/json"
    return azar.choice(valores.CUERPOS), azar.choice(valores.TIPOS)


def _urlencode(campos: list[tuple[str, str]]) -> str:
    return urlencode(campos, errors="surrogatepass")


def _json(azar: random.Random, dicho) -> bytes:
    cuerpo = json.dumps(dicho).encode()
    return cuerpo if azar.random() < 0.95 else cuerpo[: azar.randrange(len(cuerpo))]


def _envio(azar: random.Random, mundo: dict) -> dict:
    """A phone's sending, of a record of each kind, with something changed anywhere in it."""
    contacto = mundo["contacto"]
    registros = [
        de_campo.visita(contacto, "ausente"),
        de_campo.registro("telefono", contacto, numero="987111222"),
        de_campo.registro("direccion", contacto, direccion="Jr. Dos"),
        de_campo.registro("requisito", contacto, codigo="MO", visto=True),
        de_campo.registro("alerta", contacto, alerta="sin_dni"),
    ]
    sobre = {
        "version": 1,
        "dispositivo": "0190a0a0-0000-7000-8000-00000000000a",
        "reloj": registros[0]["hecho_en"],
        "registros": azar.sample(registros, 2),
    }
    return _alterar(azar, sobre)


def _alterar(azar: random.Random, dicho):
    """The same, with one value of it, however deep, changed for another one."""
    if azar.random() < 0.15:
        return dicho
    if isinstance(dicho, dict) and dicho and azar.random() < 0.9:
        clave = azar.choice(sorted(dicho))
        return dicho | {clave: _alterar(azar, dicho[clave])}
    if isinstance(dicho, list) and dicho and azar.random() < 0.9:
        lugar = azar.randrange(len(dicho))
        return [*dicho[:lugar], _alterar(azar, dicho[lugar]), *dicho[lugar + 1 :]]
    return valores.json(azar)
