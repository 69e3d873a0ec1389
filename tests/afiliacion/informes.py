"""A month with births, and its report, as tests need them."""

import datetime as dt

from afiliacion.acciones import hechos, informes, metas
from captacion.models import Captacion
from juntos.models import Rol
from tests import fabricas

MARZO = "2026-03"
# The day on which the report of March is prepared: its births are all 30 days old the day before.
PREPARADO = dt.date(2026, 5, 3)
CORTE = PREPARADO - dt.timedelta(days=1)


def nace(distrito, el: dt.date, *, a_los=2, usuario=True, **campos):
    """A birth registered at that many days of age, in a household of its own."""
    registro = fabricas.RecienNacidoFactory(persona__fecha_nacimiento=el)
    return fabricas.CaptacionFactory(
        **{
            "recien_nacido": registro,
            "hogar": fabricas.HogarFactory(distrito=distrito, es_usuario=usuario),
            "distrito": distrito,
            "registrada_el": el + dt.timedelta(days=a_los),
            "en_hogar_usuario": usuario,
        }
        | campos
    )


def corregir(captacion, **campos) -> None:
    Captacion.objects.filter(pk=captacion.pk).update(**campos)


def preparar(periodo=MARZO, *, por=None, hoy=PREPARADO):
    """As the day of its preparation left it: what the captures say now was known then."""
    hechos.actualizar_todos(hoy=hoy - dt.timedelta(days=1))
    return informes.preparar(periodo, por=por or fabricas.UsuarioFactory(rol=Rol.SEDE), hoy=hoy)


def publicar(periodo=MARZO, **campos):
    informe = preparar(periodo, **campos)
    return informes.aprobar(
        informe, huella=informe.huella, por=fabricas.UsuarioFactory(rol=Rol.SEDE)
    )


def publicado_y_borrador(distrito, *, por) -> dict[str, str]:
    """A published month that is no longer what is known, the draft of the next one, targets."""
    for valor, desde in ((70, dt.date(2026, 1, 1)), (87, dt.date(2026, 3, 1))):
        metas.fijar(
            indicador="captacion_30d", unidad=None, valor=valor, desde=desde, hasta=None, por=por
        )
    suyas = [nace(distrito, dt.date(2026, 3, dia), a_los=dia) for dia in (1, 10, 20, 31)]
    publicado = publicar()
    corregir(suyas[1], en_hogar_usuario=False)
    nace(distrito, dt.date(2026, 4, 30))
    hechos.actualizar_todos()
    borrador = preparar("2026-04")
    return {"publicado": publicado.periodo, "borrador_de_informe": borrador.periodo}
