"""What of allauth is as we want it: nobody signs up, and everybody lands on her own page."""

from allauth.account.adapter import DefaultAccountAdapter


class Adaptador(DefaultAccountAdapter):
    """An account is made by the administration (/admin/), never by who comes."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": (
            "El usuario o la contraseña no coinciden. Revise mayúsculas y vuelva a escribir la"
            " contraseña."
        ),
        "too_many_login_attempts": (
            "Demasiados intentos con esta cuenta. Espere cinco minutos y pruebe de nuevo."
        ),
    }

    def is_open_for_signup(self, request) -> bool:
        return False
