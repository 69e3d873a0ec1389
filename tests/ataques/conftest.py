"""Two territories whose people carry marks, everybody's session, and the forms of every page."""

import pytest
from django.test import Client

from afiliacion.models import Contacto
from captacion.models import Hogar, Miembro, Persona, RecienNacido
from tests.accesos.direcciones import direccion
from tests.accesos.mundo import Territorio, mundos
from tests.accesos.pedir import pedir
from tests.accesos.tabla import ACCESOS, ROLES
from tests.ataques import formularios
from tests.ataques.cambios import DeOtros
from tests.ataques.disparos import Blanco
from tests.captacion.eventos import clave

# Who reads each territory; what nobody else may be answered.
LEEN = {
    "propio": {"gestora", "supervisora", "sede"},
    "ajeno": {"ajena", "supervisora_ajena", "sede"},
}
LUGARES = {"propio": "PROPIAVECINA", "ajeno": "AJENAVECINA"}


def marcar(distrito, marca: str) -> None:
    """Everybody of a district, and where she lives, carries the mark."""
    hogares = Hogar.objects.filter(distrito=distrito)
    hogares.update(direccion=f"Jirón {marca}")
    Contacto.objects.filter(hogar__in=hogares).update(referencia=marca)
    miembros = Miembro.objects.filter(hogar__in=hogares).values("persona")
    nacidos = RecienNacido.objects.filter(madre__in=miembros).values("persona")
    de_ahi = Persona.objects.filter(pk__in=miembros) | Persona.objects.filter(pk__in=nacidos)
    de_ahi.update(ap_paterno=marca)


@pytest.fixture
def elenco(request) -> dict:
    return {rol: request.getfixturevalue(rol) for rol in ROLES[1:]}


@pytest.fixture
def territorios(elenco, settings, tmp_path) -> dict[str, dict]:
    """The ids of everything that has an address, here and in the other territory."""
    settings.MEDIA_ROOT = tmp_path
    suyos = [
        Territorio(elenco[g].asignaciones.get().distrito, elenco[g], elenco[s])
        for g, s in (("gestora", "supervisora"), ("ajena", "supervisora_ajena"))
    ]
    propio, ajeno = mundos(*suyos, sede=elenco["sede"])
    for territorio, lugar in zip(suyos, LUGARES.values(), strict=True):
        marcar(territorio.distrito, lugar)
    return {"propio": propio, "ajeno": ajeno}


@pytest.fixture
def otros(elenco, territorios) -> dict[str, DeOtros]:
    """What is of each territory, as it is before anybody does anything."""
    gestoras = {"propio": elenco["gestora"], "ajeno": elenco["ajena"]}
    return {
        lugar: DeOtros(gestora.asignaciones.get().distrito, territorios[lugar])
        for lugar, gestora in gestoras.items()
    }


@pytest.fixture
def formas(elenco, territorios) -> formularios.Campos:
    """What every page that somebody of the cast opens asks for."""
    client, paginas = Client(), []
    for rol in ("gestora", "supervisora", "sede"):
        for nombre, (metodo, esperado) in ACCESOS.items():
            if metodo == "get" and esperado[rol] == 200 and "salud" not in nombre:
                camino = direccion(nombre, territorios["propio"])
                respuesta = pedir(client, "get", camino, por=elenco[rol])
                if respuesta.get("Content-Type", "").startswith("text/html"):
                    paginas.append((camino, respuesta.content.decode()))
    return formularios.hallar(paginas)


@pytest.fixture
def blanco(elenco, territorios, formas, otros) -> Blanco:
    sesiones = {"anonima": Client().cookies}
    for rol, quien in elenco.items():
        client = Client()
        client.force_login(quien)
        sesiones[rol] = client.cookies
    _, token = clave("pgh")
    return Blanco(territorios, formas, sesiones, token, otros)
