"""Settings for one machine; `juntos.settings.produccion` refuses unsafe values."""

from juntos.settings.base import *  # noqa: F403
