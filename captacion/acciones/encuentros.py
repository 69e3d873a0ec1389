"""Where the two registers of households meet, counted again for the few that a merge touched."""

from pathlib import Path

from django.db import connection

from captacion.models import Hogar, Miembro, OrigenHogar
from captacion.taller import texto

PROPIAS = ("juntos_por_ver", "miembro_de_juntos", "en_comun", "en_dos_juntos", "encuentro")
SQL = Path(__file__).resolve().parents[1] / "sql" / "contar_encuentros.sql"


def hogares_de_personas(*personas) -> set[int]:
    """Households of JUNTOS where a register puts them, or that meet one of the PGH's that does."""
    suyos = Miembro.objects.filter(persona__in=personas, vinculo__isnull=True)
    return que_se_encuentran(set(suyos.values_list("hogar", flat=True)))


def que_se_encuentran(hogares: set[int]) -> set[int]:
    """Those of JUNTOS with a member in common with one of `hogares`, they too."""
    de_ellos = Miembro.objects.filter(hogar__in=hogares, vinculo__isnull=True).values("persona")
    comunes = Miembro.objects.filter(persona__in=de_ellos, vinculo__isnull=True).values("hogar")
    de_juntos = Hogar.objects.filter(origen=OrigenHogar.JUNTOS, pk__in=comunes)
    return set(de_juntos.values_list("pk", flat=True))


def contar_encuentros(de_juntos: set[int], *, carga_id: int) -> None:
    """A meeting that was known keeps the load that told it; a new one is of `carga_id`."""
    if not de_juntos:
        return
    parametros = {"juntos": sorted(de_juntos), "carga": carga_id, "de_registro": False}
    with connection.cursor() as cursor:
        cursor.execute(SQL.read_text(), parametros)
        script = texto("comun/37_encuentros").replace("UNLOGGED TABLE", "TEMP TABLE")
        cursor.execute(script, parametros)
        cursor.execute(f"DROP TABLE {', '.join(PROPIAS)}")
