"""Every URL × every role × own and other territory. A new URL not in the table fails here."""

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.accesos.direcciones import direccion
from tests.accesos.estados import DATOS, ESTADOS
from tests.accesos.pedir import pedir
from tests.accesos.tabla import ACCESOS, ENTRADA, ROLES


def nombres(patrones, espacio="") -> set[str]:
    """Every named address of ours; Django's admin has its own walk below."""
    hallados = set()
    for patron in patrones:
        if isinstance(patron, URLResolver) and patron.namespace != "admin":
            hallados |= nombres(patron.url_patterns, patron.namespace or espacio)
        elif isinstance(patron, URLPattern):
            hallados.add(f"{espacio}:{patron.name}".removeprefix(":"))
    return hallados


def test_todas_las_direcciones_estan_en_la_tabla():
    assert nombres(get_resolver().url_patterns) == set(ACCESOS)


@pytest.mark.parametrize("rol", ROLES)
def test_cada_direccion_responde_a_cada_rol_lo_que_dice_la_tabla(rol, mundo, client, request):
    quien = None if rol == "anonima" else request.getfixturevalue(rol)
    distintas = {}
    for nombre, (metodo, esperado) in ACCESOS.items():
        respuesta = pedir(client, metodo, direccion(nombre, mundo), por=quien)
        if respuesta.status_code != esperado[rol]:
            distintas[nombre] = f"{respuesta.status_code}, no {esperado[rol]}"
        elif not quien and esperado[rol] == ENTRADA:
            assert respuesta.url.startswith(reverse("juntos:entrar")), nombre
    assert not distintas, "\n".join(f"{n}: {c}" for n, c in distintas.items())


def test_cada_direccion_responde_segun_el_estado_de_lo_suyo(mundo, client, request):
    elenco = {rol: request.getfixturevalue(rol) for rol in ROLES[1:]}
    distintas = {}
    for cual, estado in ESTADOS.items():
        with transaction.atomic():
            estado.preparar(mundo, elenco)
            for nombre, esperado in estado.esperado().items():
                metodo, camino = ACCESOS[nombre][0], direccion(nombre, mundo)
                datos = DATOS if metodo == "post" else None
                for rol in ROLES:
                    respuesta = pedir(client, metodo, camino, por=elenco.get(rol), data=datos)
                    if respuesta.status_code != esperado[rol]:
                        distintas[cual, nombre, rol] = respuesta.status_code, esperado[rol]
            transaction.set_rollback(True)
    assert not distintas, "\n".join(f"{c}: {r}" for c, r in distintas.items())


def test_el_metodo_equivocado_es_405(mundo, client, sede):
    """Those of allauth, without a namespace, take a PUT for a POST."""
    responden = {}
    for nombre in (n for n in ACCESOS if ":" in n):
        # Who is in already is sent on from the way in, whatever the method.
        quien = None if nombre == "juntos:entrar" else sede
        equivocado = "put" if ACCESOS[nombre][0] == "get" else "get"
        respuesta = pedir(client, equivocado, direccion(nombre, mundo), por=quien)
        responden[nombre] = respuesta.status_code
    assert {n: c for n, c in responden.items() if c != 405} == {}


@pytest.mark.parametrize("rol", [r for r in ROLES if r != "administracion"])
def test_la_administracion_de_django_es_solo_de_administracion(rol, client, request, db):
    if rol != "anonima":
        client.force_login(request.getfixturevalue(rol))
    assert client.get(reverse("admin:index")).status_code == 302
