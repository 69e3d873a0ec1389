"""The forms of the account: allauth's that say it our way, and the invitation's."""

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.forms import SetPasswordForm

from juntos.cuentas.privilegios import ANOMALIAS
from juntos.models import Rol, UnidadTerritorial, Usuario


class FormularioEntrar(LoginForm):
    """A name and a password, under the names by which every script of ours sends them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Usuario"
        self.fields["password"].label = "Contraseña"
        for campo in self.fields.values():
            campo.widget.attrs.pop("placeholder", None)

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix("username" if field_name == "login" else field_name)


class _ConNombre:
    """Its label is not in allauth's Spanish."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Nombre de la llave"


class FormularioAgregarLlave(_ConNombre, AddWebAuthnForm):
    pass


class FormularioEditarLlave(_ConNombre, EditWebAuthnForm):
    pass


class FormularioInvitacion(forms.ModelForm):
    """A new account: everything but its password."""

    rol = forms.ChoiceField(label="Rol", choices=[("", "Elija un rol"), *Rol.choices])

    class Meta:
        model = Usuario
        fields = [
            "first_name", "last_name", "email", "username", "rol", "unidad_territorial", "lenguas",
        ]  # fmt: skip
        labels = {
            "first_name": "Nombres",
            "last_name": "Apellidos",
            "email": "Correo institucional",
            "username": "Usuario",
        }
        help_texts = {
            "email": "Aquí le llega el enlace con el que crea su contraseña.",
            "username": "Con él entra: letras y puntos, como rosa.quispe. Nunca su DNI.",
            "unidad_territorial": "Para gestoras y supervisoras: lo que verán.",
            "lenguas": "Además del castellano.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nombre in ("first_name", "last_name", "email"):
            self.fields[nombre].required = True
        self.fields["username"].widget.attrs.pop("autofocus", None)
        for campo in self.fields.values():
            campo.widget.attrs["autocomplete"] = "off"

    def clean_username(self) -> str:
        """A document never enters a log or a page of somebody else's."""
        usuario = self.cleaned_data["username"]
        if sum(letra.isdigit() for letra in usuario) >= 8:
            raise forms.ValidationError("El usuario no puede ser un documento: use letras.")
        return usuario

    def clean_email(self) -> str:
        correo = self.cleaned_data["email"]
        if Usuario.objects.filter(email__iexact=correo, is_active=True).exists():
            raise forms.ValidationError("Otra cuenta abierta tiene este correo.")
        return correo

    def clean(self):
        datos = super().clean()
        territorial = datos.get("rol") in (Rol.GESTORA, Rol.SUPERVISORA)
        if territorial and not datos.get("unidad_territorial"):
            self.add_error("unidad_territorial", "Elija la Unidad Territorial de este rol.")
        elif not territorial:
            datos["unidad_territorial"] = None
        return datos


class FormularioClave(SetPasswordForm):
    """Her own password, twice."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Contraseña"
        self.fields["new_password2"].label = "La misma contraseña otra vez"
        self.fields["new_password2"].help_text = ""


class FormularioPrivilegios(forms.Form):
    """Which rows; what is not understood chooses nothing."""

    rol = forms.ChoiceField(choices=[("", "Todos"), *Rol.choices], required=False)
    unidad = forms.ModelChoiceField(
        UnidadTerritorial.objects.all(),
        label="Unidad Territorial",
        required=False,
        empty_label="Todas",
    )
    anomalia = forms.ChoiceField(
        label="Qué llama la atención",
        choices=[("", "Todo"), ("alguna", "Cualquier anomalía"), *ANOMALIAS.items()],
        required=False,
    )

    def __init__(self, datos):
        super().__init__(datos, label_suffix="")

    def elegir(self, filas: list) -> list:
        self.is_valid()
        rol, unidad, anomalia = (self.cleaned_data.get(c) for c in ("rol", "unidad", "anomalia"))
        if rol:
            filas = [f for f in filas if f.usuario.rol == rol]
        if unidad:
            filas = [f for f in filas if f.usuario.unidad_territorial_id == unidad.pk]
        if anomalia:
            filas = [
                f
                for f in filas
                if (f.anomalias if anomalia == "alguna" else anomalia in f.anomalias)
            ]
        return filas

    @property
    def en_palabras(self) -> str:
        """The filters that are on, as the downloaded file says them."""
        dichos = [f"{campo.label}: {campo.value()}" for campo in self if campo.value()]
        return "; ".join(dichos) or "ninguno"


class FormularioFirma(forms.Form):
    huella = forms.CharField(widget=forms.HiddenInput)
    nota = forms.CharField(
        max_length=250,
        required=False,
        help_text="Qué se corrigió o qué queda por corregir. Sin nombres ni documentos.",
    )
