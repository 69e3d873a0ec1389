from django.apps import AppConfig


class JuntosConfig(AppConfig):
    name = "juntos"
    verbose_name = "Personas, territorio y reglas"
