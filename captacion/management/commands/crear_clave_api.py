"""A key of the API for a source: `crear_clave_api FUENTE NOMBRE [--por-minuto N]`."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from captacion.acciones.claves import emitir_clave
from captacion.models import ClaveApi, FuenteDeEventos
from juntos.historia import en_nombre_de
from juntos.models import Usuario


class Command(BaseCommand):
    help = "Da una clave de la API a una fuente; la escribe una sola vez."

    def add_arguments(self, parser):
        parser.add_argument("fuente", metavar="FUENTE", help=", ".join(FuenteDeEventos.values))
        parser.add_argument("nombre", metavar="NOMBRE", help="quién la usa: institución y sistema")
        parser.add_argument("--por-minuto", type=int, help="llamadas que se le permiten")

    def handle(self, *, fuente, nombre, por_minuto, **opciones):
        limite = {} if por_minuto is None else {"por_minuto": por_minuto}
        clave = ClaveApi(fuente=fuente, nombre=nombre, **limite)
        try:
            clave.clean_fields(exclude=["prefijo", "huella", "creada_por"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        sistema = Usuario.objects.sistema()
        with en_nombre_de(sistema, vista="manage.py crear_clave_api"):
            self.stdout.write(emitir_clave(clave, por=sistema))
        self.stderr.write("Guárdela ahora: no se volverá a mostrar.")
