"""Constraints that every table with states, actors and instants repeats."""

from django.db.models import CheckConstraint, Q, TextChoices


def estado_valido(tabla: str, estados: type[TextChoices], campo: str = "estado") -> CheckConstraint:
    """`campo` holds one of `estados`; nothing else gets in, not even by SQL."""
    return CheckConstraint(
        condition=Q(**{f"{campo}__in": estados.values}), name=f"{tabla}_{campo}_valido"
    )


def en_par(tabla: str, raiz: str) -> CheckConstraint:
    """`<raiz>_en` and `<raiz>_por` are both set or both empty: no instant without its actor."""
    en, por = f"{raiz}_en", f"{raiz}_por"
    return CheckConstraint(
        condition=Q(**{f"{en}__isnull": True, f"{por}__isnull": True})
        | Q(**{f"{en}__isnull": False, f"{por}__isnull": False}),
        name=f"{tabla}_{raiz}_en_par",
    )
