"""The kinds of pairs that the review page shows. A new kind is one more line."""

from captacion.acciones.duplicados import descartar_duplicado, deshacer_fusion, fusionar
from captacion.acciones.vinculos import confirmar_vinculo, descartar_vinculo, deshacer_vinculo
from captacion.consultas import cruces, pares_de_duplicado, pares_de_vinculo
from captacion.consultas.pares import ClaseDePar
from captacion.models import Duplicado, Vinculo

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

CLASES = {clase.clase: clase for clase in (VINCULOS, DUPLICADOS)}
