"""Norms: brought from a file, drafted, approved by another person, replaced; never edited."""

import datetime as dt
import tomllib
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from afiliacion.acciones import calendario
from afiliacion.models import EstadoNorma, ItemCuidado, Norma, Regla
from juntos.estados import transitar
from juntos.models import Usuario

UN_DIA = dt.timedelta(days=1)


class NormaNoCabe(Exception):
    """It overlaps another norm of its subject, leaves days without any, or asks nothing."""


@transaction.atomic
def cargar_norma(ruta: Path, *, por: Usuario) -> Norma:
    """A draft from a TOML file like those of afiliacion/normas, as the next version of its code.

    Raises ValidationError with what is wrong in the file.
    """
    try:
        contenido = tomllib.loads(ruta.read_text(encoding="utf-8"))
        datos, reglas = contenido["norma"], contenido["regla"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise ValidationError(f"No es el archivo de una norma: {error}") from error
    try:
        norma = Norma(
            **datos | {"version": _version(datos.get("codigo", "")), "preparada_por": por}
        )
        norma.full_clean()
        norma.save()
        for datos_regla in reglas:
            _crear_reglas(norma, dict(datos_regla))
    except (TypeError, IntegrityError) as error:
        raise ValidationError(f"El archivo trae algo que una norma no tiene: {error}") from error
    return norma


@transaction.atomic
def proponer_version(norma: Norma, *, por: Usuario) -> Norma:
    """A draft that says what `norma` says, to be corrected and approved in its place."""
    reglas = list(norma.reglas.order_by("pk"))
    nueva = Norma.objects.create(
        codigo=norma.codigo,
        version=_version(norma.codigo),
        materia=norma.materia,
        titulo=norma.titulo,
        fuente=norma.fuente,
        vigente_desde=norma.vigente_desde,
        vigente_hasta=norma.vigente_hasta,
        condiciona_pago=norma.condiciona_pago,
        reemplaza=norma,
        preparada_por=por,
    )
    for regla in reglas:
        regla.pk, regla.norma = None, nueva
    Regla.objects.bulk_create(reglas)
    return nueva


@transaction.atomic
def aprobar_norma(*normas: Norma, por: Usuario) -> None:
    """From now on their rules are asked, and every calendar is computed again.

    Several are approved together when neither fits without the other. The version that one corrects
    is retired; a norm that had no last day gets the eve of the one that follows it. Raises
    NormaNoCabe, and TransicionInvalida when somebody else moved one first.
    """
    for norma in normas:
        if norma.preparada_por_id == por.pk:
            raise PermissionDenied("Quien prepara no aprueba")
        if not norma.reglas.exists():
            raise NormaNoCabe(f"{norma} no tiene ninguna regla: agréguelas antes de aprobarla.")
    hacer_lugar(normas, por=por)
    for materia in {norma.materia for norma in normas}:
        _exigir_que_quepan([n for n in normas if n.materia == materia], materia)
    for norma in normas:
        transitar(
            norma, EstadoNorma.APROBADA, por=por, aprobada_por=por, aprobada_en=timezone.now()
        )
    calendario.pedir()


@transaction.atomic
def hacer_lugar(normas: Collection[Norma], *, por: Usuario) -> None:
    """Retire what these correct, and end on their eve what had no last day."""
    for norma in normas:
        for corregida in _aprobadas(norma.materia).filter(pk=norma.reemplaza_id):
            motivo = f"La corrige la norma {norma.pk}"
            transitar(corregida, EstadoNorma.RETIRADA, por=por, motivo=motivo)
    for norma in normas:
        _aprobadas(norma.materia).filter(
            vigente_hasta__isnull=True, vigente_desde__lt=norma.vigente_desde
        ).update(vigente_hasta=norma.vigente_desde - UN_DIA)


def _aprobadas(materia: str) -> QuerySet[Norma]:
    return Norma.objects.filter(materia=materia, estado=EstadoNorma.APROBADA)


def _exigir_que_quepan(normas: list[Norma], materia: str) -> None:
    """Those of one subject follow each other day after day. Two approvals at once wait here."""
    aprobadas = _aprobadas(materia).select_for_update()
    todas = sorted([*aprobadas, *normas], key=lambda n: n.vigente_desde)
    for antes, despues in pairwise(todas):
        if antes.vigente_hasta is None or antes.vigente_hasta >= despues.vigente_desde:
            raise NormaNoCabe(
                f"{antes} y {despues} rigen a la vez: corrija su vigencia antes de aprobarla."
            )
        if antes.vigente_hasta + UN_DIA != despues.vigente_desde:
            raise NormaNoCabe(
                f"Entre {antes} y {despues} hay días sin norma: corrija su vigencia antes de "
                "aprobarla."
            )


def _version(codigo: str) -> int:
    ultima = Norma.objects.filter(codigo=codigo).order_by("-version").first()
    return ultima.version + 1 if ultima else 1


def _crear_reglas(norma: Norma, datos: dict) -> None:
    item = ItemCuidado.objects.filter(pk=datos.pop("item", "")).first()
    if item is None:
        raise ValidationError("Hay una regla cuyo ítem no está en el catálogo de cuidados.")
    for dosis in datos.pop("dosis", [1]):
        regla = Regla(norma=norma, item=item, dosis=dosis, **datos)
        regla.full_clean()
        regla.save()
