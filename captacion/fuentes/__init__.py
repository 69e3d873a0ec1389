"""Every layout that we read: a declaration each."""

from captacion.fuentes import juntos, padron_hojas, padron_nominal, pgh, sis_gestantes
from captacion.fuentes.motivos import MOTIVOS, Motivo
from captacion.fuentes.perfil import Perfil, Ubigeo, normalizar

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
    )
}


def perfil_de(carga) -> Perfil:
    """The layout with which `carga` was read (of its source when it was refused before)."""
    return PERFILES.get(carga.perfil) or PERFILES[carga.fuente]


def reconocer(encabezado: list[str], fuente: str = "") -> Perfil | None:
    """The layout of a header: of those that lack nothing, the one that names most of it."""
    posibles = [
        perfil
        for perfil in PERFILES.values()
        if (not fuente or perfil.fuente == fuente) and not perfil.faltantes(encabezado)
    ]
    return max(posibles, key=lambda p: len(p.posiciones(encabezado)), default=None)


__all__ = [
    "MOTIVOS",
    "PERFILES",
    "Motivo",
    "Perfil",
    "Ubigeo",
    "normalizar",
    "perfil_de",
    "reconocer",
]
