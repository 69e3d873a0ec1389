"""The table of doubtful pairs, as its tests use it."""

from django.test import Client
from django.urls import reverse

from captacion.consultas.pares_de_vinculo import pares_de

CRUCES = "/cruces/"
HTMX = {"HTTP_HX_REQUEST": "true"}
ACCIONES = ("confirmar", "descartar", "aplazar", "deshacer")


def entrar(usuario) -> Client:
    cliente = Client()
    cliente.force_login(usuario)
    return cliente


def decidir(vinculo, accion: str) -> str:
    return reverse(f"captacion:cruce-{accion}", args=["vinculo", vinculo.pk])


def ver(vinculo) -> str:
    return reverse("captacion:cruce", args=["vinculo", vinculo.pk])


def par_de(vinculo):
    return next(par for par in pares_de(vinculo.persona_id) if par.pk == vinculo.pk)


def cotejos_de(vinculo) -> dict:
    return {cotejo.dato: cotejo for cotejo in par_de(vinculo).cotejos}


def dice(trozos) -> str:
    return "".join(trozo.texto for trozo in trozos)
