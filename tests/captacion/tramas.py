"""A FUA trama written field by field: the ZIP that the SIS hands over."""

import io
import zipfile

from captacion.fuentes.fua import CANONICO, TRAMA
from tests.captacion.archivos import BASE

POSICIONES = {nombre: n - 1 for n, nombre in TRAMA.nombres.items()}


def comprimir(miembros: dict[str, str], codificacion: str = "cp1252") -> bytes:
    bufer = io.BytesIO()
    with zipfile.ZipFile(bufer, "w", zipfile.ZIP_DEFLATED) as z:
        for nombre, texto in miembros.items():
            z.writestr(nombre, texto.encode(codificacion))
    return bufer.getvalue()


def miembros(*filas: dict) -> dict[str, str]:
    """ATENCION and ATENCIONSMI; each row changes what it names of the base row."""
    atencion, smi = [], []
    for cambios in filas:
        fila = BASE["fua"] | cambios
        celdas = [""] * TRAMA.campos
        for canonica, titulo in CANONICO.columnas.items():
            if titulo in POSICIONES:
                celdas[POSICIONES[titulo]] = fila.get(canonica, "")
        atencion.append("|".join(celdas))
        clave = "|".join(fila[c] for c in ("disa", "lote", "numero"))
        for codigo, canonica in (("005", "edad_gestacional"), ("300", "control")):
            if fila.get(canonica):
                smi.append(f"{clave}|{codigo}|{fila[canonica]}")
    return {
        nombre: "".join(f"{linea}\r\n" for linea in lineas)
        for nombre, lineas in (("ATENCION.TXT", atencion), ("ATENCIONSMI.TXT", smi))
    }


def trama(*filas: dict) -> bytes:
    return comprimir(miembros(*filas))
