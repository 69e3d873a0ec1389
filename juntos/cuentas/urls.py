"""The addresses of allauth that we use, under names that people can read."""

from allauth.account import views as cuenta
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recuperacion
from allauth.mfa.totp import views as aplicacion
from allauth.mfa.webauthn import views as llaves
from allauth.usersessions import views as sesiones
from django.urls import path

from juntos import views
from juntos.cuentas import institucional

FACTOR = "cuenta/segundo-factor/"

urlpatterns = [
    path("entrar/", views.Entrar.as_view(), name="account_login"),
    path(
        "entrar/institucional/",
        institucional.entrar,
        {"provider_id": institucional.PROVEEDOR},
        name="openid_connect_login",
    ),
    path(
        "entrar/institucional/vuelta/",
        institucional.volver,
        {"provider_id": institucional.PROVEEDOR},
        name="openid_connect_callback",
    ),
    path("salir/", views.Salir.as_view(), name="account_logout"),
    path("cuenta/inactiva/", cuenta.account_inactive, name="account_inactive"),
    path("cuenta/confirmar/", cuenta.reauthenticate, name="account_reauthenticate"),
    path("cuenta/clave/", cuenta.password_change, name="account_change_password"),
    path("cuenta/sesiones/", sesiones.list_usersessions, name="usersessions_list"),
    path(FACTOR, factor.index, name="mfa_index"),
    path("entrar/segundo-factor/", factor.authenticate, name="mfa_authenticate"),
    path(f"{FACTOR}confirmar/", factor.reauthenticate, name="mfa_reauthenticate"),
    path(f"{FACTOR}aplicacion/", aplicacion.activate_totp, name="mfa_activate_totp"),
    path(f"{FACTOR}aplicacion/quitar/", aplicacion.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{FACTOR}codigos/", recuperacion.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        f"{FACTOR}codigos/nuevos/",
        recuperacion.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        f"{FACTOR}codigos/bajar/",
        recuperacion.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(f"{FACTOR}llaves/", llaves.list_webauthn, name="mfa_list_webauthn"),
    path(f"{FACTOR}llaves/agregar/", llaves.add_webauthn, name="mfa_add_webauthn"),
    path(
        f"{FACTOR}llaves/confirmar/",
        llaves.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(f"{FACTOR}llaves/<int:pk>/", llaves.edit_webauthn, name="mfa_edit_webauthn"),
    path(f"{FACTOR}llaves/<int:pk>/quitar/", llaves.remove_webauthn, name="mfa_remove_webauthn"),
]
