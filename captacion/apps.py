from django.apps import AppConfig


class CaptacionConfig(AppConfig):
    name = "captacion"
    verbose_name = "Captación"
