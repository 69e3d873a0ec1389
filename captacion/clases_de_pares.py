"""The kinds of pairs that the review page shows. A new kind is one more line."""

from captacion.acciones.vinculos import confirmar_vinculo, descartar_vinculo, deshacer_vinculo
from captacion.consultas import cruces
from captacion.consultas.pares import ClaseDePar
from captacion.consultas.pares_de_vinculo import CLASE, pares_de
from captacion.models import Vinculo

VINCULOS = ClaseDePar(
    clase=CLASE,
    modelo=Vinculo,
    en_espera=cruces.personas_en_duda,
    pares=pares_de,
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

CLASES = {clase.clase: clase for clase in (VINCULOS,)}
