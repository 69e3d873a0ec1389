"""Other people's ids and columns nobody asked for, in every field of every form."""

import re

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.accesos.direcciones import direccion
from tests.accesos.tabla import ACCESOS
from tests.afiliacion import campo as de_campo
from tests.ataques.cambios import SIN_EVENTO, Vigia
from tests.fallas.huella import diferencias, huella

pytestmark = pytest.mark.django_db
IDS = ("contacto", "gestora", "hogar")
# Pages that take their own form.
CON_FORMULARIO = {
    "afiliacion:visita-registrar", "afiliacion:cuidado", "afiliacion:salida-proponer",
    "juntos:lecturas",
    "afiliacion:exoneraciones", "afiliacion:metas", "afiliacion:contacto-mudar",
    "afiliacion:salida", "afiliacion:alerta-derivar", "afiliacion:articulacion-municipalidad",
}  # fmt: skip
ENVIAN = sorted({n for n, (metodo, _) in ACCESOS.items() if metodo == "post"} | CON_FORMULARIO)
DE_MAS = {
    "id": "1", "pk": "1", "estado": "aprobada", "rol": "administracion", "is_superuser": "on",
    "is_staff": "on", "is_active": "", "password": "x", "preparada_por": "1", "aprobada_por": "1",
    "resuelta_por": "1", "registrada_por": "1", "por": "1", "usuario_id": "1", "hogar_id": "1",
    "distrito_id": "1", "contacto_id": "1", "unidad_territorial": "1", "es_usuario": "on",
    "en_tpi": "on", "total": "999999", "monto": "999999", "vence_el": "2099-01-01",
    "cerrado_en": "2020-01-01", "registrada_en": "2020-01-01", "asignado_a": "1", "carga": "1",
}  # fmt: skip


class Formulario:
    """Sends a form as somebody, tells what stayed of it, and undoes it."""

    def __init__(self, por):
        self.client, self.por, self.vigia = Client(), por, Vigia()

    def enviar(self, camino: str, datos: dict, mirar):
        with transaction.atomic():
            self.client.force_login(self.por)
            self.client.post(camino, datos)
            visto = mirar(self.vigia.cambiadas() - SIN_EVENTO.keys())
            transaction.set_rollback(True)
        self.vigia.cambiadas()
        return visto


def llenar(formas, nombre: str) -> dict:
    """A form of the address as its page showed it, the first choice of each field."""
    return {campo: max(vistos, key=len) for campo, vistos in formas.get(nombre, {}).items()}


def de_ids(datos: dict) -> list[str]:
    return [c for c, valor in datos.items() if re.fullmatch(r"\d+", valor)]


@pytest.mark.parametrize("rol", ["gestora", "supervisora"])
def test_un_id_ajeno_no_toca_lo_ajeno(elenco, territorios, formas, otros, rol):
    formulario, faltas = Formulario(elenco[rol]), set()
    propio, ajeno = territorios["propio"], territorios["ajeno"]
    for nombre in ENVIAN:
        datos = llenar(formas, nombre)
        intentos = [(direccion(nombre, ajeno), datos)]
        for campo in {*de_ids(datos), "contacto", "usuario", "para"}:
            intentos += [(direccion(nombre, propio), datos | {campo: ajeno[i]}) for i in IDS]
        for camino, enviados in intentos:
            tocadas = formulario.enviar(camino, enviados, otros["ajeno"].cambiaron)
            faltas |= {(nombre, camino, str(enviados)[:200], tabla) for tabla in tocadas}
    assert not faltas, "\n".join(map(str, faltas))


def test_lo_que_manda_un_telefono_de_un_hogar_ajeno_no_lo_toca(elenco, territorios, otros):
    ajeno, vigia = territorios["ajeno"]["contacto"], Vigia()
    telefono = de_campo.Telefono(Client(), elenco["gestora"])
    respuesta = telefono.enviar(
        de_campo.visita(ajeno),
        de_campo.registro("telefono", ajeno, numero="987111222"),
        de_campo.registro("direccion", ajeno, direccion="Jr. Dos"),
        de_campo.registro("requisito", ajeno, codigo="MO", visto=True),
        de_campo.registro("alerta", ajeno, alerta="sin_dni"),
        de_campo.visita(
            territorios["propio"]["contacto"], telefono=territorios["ajeno"]["telefono"]
        ),
    )
    assert {r["estado"] for r in respuesta.json()["registros"]} == {"rechazado"}
    assert not otros["ajeno"].cambiaron(vigia.cambiadas())


def test_un_campo_que_nadie_pidio_no_cambia_nada(elenco, territorios, formas):
    """Each form with every column that a model of ours might take: the same rows as without."""
    formulario, faltas = Formulario(elenco["supervisora"]), {}
    with time_machine.travel(timezone.now(), tick=False):
        for nombre in ENVIAN:
            camino, datos = direccion(nombre, territorios["propio"]), llenar(formas, nombre)
            de_mas = {c: v for c, v in DE_MAS.items() if c not in datos}
            queda = formulario.enviar(camino, datos, _si_cambio)
            con_mas = formulario.enviar(camino, de_mas | datos, _si_cambio)
            if distintas := diferencias(queda, con_mas):
                faltas[nombre] = distintas
    assert not faltas, "\n".join(f"{n}: {d}" for n, d in faltas.items())


def _si_cambio(cambiadas: set[str]):
    """What the tables mean, if any is not as it was."""
    if not cambiadas:
        return {}
    with connection.cursor() as cursor:
        return {t: filas for t, filas in huella(cursor).items() if t not in SIN_EVENTO}
