"""What a monitor asks of the files: does each source come, does a load wait too long."""

import datetime as dt

from django.utils import timezone

from captacion.consultas.fuentes import llegadas
from captacion.models import Carga, EstadoCarga
from juntos.vigilancia import Parte

# A file of a country takes less.
ESPERA_LARGA = dt.timedelta(hours=2)


def fuentes() -> list[Parte]:
    """The age of each feed against its expected frequency."""
    ahora = timezone.now()
    return [
        Parte(
            f"fuente_{llegada.fuente}",
            not llegada.tardia,
            f"Última carga hace {_horas(ahora - llegada.ultima)} horas;"
            f" se la esperaba cada {_horas(llegada.esperada - llegada.ultima)}.",
        )
        for llegada in llegadas(ahora)
    ]


def cargas() -> list[Parte]:
    """The oldest load that waits its turn."""
    espera = Carga.objects.filter(estado=EstadoCarga.RECIBIDA).order_by("recibida_en").first()
    if espera is None:
        return [Parte("cargas", True, "Ninguna carga espera.")]
    cuanto = timezone.now() - espera.recibida_en
    dice = f"La carga {espera.pk} espera hace {cuanto.total_seconds() / 60:.0f} minutos."
    return [Parte("cargas", cuanto < ESPERA_LARGA, dice)]


def _horas(cuanto: dt.timedelta) -> str:
    return f"{cuanto.total_seconds() / 3600:.0f}"
