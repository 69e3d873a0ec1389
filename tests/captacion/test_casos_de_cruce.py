"""Every case of casos_de_cruce.toml: who is linked alone, who waits with whom, who with nobody."""

import tomllib
from pathlib import Path

import pytest

from captacion.models import (
    DocumentoObservado,
    EstadoVinculo,
    FilaObservada,
    OrigenHogar,
    Persona,
    RecienNacido,
    RegistroFuente,
    TipoObservacion,
    Vinculo,
)

DECLARADO = tomllib.loads(Path(__file__).with_name("casos_de_cruce.toml").read_text())
BASE, CASOS = DECLARADO["base"], DECLARADO["caso"]
CLAVES = {
    "nombre", "nota", "pendiente", "carga", "espera", "nacidos", "rechazadas", "avisos",
    "sin_avisos", "observados", "puntajes", "espera_en",
}  # fmt: skip
MARCAS = {"como", "repetir"}


def parametro(caso: dict):
    pendiente = caso.get("pendiente")
    marcas = [pytest.mark.xfail(reason=pendiente, strict=True)] if pendiente else []
    return pytest.param(caso, id=caso["nombre"].replace(" ", "-"), marks=marcas)


@pytest.mark.parametrize("caso", [parametro(caso) for caso in CASOS])
def test_cada_caso_da_lo_que_declara(cargar, caso):
    assert caso.keys() <= CLAVES
    for carga in caso["carga"]:
        ultima = cargar(carga["fuente"], *escritas(carga["filas"]))

    for clave, esperado in caso.get("espera", {}).items():
        for persona in personas(caso.get("espera_en", carga["fuente"]), clave):
            comprobar(persona, **esperado)
    if "nacidos" in caso:
        assert RecienNacido.objects.count() == caso["nacidos"]
    rechazadas = motivos(ultima, TipoObservacion.RECHAZADA)
    assert rechazadas == {n: set(m) for n, m in caso.get("rechazadas", {}).items()}
    avisos = motivos(ultima, TipoObservacion.AVISO)
    for fila, dichos in caso.get("avisos", {}).items():
        assert set(dichos) <= avisos[fila]
    assert not set(caso.get("sin_avisos", [])) & set().union(*avisos.values())
    assert set(caso.get("observados", [])) == documentos_observados()
    puntajes = [puntaje(clave) for clave in caso.get("puntajes", [])]
    assert puntajes == sorted(set(puntajes), reverse=True)


def escritas(filas: list[dict]) -> list[dict]:
    """The rows of a load: what each names over what its bases say, as many times as it asks."""
    todas = []
    for fila in filas:
        valores = {}
        for base in fila.get("como", []):
            valores |= BASE[base]
        valores |= {campo: valor for campo, valor in fila.items() if campo not in MARCAS}
        for n in range(1, fila.get("repetir", 1) + 1):
            marcas = {"n": f"{n:03d}", "letras": letras(n), "largo": "QUISPITUPA" * 20}
            todas.append({campo: valor.format(**marcas) for campo, valor in valores.items()})
    return todas


def letras(n: int) -> str:
    """A surname for each number, unlike the others."""
    consonantes, vocales = "BCDFGLMNPRSTV", "AEIOU"
    silabas = (consonantes[(n * k) % 13] + vocales[(n + k) % 5] for k in (1, 5, 7, 11))
    return "".join(silabas)


def personas(fuente: str, clave: str):
    if clave == "*":
        return Persona.objects.filter(recien_nacido__isnull=False)
    registros = RegistroFuente.objects.filter(fuente=fuente)
    registros = (
        registros.filter(clave__startswith=f"{clave}|")
        if fuente == "sis_gestantes"
        else registros.filter(clave=clave)
    )
    return [registros.get().persona]


def comprobar(persona: Persona, *, banda: list[str], hogar: str = "") -> None:
    vinculos = Vinculo.objects.filter(persona=persona).order_by("orden", "pk")
    en_pie = vinculos.filter(estado__in=Vinculo.EN_PIE).exclude(
        hogar__origen=OrigenHogar.PROVISIONAL
    )
    por_revisar = vinculos.filter(estado=EstadoVinculo.POR_REVISAR)
    primero = en_pie.first() or por_revisar.first()
    dada = "solo" if en_pie else "en_revision" if por_revisar else "sin_enlace"
    assert dada in banda
    if hogar:
        assert primero.hogar.codigo == hogar


def motivos(carga, tipo: TipoObservacion) -> dict[str, set[str]]:
    observadas = FilaObservada.objects.filter(carga=carga, tipo=tipo)
    return {str(f.numero): set(f.motivos) for f in observadas}


def documentos_observados() -> set[str]:
    return set(DocumentoObservado.objects.values_list("documento", flat=True))


def puntaje(clave: str) -> float:
    """The score of the candidate that waits first for a child, by its padrón code."""
    return (
        Vinculo.objects.filter(
            persona__recien_nacido__codigo_padron=clave, estado=EstadoVinculo.POR_REVISAR
        )
        .earliest("orden")
        .puntaje
    )
