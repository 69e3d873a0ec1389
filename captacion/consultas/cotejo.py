"""Two texts of the same fact, side by side: how they stand, and which letters are not the same."""

import datetime as dt
import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher

from captacion.consultas.pares import Cotejo, Grado, Trozo

PARTICULAS = frozenset({"DE", "DEL", "LA", "LAS", "LOS", "Y"})
PARECIDO, PALABRA_PARECIDA = 0.8, 0.6
NADA, EN_NINGUNO = "—", "en ninguno"
ORDINALES = ("1.º", "2.º", "3.º", "4.º", "5.º", "6.º", "7.º", "8.º", "9.º")


def palabras(nombre: str) -> list[str]:
    """The words that name a person: no accents, no case, no particles."""
    llano = unicodedata.normalize("NFD", nombre.upper())
    limpio = "".join(c for c in llano if c.isalpha() or c in " ,-'")
    return [p for p in re.findall(r"[A-Z]+", limpio) if p not in PARTICULAS]


def parecido(uno: str, otro: str) -> float:
    """0 to 1: how much two names share, word by word and in any order."""
    cortas, largas = sorted((palabras(uno), palabras(otro)), key=len)
    if not cortas:
        return 0.0
    libres, suma = list(largas), 0.0
    for palabra in cortas:
        mejor = max(libres, key=lambda otra: _razon(palabra, otra))
        razon = _razon(palabra, mejor)
        if razon >= PALABRA_PARECIDA:
            suma += razon
            libres.remove(mejor)
    return suma / len(cortas)


def cotejar_nombre(dato: str, sujeto: str, uno: str, otro: str) -> Cotejo:
    if falta := _falta(dato, sujeto, uno, otro):
        return falta
    unas, otras = palabras(uno), palabras(otro)
    if Counter(unas) == Counter(otras):
        detalle = "" if unas == otras else "En otro orden"
        return Cotejo(dato, _liso(uno), _liso(otro), Grado.COINCIDE, detalle, sujeto)
    solo_uno = list((Counter(unas) - Counter(otras)).elements())
    solo_otro = list((Counter(otras) - Counter(unas)).elements())
    izquierda, derecha = _marcado(uno, solo_uno, solo_otro), _marcado(otro, solo_otro, solo_uno)
    if len(unas) > 1 and not solo_uno:
        grado, detalle = Grado.SE_PARECE, f"En el archivo falta {' '.join(solo_otro)}"
    elif len(otras) > 1 and not solo_otro:
        grado, detalle = Grado.SE_PARECE, f"En el registro falta {' '.join(solo_uno)}"
    elif parecido(uno, otro) >= PARECIDO:
        grado, detalle = Grado.SE_PARECE, f"{' '.join(solo_uno)} por {' '.join(solo_otro)}"
    else:
        grado, detalle = Grado.DIFIERE, ""
    return Cotejo(dato, izquierda, derecha, grado, detalle, sujeto)


def cotejar_documento(dato: str, sujeto: str, uno: str | None, otro: str | None) -> Cotejo:
    if falta := _falta(dato, sujeto, uno or "", otro or ""):
        return falta
    if uno == otro:
        return Cotejo(dato, _liso(uno), _liso(otro), Grado.COINCIDE, "", sujeto)
    detalle = _digitos_distintos(uno, otro)
    grado = Grado.SE_PARECE if detalle else Grado.DIFIERE
    return Cotejo(dato, *_por_letras(uno, otro), grado, detalle, sujeto)


def cotejar_texto(dato: str, sujeto: str, uno: str, otro: str) -> Cotejo:
    """Places and addresses: free text."""
    if falta := _falta(dato, sujeto, uno, otro):
        return falta
    llano, otro_llano = _llano(uno), _llano(otro)
    if llano == otro_llano:
        grado = Grado.COINCIDE
    elif SequenceMatcher(None, llano, otro_llano, autojunk=False).ratio() >= PARECIDO:
        grado = Grado.SE_PARECE
    else:
        return Cotejo(dato, _liso(uno), _liso(otro), Grado.DIFIERE, "", sujeto)
    lados = (_liso(uno), _liso(otro)) if grado is Grado.COINCIDE else _por_letras(uno, otro)
    return Cotejo(dato, *lados, grado, "", sujeto)


def cotejar_fecha(dato: str, sujeto: str, una: dt.date | None, otra: dt.date | None) -> Cotejo:
    escrita, otra_escrita = (f"{f:%d/%m/%Y}" if f else "" for f in (una, otra))
    if falta := _falta(dato, sujeto, escrita, otra_escrita):
        return falta
    if una == otra:
        return Cotejo(dato, _liso(escrita), _liso(otra_escrita), Grado.COINCIDE, "", sujeto)
    detalle = _fechas_cercanas(una, otra)
    grado = Grado.SE_PARECE if detalle else Grado.DIFIERE
    return Cotejo(dato, *_por_letras(escrita, otra_escrita), grado, detalle, sujeto)


def cotejar_conjunto(dato: str, sujeto: str, unos: list[str], otros: list[str]) -> Cotejo:
    """Several values a side (phones): one in common is enough."""
    if falta := _falta(dato, sujeto, ", ".join(unos), ", ".join(otros)):
        return falta
    comunes = [valor for valor in unos if valor in otros]
    if comunes:
        lados = (_liso(comunes[0]), _liso(comunes[0]))
        return Cotejo(dato, *lados, Grado.COINCIDE, "", sujeto)
    return Cotejo(dato, _liso(", ".join(unos)), _liso(", ".join(otros)), Grado.DIFIERE, "", sujeto)


def frase(cotejos) -> str:
    """What is close, what agrees and what does not, in one sentence."""
    partes = []
    cercanos = [c for c in cotejos if c.grado is Grado.SE_PARECE]
    for cotejo in cercanos:
        distinto = cotejo.detalle.partition(":")[0].lower()
        if "dígito" in distinto:
            partes.append(f"{cotejo.sujeto} difiere en {distinto}")
    iguales = [c.sujeto for c in cercanos if "dígito" not in c.detalle]
    for sujetos, singular, plural in (
        (iguales, "se parece", "se parecen"),
        ([c.sujeto for c in cotejos if c.grado is Grado.COINCIDE], "coincide", "coinciden"),
        ([c.sujeto for c in cotejos if c.grado is Grado.DIFIERE], "difiere", "difieren"),
    ):
        if sujetos:
            partes.append(f"{_enumerar(sujetos)} {plural if len(sujetos) > 1 else singular}")
    texto = "; ".join(partes)
    return f"{texto[:1].upper()}{texto[1:]}." if texto else ""


def _enumerar(cosas: list[str]) -> str:
    return " y ".join(filter(None, [", ".join(cosas[:-1]), cosas[-1]]))


def _falta(dato: str, sujeto: str, uno: str, otro: str) -> Cotejo | None:
    if uno and otro:
        return None
    detalle = ("en el archivo" if otro else "en el registro") if uno or otro else EN_NINGUNO
    return Cotejo(dato, _liso(uno or NADA), _liso(otro or NADA), Grado.FALTA, detalle, sujeto)


def _liso(texto: str) -> tuple[Trozo, ...]:
    return (Trozo(texto),)


def _llano(texto: str) -> str:
    sin_tildes = unicodedata.normalize("NFD", texto.upper())
    return " ".join(re.findall(r"[A-Z0-9]+", "".join(c for c in sin_tildes if c.isascii())))


def _razon(una: str, otra: str) -> float:
    return 1.0 if una == otra else SequenceMatcher(None, una, otra, autojunk=False).ratio()


def _digitos_distintos(uno: str, otro: str) -> str:
    """In words, when few enough to be a slip of the hand: one digit, two, or two swapped."""
    if len(uno) != len(otro):
        return ""
    lugares = [n for n, (a, b) in enumerate(zip(uno, otro, strict=True)) if a != b]
    if len(lugares) == 1:
        n = lugares[0]
        return f"Un dígito: el {ORDINALES[n]}, {uno[n]} por {otro[n]}"
    if len(lugares) == 2:
        n, m = lugares
        if m == n + 1 and (uno[n], uno[m]) == (otro[m], otro[n]):
            return f"Dos dígitos cambiados de lugar: el {ORDINALES[n]} y el {ORDINALES[m]}"
        return f"Dos dígitos: el {ORDINALES[n]} y el {ORDINALES[m]}"
    return ""


def _fechas_cercanas(una: dt.date, otra: dt.date) -> str:
    """In words, when a slip of the hand parts them: day and month swapped, or one of the three."""
    if (una.day, una.month, una.year) == (otra.month, otra.day, otra.year):
        return "Día y mes cambiados"
    partes = ("day", "el día"), ("month", "el mes"), ("year", "el año")
    distintas = [que for parte, que in partes if getattr(una, parte) != getattr(otra, parte)]
    return f"Solo cambia {distintas[0]}" if len(distintas) == 1 else ""


def _por_letras(uno: str, otro: str) -> tuple[tuple[Trozo, ...], tuple[Trozo, ...]]:
    """Both texts cut where they part, whatever their case and accents."""
    izquierda, derecha = [], []
    if len(uno) == len(otro):
        pasos = [(_letra(a) != _letra(b), a, b) for a, b in zip(uno, otro, strict=True)]
    else:
        llanos = ("".join(map(_letra, texto)) for texto in (uno, otro))
        pareo = SequenceMatcher(None, *llanos, autojunk=False)
        pasos = [(op != "equal", uno[i:j], otro[k:m]) for op, i, j, k, m in pareo.get_opcodes()]
    for difiere, de_uno, de_otro in pasos:
        _agregar(izquierda, de_uno, difiere)
        _agregar(derecha, de_otro, difiere)
    return tuple(izquierda), tuple(derecha)


def _letra(letra: str) -> str:
    return unicodedata.normalize("NFD", letra)[0].upper()[0]


def _agregar(trozos: list[Trozo], texto: str, difiere: bool) -> None:
    if not texto:
        return
    if trozos and trozos[-1].difiere == difiere:
        texto = trozos.pop().texto + texto
    trozos.append(Trozo(texto, difiere))


def _marcado(texto: str, suyas: list[str], ajenas: list[str]) -> tuple[Trozo, ...]:
    """A name cut at the words that only it has; of a word like another, only its letters."""
    trozos: list[Trozo] = []
    for pieza in re.findall(r"[^\W\d_]+|[\W\d_]+", texto):
        propia = "".join(palabras(pieza))
        if propia not in suyas:
            _agregar(trozos, pieza, False)
            continue
        cercana = max(ajenas, key=lambda otra, p=propia: _razon(p, otra), default="")
        if cercana and _razon(propia, cercana) >= PALABRA_PARECIDA and len(propia) == len(pieza):
            pareo = SequenceMatcher(None, propia, cercana, autojunk=False)
            for op, i, j, _, _ in pareo.get_opcodes():
                _agregar(trozos, pieza[i:j], op != "equal")
        else:
            _agregar(trozos, pieza, True)
    return tuple(trozos)
