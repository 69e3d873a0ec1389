"""The only door to a change of state."""

from django.db import transaction

from juntos.historia import por_que
from juntos.models import Evento


class TransicionInvalida(Exception):
    """The move is not a legal one, or somebody else moved the object first."""

    def __init__(self, objeto, de: str, a: str):
        self.objeto, self.de, self.a = objeto, de, a
        super().__init__(f"{objeto._meta.label} {objeto.pk}: {de} → {a}")


@transaction.atomic
def transitar(objeto, a, *, por, motivo="", **campos):
    """Move `objeto` to state `a` if it is still in the state we read.

    Raises TransicionInvalida when the move is not in TRANSICIONES or somebody else moved it first.
    A model that is its own dated record (`DEJA_EVENTO = False`, ADR 3) leaves no Evento and keeps
    `motivo` itself.
    """
    de, modelo = objeto.estado, type(objeto)
    if a not in modelo.TRANSICIONES[de]:
        raise TransicionInvalida(objeto, de, a)
    deja_evento = getattr(modelo, "DEJA_EVENTO", True)
    if not deja_evento:
        campos["motivo"] = motivo
    with por_que(motivo):
        movidos = modelo.objects.filter(pk=objeto.pk, estado=de).update(estado=a, **campos)
    if not movidos:
        raise TransicionInvalida(objeto, de, a)
    if deja_evento:
        Evento.registrar(objeto, de, a, por=por, motivo=motivo)
    objeto.refresh_from_db()
