"""How hands and ears get a document or a surname wrong."""

from captacion.simulacion.azar import Azar, Ruleta

DIGITOS = Ruleta([("uno", 0.55), ("vecinos", 0.35), ("dos", 0.10)])
# What sounds alike in the Andes: whoever writes what she hears picks either.
SONIDOS = [
    ("QU", "K"), ("CC", "K"), ("CC", "C"), ("HUA", "GUA"), ("GUA", "HUA"), ("LL", "Y"), ("Y", "LL"),
    ("B", "V"), ("V", "B"), ("Z", "S"), ("S", "Z"), ("CE", "SE"), ("CI", "SI"), ("J", "H"),
    ("Ñ", "N"),
]  # fmt: skip


def documento_errado(azar: Azar, documento: str) -> str:
    """One digit wrong, two neighbours swapped or, now and then, two digits wrong.

    Never the first two, which mark the block of documents that name nobody.
    """
    digitos = list(documento)
    manera = azar.pesado(DIGITOS)
    donde = azar.entero(2, 7)
    antes = donde - 1
    if manera == "vecinos" and antes > 1 and digitos[antes] != digitos[donde]:
        digitos[antes], digitos[donde] = digitos[donde], digitos[antes]
        return "".join(digitos)
    digitos[donde] = _otro(azar, digitos[donde])
    if manera == "dos":
        lejos = donde + 2 if donde < 6 else donde - 2
        digitos[lejos] = _otro(azar, digitos[lejos])
    return "".join(digitos)


def apellido_de_oido(azar: Azar, apellido: str) -> str:
    """The surname as it sounds; the same one when nothing in it sounds like something else."""
    posibles = [sonido for sonido in SONIDOS if sonido[0] in apellido]
    if not posibles:
        return apellido
    escrito, oido = azar.de(posibles)
    return apellido.replace(escrito, oido, 1)


def _otro(azar: Azar, digito: str) -> str:
    return str((int(digito) + azar.entero(1, 9)) % 10)
