"""The lists of the queue that each person keeps under a name."""

from django.core.exceptions import ValidationError
from django.db import transaction

from afiliacion.models import FiltroGuardado

FILTROS_POR_PERSONA = 12


@transaction.atomic
def guardar_filtro(
    *, nombre: str, consulta: str, predeterminado: bool = False, por
) -> FiltroGuardado:
    """Keep a list under a name; the same name again takes the new list."""
    if not consulta:
        raise ValidationError({"nombre": "Primero elija algún filtro: así se ve toda la cola."})
    vivos = FiltroGuardado.objects.select_for_update().filter(usuario=por, retirado=False)
    filtro = vivos.filter(nombre=nombre).first()
    if filtro is None and vivos.count() >= FILTROS_POR_PERSONA:
        raise ValidationError(
            {"nombre": f"Ya guarda {FILTROS_POR_PERSONA} filtros: borre alguno primero."}
        )
    filtro = filtro or FiltroGuardado(usuario=por, nombre=nombre)
    filtro.consulta = consulta
    filtro.save()
    return abrir_con(filtro, por=por) if predeterminado else filtro


@transaction.atomic
def abrir_con(filtro: FiltroGuardado, *, por) -> FiltroGuardado:
    """The queue opens with this list; if it already did, with all again."""
    suyos = FiltroGuardado.objects.select_for_update().filter(usuario=por)
    list(suyos)
    actual = suyos.get(pk=filtro.pk)
    suyos.filter(predeterminado=True).update(predeterminado=False)
    if not actual.predeterminado and not actual.retirado:
        suyos.filter(pk=actual.pk).update(predeterminado=True)
    actual.refresh_from_db()
    return actual


def retirar_filtro(filtro: FiltroGuardado, *, por) -> None:
    FiltroGuardado.objects.filter(pk=filtro.pk, usuario=por).update(
        retirado=True, predeterminado=False
    )


@transaction.atomic
def restaurar_filtro(filtro: FiltroGuardado, *, por) -> None:
    """Put back what was removed; if its name was taken meanwhile, the newer one stays."""
    vivos = FiltroGuardado.objects.select_for_update().filter(usuario=por, retirado=False)
    if vivos.filter(nombre=filtro.nombre).exclude(pk=filtro.pk).exists():
        raise ValidationError({"nombre": f"Ya tiene otro filtro llamado «{filtro.nombre}»."})
    FiltroGuardado.objects.filter(pk=filtro.pk, usuario=por).update(retirado=False)
