"""Who may see: the one rule that every `visibles_para` is built on."""

from django.db.models import QuerySet

from juntos.models import Distrito, Rol


def ve_el_pais(usuario) -> bool:
    return usuario.is_authenticated and usuario.is_active and usuario.rol == Rol.SEDE


def en_territorio(
    queryset: QuerySet, usuario, *, campo: str = "distrito", distritos=None
) -> QuerySet:
    """Rows of `queryset` whose district (`campo`) is the user's today; closed by default.

    Sede sees the country, rows without a district included (the *sin territorio* list).
    `distritos`: those that the user sees, when they were just read: their names plan better.
    """
    if ve_el_pais(usuario):
        return queryset
    suyos = Distrito.objects.visibles_para(usuario) if distritos is None else distritos
    return queryset.filter(**{f"{campo}__in": suyos})
