"""The pages of loads, as their tests use them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from captacion.models import Carga, FilaObservada, TipoObservacion
from tests.fabricas import CargaFactory

CARGAS = "/cargas/"
HTMX = {"HTTP_HX_REQUEST": "true"}
ENCABEZADO = ["CO_PADRON_NOMINAL", "NU_DNI_MENOR", "PRENOMBRE_MENOR", "FE_NAC_MENOR"]


def archivo(contenido=b"A|B\n1|2\n", nombre="padron.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(nombre, contenido)


def direccion(nombre: str, carga: Carga) -> str:
    return reverse(f"captacion:{nombre}", args=[carga.pk])


def con_dos_rechazadas() -> Carga:
    """Five rows read, two of them rejected: the first for two reasons."""
    carga = CargaFactory(
        leidas=5,
        nuevas=2,
        sin_cambio=1,
        rechazadas=2,
        avisos=1,
        encabezado=ENCABEZADO,
        codificacion="utf-8",
        delimitador="|",
        captaciones=2,
        contactos=1,
    )
    filas = [
        (3, TipoObservacion.RECHAZADA, ["nacimiento_falta", "sin_identidad"], ["", "", "LUZ", ""]),
        (4, TipoObservacion.RECHAZADA, ["nacimiento_falta"], ["9", "", '=A|B "ñ"\nC', ""]),
        (5, TipoObservacion.AVISO, ["nombre_provisional"], ["10", "", "RN", "01/11/2026"]),
    ]
    for numero, tipo, motivos, celdas in filas:
        FilaObservada.objects.create(
            carga=carga, numero=numero, tipo=tipo, motivos=motivos, celdas=celdas
        )
    return carga
