from django.apps import AppConfig


class JuntosConfig(AppConfig):
    name = "juntos"
    verbose_name = "Personas, territorio y reglas"

    def ready(self) -> None:
        """Whoever rings a bell (`current_app`) rings ours."""
        from juntos import celery  # noqa: F401
