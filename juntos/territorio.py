"""Who may see: the one rule that every `visibles_para` is built on."""

from django.db.models import QuerySet

from juntos.models import Distrito, Rol


def en_territorio(queryset: QuerySet, usuario, *, campo: str = "distrito") -> QuerySet:
    """Rows of `queryset` whose district (`campo`) is the user's today; closed by default.

    Sede sees the country, rows without a district included (the *sin territorio* list).
    """
    if usuario.is_authenticated and usuario.is_active and usuario.rol == Rol.SEDE:
        return queryset
    return queryset.filter(**{f"{campo}__in": Distrito.objects.visibles_para(usuario)})
