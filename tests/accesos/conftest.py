"""A world with one of everything that has an address."""

import pytest

from tests.accesos.mundo import Territorio, mundos


@pytest.fixture
def mundo(distrito, gestora, supervisora, sede, settings, tmp_path):
    """One household of our territory, with one of everything that has an address."""
    settings.MEDIA_ROOT = tmp_path
    (suyo,) = mundos(Territorio(distrito, gestora, supervisora), sede=sede)
    return suyo
