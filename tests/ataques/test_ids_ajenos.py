"""Other people's ids in the address, in every field of every form and in what a phone sends."""

import re

import pytest
from django.db import transaction
from django.test import Client

from afiliacion.models import Visita
from tests.accesos.direcciones import direccion
from tests.accesos.tabla import ACCESOS
from tests.afiliacion import campo as de_campo
from tests.ataques.cambios import SIN_EVENTO, Vigia

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
            otros["ajeno"].volver()
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
    # The last one is of her own household: somebody else's phone is nobody's there.
    estados = [r["estado"] for r in respuesta.json()["registros"]]
    assert estados == ["rechazado"] * 5 + ["aplicado"]
    assert Visita.objects.latest("pk").telefono_id is None
    assert not otros["ajeno"].cambiaron(vigia.cambiadas())
