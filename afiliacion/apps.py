from django.apps import AppConfig


class AfiliacionConfig(AppConfig):
    name = "afiliacion"
    verbose_name = "Afiliación"
