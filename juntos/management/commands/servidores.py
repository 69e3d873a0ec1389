"""manage.py servidores iniciar|parar|estado: the embedded PostgreSQL and Valkey alone."""

from django.conf import settings
from django.core.management.base import BaseCommand

from juntos import servidores


class Command(BaseCommand):
    help = "Inicia, detiene o muestra los servidores embebidos (PostgreSQL y Valkey)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("orden", choices=["iniciar", "parar", "estado"])

    def handle(self, *, orden, **opciones):
        if not settings.EMBEBIDOS:
            self.stdout.write("DATABASE_URL y CELERY_BROKER_URL dan los servidores: nada embebido.")
            return
        if orden == "iniciar":
            servidores.iniciar(settings.JUNTOS_DATOS, settings.EMBEBIDOS)
        elif orden == "parar" and not servidores.parar(settings.JUNTOS_DATOS):
            self.stdout.write("Todavía los usa otro proceso: se detendrán cuando termine.")
        for nombre, responde in servidores.estado(
            settings.JUNTOS_DATOS, settings.EMBEBIDOS
        ).items():
            self.stdout.write(f"{nombre}: {'en marcha' if responde else 'detenido'}")
