"""The circuit breaker: a file with too much wrong is stopped, for a person to decide.

It is judged when every row has been validated and nothing has been written. What was seen is taken
out of the transaction before it is undone, and kept beside the Carga.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from captacion.models import Carga, Detencion, FilaObservada, TipoObservacion

SQL = Path(__file__).parent / "sql" / "comun"
PRIMERAS = 100


@dataclass(frozen=True)
class Evidencia:
    cuentas: dict[str, int]
    limites: dict[str, int]
    motivos: list[tuple[str, int]]
    primeras: list[tuple[int, list[str], list[str]]]

    def guardar(self, carga: Carga) -> None:
        """Beside the Carga, instead of what an earlier stop left."""
        Detencion.objects.update_or_create(
            carga=carga,
            defaults={
                **self.cuentas,
                "limite_rechazadas": self.limites["freno_rechazadas"],
                "limite_repetidas": self.limites["freno_repetidas"],
                "motivos": self.motivos,
            },
        )
        FilaObservada.objects.bulk_create(
            FilaObservada(
                carga=carga,
                numero=numero,
                tipo=TipoObservacion.RECHAZADA,
                motivos=motivos,
                celdas=celdas,
            )
            for numero, motivos, celdas in self.primeras
        )


class CargaDetenida(Exception):
    """Too many rows are rejected or repeated; the database is as it was before the load.

    `lectura`: how the file was read, for the Carga.
    """

    def __init__(self, evidencia: Evidencia, lectura: dict):
        self.evidencia, self.lectura = evidencia, lectura
        super().__init__(frase(evidencia.cuentas, evidencia.limites))


def revisar(carga: Carga, parametros: dict, lectura: dict) -> None:
    """Raise CargaDetenida when the validated rows pass a limit, unless somebody accepted them."""
    if carga.autorizada_en:
        return
    with connection.cursor() as cursor:
        cursor.execute(_texto("25_freno"))
        cuentas = dict(zip((c.name for c in cursor.description), cursor.fetchone(), strict=True))
        if cuentas["leidas"] < parametros["freno_minimo"] or not _excesos(cuentas, parametros):
            return
        cursor.execute(_texto("26_motivos"))
        motivos = cursor.fetchall()
        cursor.execute(_texto("27_primeras"), parametros | {"primeras": PRIMERAS})
        primeras = cursor.fetchall()
    raise CargaDetenida(Evidencia(cuentas, parametros, motivos, primeras), lectura)


def frase(cuentas: dict[str, int], limites: dict[str, int]) -> str:
    """What was seen and what to do, in one sentence."""
    visto = " y ".join(_excesos(cuentas, limites))
    return (
        f"La carga se detuvo antes de escribir nada: de {cuentas['leidas']:,} filas, {visto}; "
        "revise los motivos y decida si se carga de todos modos o se descarta."
    )


def _excesos(cuentas: dict[str, int], limites: dict[str, int]) -> list[str]:
    """Each limit that is passed, as people read it."""
    vistas = (
        ("rechazadas", "se rechazarían", limites["freno_rechazadas"]),
        ("repetidas", "repiten la clave de otra", limites["freno_repetidas"]),
    )
    return [
        f"{cuentas[clave]:,} ({cuentas[clave] * 100 / cuentas['leidas']:.1f} %) {dicho}, "
        f"más del {limite} % que se admite"
        for clave, dicho, limite in vistas
        if cuentas[clave] * 100 > limite * cuentas["leidas"]
    ]


def _texto(guion: str) -> str:
    return (SQL / f"{guion}.sql").read_text(encoding="utf-8")
