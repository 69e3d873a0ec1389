"""What every export carries: who took it out, when, and the number of its reading (ADR 45)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from juntos.models import Lectura, Usuario


@dataclass(frozen=True)
class Rastro:
    """`numero` is that of the Lectura which tells the rest; what shows nobody leaves none."""

    quien: str
    cuando: dt.datetime
    numero: int | None

    @classmethod
    def de(cls, que: str, *, por: Usuario, objeto: int | None = None) -> Rastro:
        """Of the reading of `objeto` that `por` has just left with `juntos.lecturas.anotar`."""
        suyas = Lectura.objects.filter(leido_por=por, que=que, objeto_id=objeto)
        numero = suyas.order_by("-leido_en", "-pk").values_list("pk", flat=True).first()
        return cls(f"{por} ({por.get_username()})", timezone.localtime(), numero)

    @property
    def codigo(self) -> str:
        return f"L-{self.numero}" if self.numero else "L-0"

    def __str__(self) -> str:
        return f"{self.codigo} · {self.quien} · {self.cuando:%d/%m/%Y %H:%M} (Lima)"
