"""What the tablero shows: which months, as known when, of whom."""

import calendar
import datetime as dt

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, QueryDict
from django.utils import timezone

from afiliacion.consultas.indicadores import NINGUNO, Ambito
from afiliacion.forms import CampoFecha
from captacion.models import Fuente, Lengua, NivelPobreza
from juntos.models import Distrito, Rol, UnidadTerritorial, Usuario

MESES = 12
POR = {
    "mes": "Mes",
    "unidad": "Unidad Territorial",
    "departamento": "Departamento",
    "provincia": "Provincia",
    "distrito": "Distrito",
    "centro_poblado": "Centro poblado",
    "establecimiento": "Establecimiento de salud",
    "gestora": "Gestora",
    "nivel": "Nivel de pobreza",
    "lengua": "Lengua",
    "fuente": "Fuente",
}
SIN_DATO, NADIE = NINGUNO


class CampoMes(forms.DateField):
    """A month, as its first day."""

    def __init__(self, **kwargs):
        super().__init__(
            input_formats=["%Y-%m"],
            widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
            error_messages={
                "invalid": "Escriba el mes con año y número, por ejemplo 2026-11.",
                "required": "Elija el mes.",
            },
            **kwargs,
        )


def _con_sin_dato(opciones) -> list[tuple[str, str]]:
    return [("", "Todos"), *opciones, (SIN_DATO, "Sin dato")]


class FormularioTablero(forms.Form):
    """Filters in the address. What is not in the form narrows further, from a row of the table."""

    desde = CampoMes(label="Desde")
    hasta = CampoMes(label="Hasta")
    corte = CampoFecha(label="Como se sabía el")
    unidad = forms.TypedChoiceField(
        label="Unidad Territorial", required=False, coerce=int, empty_value=None
    )
    nivel = forms.ChoiceField(
        label="Pobreza", required=False, choices=_con_sin_dato(NivelPobreza.choices)
    )
    lengua = forms.ChoiceField(
        label="Lengua de la madre", required=False, choices=_con_sin_dato(Lengua.choices)
    )
    fuente = forms.ChoiceField(
        label="Fuente",
        required=False,
        choices=[
            ("", "Todas"),
            *((f.value, f.label) for f in (Fuente.PADRON_NOMINAL, Fuente.SIS_GESTANTES)),
        ],
    )
    por = forms.ChoiceField(label="Tabla por", required=False, choices=POR.items())
    ubigeo = forms.RegexField(r"^(\d{2}|\d{4}|\d{6}|-)$", required=False)
    centro_poblado = forms.RegexField(r"^(\d{1,10}|-)$", required=False)
    establecimiento = forms.RegexField(r"^(\d{1,8}|-)$", required=False)
    gestora = forms.IntegerField(required=False)

    def __init__(self, datos: QueryDict, *, por: Usuario):
        self.usuario, hoy = por, timezone.localdate()
        inicial = {
            "desde": f"{_meses_antes(hoy, MESES - 1):%Y-%m}",
            "hasta": f"{hoy:%Y-%m}",
            "corte": f"{hoy}",
            "por": "unidad" if por.rol == Rol.SEDE else "distrito",
        }
        super().__init__(inicial | {clave: valor for clave, valor in datos.items() if valor})
        self.fields["unidad"].choices = [
            ("", "Todo el país"),
            *((u.pk, u.nombre) for u in UnidadTerritorial.objects.all()),
            (NADIE, "Sin Unidad Territorial"),
        ]
        if por.rol != Rol.SEDE:
            del self.fields["unidad"]

    def clean_hasta(self) -> dt.date:
        primero = self.cleaned_data["hasta"]
        return primero.replace(day=calendar.monthrange(primero.year, primero.month)[1])

    def clean_corte(self) -> dt.date:
        corte = self.cleaned_data["corte"]
        if corte > timezone.localdate():
            raise ValidationError("Ese día todavía no llega: elija hoy o uno anterior.")
        return corte

    def clean(self) -> dict:
        datos = super().clean()
        if "desde" in datos and "hasta" in datos and datos["hasta"] < datos["desde"]:
            self.add_error("hasta", "El período termina antes de empezar.")
        return datos

    def ambito(self) -> Ambito:
        datos = self.cleaned_data | territorio(self.usuario, pedida=self.data.get("unidad"))
        return Ambito(**{campo: valor for campo, valor in datos.items() if campo != "por"})


def territorio(usuario: Usuario, *, pedida: str | None) -> dict:
    """What narrows the figures to what this user may see. Another unit does not exist for her."""
    if usuario.rol == Rol.SEDE:
        return {}
    if usuario.rol not in (Rol.GESTORA, Rol.SUPERVISORA):
        raise PermissionDenied("El tablero es de quienes trabajan con los hogares y de la sede.")
    suya = usuario.unidad_territorial_id
    if pedida and pedida != str(suya):
        raise Http404
    if usuario.rol == Rol.SUPERVISORA:
        return {"unidad": suya or NADIE}
    visibles = Distrito.objects.visibles_para(usuario)
    return {"distritos": tuple(visibles.values_list("pk", flat=True))}


def _meses_antes(dia: dt.date, meses: int) -> dt.date:
    numero = dia.year * 12 + dia.month - 1 - meses
    return dt.date(numero // 12, numero % 12 + 1, 1)
