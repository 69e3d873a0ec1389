"""Ages, dates, deadlines and money as people in Peru say them."""

import datetime as dt
from decimal import Decimal

from django import template
from django.contrib import admin
from django.http import QueryDict
from django.utils import timezone

from juntos import mascara, que_cambio
from juntos.models import Rol

register = template.Library()

DIAS_PRONTO = 7


def _fecha(valor) -> dt.date:
    """The Lima date of a date or an instant."""
    if isinstance(valor, dt.datetime):
        return timezone.localtime(valor).date() if timezone.is_aware(valor) else valor.date()
    return valor


def _dias_hasta(valor) -> int:
    """Days from today to a date; a number is already that."""
    if isinstance(valor, int):
        return valor
    return (_fecha(valor) - timezone.localdate()).days


def _cuenta(n: int, singular: str, plural: str) -> str:
    return f"{n} {singular if n == 1 else plural}"


def _meses(desde: dt.date, hasta: dt.date) -> int:
    """Whole months by the calendar."""
    meses = (hasta.year - desde.year) * 12 + hasta.month - desde.month
    return meses - (hasta.day < desde.day)


@register.filter
def edad(valor) -> str:
    """Age of who was born on a date, or so many days ago: "12 días", "4 meses", "3 años"."""
    if valor is None or valor == "":
        return ""
    hoy = timezone.localdate()
    nacio = hoy - dt.timedelta(days=valor) if isinstance(valor, int) else _fecha(valor)
    dias, meses = (hoy - nacio).days, _meses(nacio, hoy)
    if dias <= 0:
        return "menos de un día"
    if meses < 2:
        return _cuenta(dias, "día", "días")
    if meses < 24:
        return _cuenta(meses, "mes", "meses")
    return _cuenta(meses // 12, "año", "años")


@register.filter
def semanas(valor) -> str:
    """Weeks of pregnancy, from days or from the FUR: "9 semanas y 3 días"."""
    if valor is None or valor == "":
        return ""
    dias = valor if isinstance(valor, int) else -_dias_hasta(valor)
    enteras, resto = divmod(max(dias, 0), 7)
    partes = [_cuenta(enteras, "semana", "semanas")] if enteras else []
    if resto or not enteras:
        partes.append(_cuenta(resto, "día", "días"))
    return " y ".join(partes)


@register.filter
def hace(valor) -> str:
    """How far a date is from today: "hoy", "hace 3 días", "en 2 días"."""
    if valor is None or valor == "":
        return ""
    dias = -_dias_hasta(_fecha(valor))
    if dias in (0, 1, -1):
        return {0: "hoy", 1: "ayer", -1: "mañana"}[dias]
    if dias < 0:
        return f"en {-dias} días"
    meses = _meses(_fecha(valor), timezone.localdate())
    if meses < 2:
        return f"hace {dias} días"
    if meses < 24:
        return f"hace {meses} meses"
    return f"hace {meses // 12} años"


@register.filter
def soles(valor) -> str:
    """Money as Peru writes it: "S/ 1,200.00"."""
    if valor is None or valor == "":
        return ""
    return f"S/ {Decimal(valor):,.2f}"


@register.filter
def plazo(valor) -> str:
    """A deadline in words, from its date or from the days left."""
    if valor is None or valor == "":
        return ""
    dias = _dias_hasta(valor)
    if dias in (0, 1, -1):
        return {0: "Vence hoy", 1: "Vence mañana", -1: "Venció ayer"}[dias]
    return f"Vence en {dias} días" if dias > 0 else f"Venció hace {-dias} días"


@register.filter
def plazo_clase(valor) -> str:
    """The chip of a deadline: past, near (a week), or with time left."""
    if valor is None or valor == "":
        return "chip-neutro"
    dias = _dias_hasta(valor)
    if dias < 0:
        return "chip-vencido"
    return "chip-pronto" if dias <= DIAS_PRONTO else "chip-bien"


@register.filter
def miles(valor) -> str:
    """A count as Peru writes it: 12,345."""
    return "" if valor is None or valor == "" else f"{int(valor):,}"


@register.filter
def en_dias(valor) -> str:
    """So many days, half a day told: 1 día, 9 días, 2.5 días."""
    if valor is None or valor == "":
        return "sin casos"
    return f"{valor:g}\u00a0{'día' if valor == 1 else 'días'}"


@register.filter
def porcentaje(valor) -> str:
    """A share as Peru writes it, one decimal: 87.1 %; without cases there is none."""
    return "sin casos" if valor is None or valor == "" else f"{100 * valor:.1f}\u00a0%"


@register.filter
def dias_desde(valor) -> int:
    """Whole days gone since a date."""
    return -_dias_hasta(_fecha(valor))


@register.filter
def telefono(numero: str) -> str:
    """A mobile as people read it out: 987 654 321."""
    return " ".join(filter(None, (numero[:3], numero[3:6], numero[6:])))


@register.filter
def trabaja_hogares(usuario) -> bool:
    """Who visits and takes households: managers and their supervisors."""
    return usuario.rol in (Rol.GESTORA, Rol.SUPERVISORA)


@register.filter
def ve_hogares(usuario) -> bool:
    """Who has households to look for: everyone but administración."""
    return usuario.rol != Rol.ADMINISTRACION


@register.filter
def ve_lecturas(usuario) -> bool:
    """Who may ask who looked at whom."""
    return usuario.rol in (Rol.SUPERVISORA, Rol.SEDE)


@register.simple_tag(takes_context=True)
def con_parametro(context, clave: str, valor) -> str:
    """The query of this page with one parameter changed (empty: removed)."""
    consulta: QueryDict = context["request"].GET.copy()
    consulta.pop(clave, None)
    if valor not in (None, ""):
        consulta[clave] = valor
    return f"?{consulta.urlencode()}"


@register.simple_tag(takes_context=True)
def que_cambio_en(context, objeto) -> list[que_cambio.Linea] | None:
    """The last changes of a row, for who may change it; of the others the admin says no value."""
    modelo = type(objeto)
    if not admin.site.get_model_admin(modelo).has_change_permission(context["request"], objeto):
        return None
    elegidos = que_cambio.cambios({modelo: [objeto.pk]})[:100]
    return que_cambio.lineas(elegidos, mascara=mascara.de(context["request"].user))
