from django.conf import settings
from django.db.backends.postgresql import base

from juntos import servidores


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        servidores.asegurar(
            settings.JUNTOS_DATOS, settings.EMBEBIDOS, duradero=settings.EMBEBIDOS_DURADEROS
        )
        return super().get_new_connection(conn_params)
