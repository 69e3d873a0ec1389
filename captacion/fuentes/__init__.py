"""Every layout that we read: a declaration each."""

from collections.abc import Iterable, Sequence

from captacion.fuentes import fua, his, juntos, padron_hojas, padron_nominal, pgh, sis_gestantes
from captacion.fuentes.motivos import MOTIVOS, Motivo
from captacion.fuentes.perfil import Perfil, Ubigeo, normalizar
from captacion.fuentes.trama import Anexo, Trama

PERFILES = {
    perfil.codigo: perfil
    for perfil in (
        padron_nominal.CANONICO,
        padron_nominal.REGIONAL,
        padron_nominal.PRECOTEJO,
        padron_nominal.CNV,
        padron_hojas.PADRON_56,
        padron_hojas.PADRON_62,
        padron_hojas.MIDIS_45,
        sis_gestantes.CANONICO,
        pgh.CANONICO,
        juntos.CANONICO,
        his.CANONICO,
        fua.CANONICO,
    )
}


def canonicas(fuente: str) -> tuple[str, ...]:
    """Every canonical column that some layout of the source names, in a fixed order."""
    return tuple(
        dict.fromkeys(c for p in PERFILES.values() if p.fuente == fuente for c in p.columnas)
    )


def reconocer(
    encabezado: Sequence[str], fuente: str = "", perfiles: Iterable[Perfil] | None = None
) -> Perfil | None:
    """The layout of a header: of those that lack nothing, the one that names most of it.

    `perfiles`: where to look, when not only among the ones declared here.
    """
    posibles = [
        perfil
        for perfil in (PERFILES.values() if perfiles is None else perfiles)
        if (not fuente or perfil.fuente == fuente) and not perfil.faltantes(encabezado)
    ]
    return max(posibles, key=lambda p: len(p.posiciones(encabezado)), default=None)


__all__ = [
    "MOTIVOS",
    "PERFILES",
    "Anexo",
    "Motivo",
    "Perfil",
    "Trama",
    "Ubigeo",
    "canonicas",
    "normalizar",
    "reconocer",
]
