"""The kinds of pairs that the review page shows. A new kind is one more line."""

from captacion.acciones.duplicados import descartar_duplicado, deshacer_fusion, fusionar
from captacion.acciones.hogares_duplicados import (
    descartar_hogares,
    deshacer_fusion_de_hogares,
    fusionar_hogares,
)
from captacion.acciones.vinculos import confirmar_vinculo, descartar_vinculo, deshacer_vinculo
from captacion.consultas import cruces, pares_de_duplicado, pares_de_hogares, pares_de_vinculo
from captacion.consultas.pares import ClaseDePar
from captacion.models import Duplicado, HogarDuplicado, Vinculo

VINCULOS = ClaseDePar(
    clase=pares_de_vinculo.CLASE,
    modelo=Vinculo,
    en_espera=cruces.personas_en_duda,
    pares=pares_de_vinculo.pares_de,
    unidad_de=cruces.persona_de,
    decididos=cruces.decididos,
    hechos_hoy=cruces.hechos_hoy,
    confirmar=confirmar_vinculo,
    descartar=descartar_vinculo,
    deshacer=deshacer_vinculo,
    dicho={
        "confirmar": "Confirmado: es su hogar.",
        "descartar": "Anotado: no es este hogar.",
        "deshacer": "Deshecho: vuelve a estar por revisar.",
    },
)

DUPLICADOS = ClaseDePar(
    clase=pares_de_duplicado.CLASE,
    modelo=Duplicado,
    en_espera=pares_de_duplicado.en_espera,
    pares=pares_de_duplicado.pares_de,
    unidad_de=pares_de_duplicado.unidad_de,
    decididos=pares_de_duplicado.decididos,
    hechos_hoy=pares_de_duplicado.hechos_hoy,
    confirmar=fusionar,
    descartar=descartar_duplicado,
    deshacer=deshacer_fusion,
    dicho={
        "confirmar": "Unidas: es la misma persona.",
        "descartar": "Anotado: son dos personas.",
        "deshacer": "Deshecho: vuelve a estar por revisar.",
    },
)

HOGARES = ClaseDePar(
    clase=pares_de_hogares.CLASE,
    modelo=HogarDuplicado,
    en_espera=pares_de_hogares.en_espera,
    pares=pares_de_hogares.pares_de,
    unidad_de=pares_de_hogares.unidad_de,
    decididos=pares_de_hogares.decididos,
    hechos_hoy=pares_de_hogares.hechos_hoy,
    confirmar=fusionar_hogares,
    descartar=descartar_hogares,
    deshacer=deshacer_fusion_de_hogares,
    dicho={
        "confirmar": "Unidos: es el mismo hogar.",
        "descartar": "Anotado: son dos hogares.",
        "deshacer": "Deshecho: vuelve a estar por revisar.",
    },
)

CLASES = {clase.clase: clase for clase in (VINCULOS, DUPLICADOS, HOGARES)}
