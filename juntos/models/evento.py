"""What has happened, and the chain that shows whether somebody changed it afterwards."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from juntos.models.personal import Usuario


class Evento(models.Model):
    """What happened, to what, by whom: append-only (a trigger refuses UPDATE and DELETE).

    Never a name or a document in `motivo`: objects are told by their ids.
    """

    modelo = models.CharField(max_length=60)
    objeto_id = models.BigIntegerField()
    de = models.CharField(max_length=24, blank=True)
    a = models.CharField(max_length=24)
    motivo = models.TextField(blank=True)
    ocurrido_en = models.DateTimeField(default=timezone.now)
    ocurrido_por = models.ForeignKey(Usuario, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-ocurrido_en", "-pk"]
        indexes = [models.Index(fields=["modelo", "objeto_id"], name="evento_objeto")]

    def __str__(self) -> str:
        return f"{self.modelo} {self.objeto_id}: {self.de} → {self.a}"

    @classmethod
    def registrar(cls, objeto: models.Model, de: str, a: str, *, por, motivo: str = "") -> Evento:
        """Write the event inside the caller's transaction; `por=None` is the system itself."""
        return cls.objects.create(
            modelo=objeto._meta.label_lower,
            objeto_id=objeto.pk,
            de=de,
            a=a,
            motivo=motivo,
            ocurrido_por=por or Usuario.objects.sistema(),
        )


class Sello(models.Model):
    """A link of the chain over the events (docs/adr/0037): append-only, written by one task.

    `huellas` is the sha256 of each of its events, in the order of their ids; `hash` is that of the
    former seal's hash and of this seal. `tramos` are the ids that it covers: ids are given before
    commit, so an event may appear after its neighbours were sealed, and goes into a later seal.
    """

    numero = models.PositiveIntegerField("número", primary_key=True)
    anterior = models.CharField("hash del anterior", max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)
    momento = models.DateTimeField()
    tramos = ArrayField(BigIntegerRangeField())
    ultimo_evento = models.BigIntegerField("último evento")
    huellas = models.BinaryField()

    class Meta:
        ordering = ["-numero"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="sello_hash_sha256"
            ),
            models.CheckConstraint(
                condition=Q(numero=1, anterior="")
                | Q(numero__gt=1, anterior__regex=r"^[0-9a-f]{64}$"),
                name="sello_sigue_a_otro",
            ),
        ]

    def __str__(self) -> str:
        return f"Sello {self.numero}"
