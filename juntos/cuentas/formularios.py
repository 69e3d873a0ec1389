"""The forms of the account that say it our way."""

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm


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
