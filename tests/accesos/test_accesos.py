"""Every URL × every role × own and other territory. A new URL not in the table fails here."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.accesos.direcciones import direccion
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


# Those of allauth, without a namespace, take a PUT for a POST.
@pytest.mark.parametrize("nombre", sorted(n for n in ACCESOS if ":" in n))
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
