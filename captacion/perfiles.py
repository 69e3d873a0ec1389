"""The layouts in force: those declared in code, and those that people taught us (PerfilPropio).

Read from the database each time: another process may have saved one a second ago.
"""

from __future__ import annotations

from captacion.fuentes import PERFILES, Perfil, Ubigeo
from captacion.models import PerfilPropio


def vigentes() -> dict[str, Perfil]:
    """Every layout by which a file is recognised now, by code; the declared ones come first."""
    propios = PerfilPropio.objects.filter(activo=True)
    return PERFILES | {propio.codigo: perfil_propio(propio) for propio in propios}


def perfil_de(carga) -> Perfil | None:
    """The layout with which `carga` was read, in force or not; its source's when it was not."""
    if carga.perfil in PERFILES:
        return PERFILES[carga.perfil]
    propio = PerfilPropio.objects.filter(codigo=carga.perfil).first() if carga.perfil else None
    return perfil_propio(propio) if propio else PERFILES.get(carga.fuente)


def perfil_propio(propio: PerfilPropio) -> Perfil:
    """As the loader reads it: only under a header that has each of its columns (ADR 12).

    Codes are read by the tables of its source's own layout.
    """
    columnas = {
        canonica: titulo if isinstance(titulo, str) else tuple(titulo)
        for canonica, titulo in propio.columnas.items()
    }
    return Perfil(
        codigo=propio.codigo,
        fuente=propio.fuente,
        columnas=columnas,
        obligatorias=[[canonica] for canonica in columnas],
        ubigeo=Ubigeo(propio.ubigeo),
        tablas=PERFILES[propio.fuente].tablas,
    )
