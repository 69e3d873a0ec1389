"""Births and pregnancies that figures count, as the pipeline leaves them."""

import datetime as dt

from captacion.models import Captacion
from tests import fabricas
from tests.afiliacion import construir


def nace(distrito, el: dt.date, *, a_los: int, usuario=True, **campos):
    """A birth of a user household, registered at that many days of age."""
    registro = fabricas.RecienNacidoFactory(persona__fecha_nacimiento=el)
    return fabricas.CaptacionFactory(
        recien_nacido=registro,
        hogar=fabricas.HogarFactory(distrito=distrito, es_usuario=usuario),
        distrito=distrito,
        registrada_el=el + dt.timedelta(days=a_los),
        en_hogar_usuario=usuario,
        **campos,
    )


def gestante(distrito, fur: dt.date, *, a_los: int):
    hogar = fabricas.HogarFactory(distrito=distrito, es_usuario=True)
    hoy = fur + dt.timedelta(days=a_los)
    return construir.gestante(hogar, dias=a_los, hoy=hoy)


def corregir(captacion, **campos) -> None:
    Captacion.objects.filter(pk=captacion.pk).update(**campos)
