from django.apps import AppConfig


class JuntosConfig(AppConfig):
    name = "juntos"
    verbose_name = "Personas, territorio y reglas"

    def ready(self) -> None:
        """Whoever rings a bell (`current_app`) rings ours; a session's life begins at the login."""
        from django.contrib.auth.signals import user_logged_in

        from juntos import celery  # noqa: F401
        from juntos.cuentas.sesiones import empezar

        user_logged_in.connect(empezar)
