"""What is typed of a request over one's own data, by who takes it and by who answers it."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from afiliacion.acciones.cancelacion import contar
from afiliacion.forms import CampoFecha
from afiliacion.models import Canal, Derecho, EnNombre, PedidoArco
from captacion.models import CampoRectificable, Lengua, Sexo, TipoRestriccion
from juntos.models import Rol, UnidadTerritorial, Usuario

LARGO = {"ap_paterno": 60, "ap_materno": 60, "nombres": 80}
OPCIONES = {"sexo": Sexo.choices, "lengua": Lengua.choices}
OBLIGATORIOS = ("ap_paterno", "nombres")


class FormularioPedido(forms.Form):
    derecho = forms.ChoiceField(
        label="Qué pide",
        choices=Derecho.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Elija qué pide."},
    )
    solicitante = forms.CharField(
        label="Quién pide",
        max_length=160,
        error_messages={"required": "Escriba el nombre de quien pide."},
    )
    solicitante_documento = forms.CharField(
        label="Su documento",
        max_length=24,
        help_text="Tipo y número, como DNI 99000001.",
        error_messages={"required": "Escriba el documento de quien pide."},
    )
    documento_visto = forms.BooleanField(
        label="Vi el documento",
        error_messages={"required": "Sin ver su documento no se registra: puede ser otra persona."},
    )
    en_nombre = forms.ChoiceField(label="En nombre de quién", choices=EnNombre.choices)
    acreditacion = forms.CharField(
        label="Con qué lo acredita",
        max_length=160,
        required=False,
        help_text="Si no pide por sí misma: DNI de la niña o el niño, partida, poder.",
    )
    pedido = forms.CharField(
        label="Lo que pide, con sus palabras",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Escriba lo que pide."},
    )
    canal = forms.ChoiceField(label="Cómo llegó", choices=Canal.choices)
    recibido_el = CampoFecha(label="Qué día llegó", initial=timezone.localdate)
    unidad = forms.ModelChoiceField(
        UnidadTerritorial.objects.all(),
        label="Quién lo atiende",
        required=False,
        empty_label="La sede central",
    )

    def __init__(self, *args, por: Usuario, **kwargs):
        super().__init__(*args, **kwargs)
        if por.rol != Rol.SEDE:
            del self.fields["unidad"]

    def clean_recibido_el(self):
        dia = self.cleaned_data["recibido_el"]
        if dia > timezone.localdate():
            raise forms.ValidationError("No puede haber llegado después de hoy.")
        return dia

    def clean(self) -> dict:
        datos = super().clean()
        if datos.get("en_nombre") not in (None, EnNombre.PROPIO) and not datos.get("acreditacion"):
            self.add_error("acreditacion", "Escriba con qué acredita que pide por otra persona.")
        return datos


class FormularioBuscarPersona(forms.Form):
    texto = forms.CharField(
        label="Nombre o documento de la persona cuyos datos son",
        max_length=80,
        error_messages={"required": "Escriba el nombre o el documento."},
    )


class FormularioPropuesta(forms.Form):
    """What to do, by the right that is used; and why, which goes to the answer."""

    deniega = forms.BooleanField(label="Proponer que se deniegue", required=False)
    fundamento = forms.CharField(
        label="Fundamento",
        help_text="Va en la respuesta: escríbalo para la persona que pide.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Escriba el fundamento: va en la respuesta."},
    )

    def __init__(self, *args, pedido: PedidoArco, **kwargs):
        super().__init__(*args, **kwargs)
        self.pedido = pedido
        if pedido.persona is None:
            return
        match pedido.derecho:
            case Derecho.RECTIFICACION:
                self._correcciones()
            case Derecho.CANCELACION:
                self._elegir("Qué se retira", _retirables(pedido.persona))
            case Derecho.OPOSICION:
                self._elegir("Qué deja de hacerse con sus datos", TipoRestriccion.choices)
        self.order_fields(["elegidos", *CampoRectificable.values, "deniega", "fundamento"])

    def _correcciones(self) -> None:
        for campo, nombre in CampoRectificable.choices:
            valor = getattr(self.pedido.persona, campo)
            if campo in OPCIONES:
                self.fields[campo] = forms.ChoiceField(
                    label=nombre,
                    choices=[("", "No se sabe"), *OPCIONES[campo]],
                    initial=valor,
                    required=False,
                )
            else:
                self.fields[campo] = forms.CharField(
                    label=nombre,
                    max_length=LARGO[campo],
                    initial=valor,
                    required=campo in OBLIGATORIOS,
                )

    def _elegir(self, rotulo: str, opciones) -> None:
        self.fields["elegidos"] = forms.MultipleChoiceField(
            label=rotulo, choices=opciones, widget=forms.CheckboxSelectMultiple, required=False
        )

    @property
    def correcciones(self) -> dict[str, str]:
        """Field → what it is to say, of those that change."""
        return {
            campo: self.cleaned_data[campo].strip().upper()
            for campo in CampoRectificable.values
            if campo in self.fields
            and self.cleaned_data[campo].strip().upper() != getattr(self.pedido.persona, campo)
        }

    def clean(self) -> dict:
        datos = super().clean()
        if self.errors or datos["deniega"] or self.pedido.derecho == Derecho.ACCESO:
            return datos
        if self.pedido.persona is None:
            raise forms.ValidationError("Busque primero a la persona, o proponga denegar.")
        if not self.correcciones and not datos.get("elegidos"):
            raise forms.ValidationError("No cambia nada: elija qué se hace, o proponga denegar.")
        return datos


class FormularioDevolver(forms.Form):
    motivo = forms.CharField(
        label="Qué le falta",
        max_length=200,
        help_text="Sin nombres ni documentos: queda en la bitácora.",
        error_messages={"required": "Escriba qué le falta."},
    )


def _retirables(persona) -> list[tuple[str, str]]:
    return [(clase.codigo, f"{clase.nombre} ({n})") for clase, n in contar(persona) if n]
