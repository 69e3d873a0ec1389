"""Splink 5 over DuckDB beside us: FEBRL 1–4, and the births of `cruce` against its members.

Both learn without labels. Splink gets the comparisons that its own library offers for each kind of
column, blocks of the same kind as ours, and the threshold of more likely than not; the best
threshold in hindsight is told too. It is installed from hashes into an environment of its own.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from itertools import accumulate
from pathlib import Path

from tests.rendimiento import cruce, febrl

CARPETA = Path(__file__).parent
FEBRL = {
    "campos": {
        "given_name": "nombre",
        "surname": "nombre",
        "date_of_birth": "fecha",
        "soc_sec_id": "numero",
        "street_number": "igual",
        "postcode": "numero",
        "address_1": "texto",
        "suburb": "texto",
    },
    "bloques": [
        ["soc_sec_id"],
        ["date_of_birth"],
        ["surname", "given_name"],
        "l.surname = r.given_name AND l.given_name = r.surname",
        ["postcode", "surname"],
        ["postcode", "given_name"],
        ["street_number", "address_1"],
    ],
    "seguras": [["soc_sec_id"], ["surname", "given_name", "date_of_birth"]],
    "recogen": 0.9,
    "ensenan": [["date_of_birth"], ["surname", "given_name"], ["postcode"]],
    "desde": -20,
}
CRUCE = {
    "campos": {
        "documento": "numero",
        "paterno": "nombre",
        "materno": "nombre",
        "nombres": "texto",
        "lugar": "igual",
    },
    "bloques": [
        ["llave_nombre"],
        ["llave_lugar_paterno"],
        ["llave_lugar_materno"],
        ["substr(documento, 1, 4)", "paterno"],
        ["substr(documento, 5, 4)", "paterno"],
    ],
    "seguras": [["llave_nombre", "lugar"]],
    "recogen": 0.95,
    "ensenan": [["llave_nombre"], ["llave_lugar_paterno"]],
    "desde": 0,
}


def medir() -> list[dict]:
    python = _instalar()
    if python is None:
        return [{"nombre": "Splink no se pudo instalar: sin comparación", "valor": 0, "unidad": ""}]
    return _calidad(python) + _rapidez(python)


def _instalar() -> Path | None:
    """The Python of an environment with Splink, made the first time."""
    entorno = Path(os.environ["JUNTOS_DATOS"]) / "splink"
    python = entorno / "bin" / "python"
    ordenes = (
        [sys.executable, "-m", "venv", entorno],
        [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            CARPETA / "splink.txt",
        ],
    )
    try:
        for orden in ordenes:
            subprocess.run(orden, check=True)
    except subprocess.CalledProcessError as error:
        print(f"Splink no se pudo instalar: {error}", file=sys.stderr)
        return None
    return python


def _calidad(python: Path) -> list[dict]:
    nuestras = {cifra["nombre"]: cifra["valor"] for cifra in febrl.medir()}
    listas = febrl.archivos()
    cifras = []
    for n in (1, 2, 3, 4):
        lados = [listas[lado] for lado in ((f"{n}a", f"{n}b") if n == 4 else (str(n),))]
        with tempfile.TemporaryDirectory() as carpeta:
            for nombre, lista in zip("ab", lados, strict=False):
                _escribir(Path(carpeta) / f"lista_{nombre}.csv", lista)
            dicho = _correr(python, Path(carpeta), FEBRL)
        pares = [(bits, a.split("-")[1] == b.split("-")[1], a, b) for bits, a, b in dicho["pares"]]
        if n == 4:
            pares = _uno_a_uno(pares)
        total = febrl.esperados(lados[0], lados[-1])
        cifras += _con_la_suya(n, nuestras, _medida([p for p in pares if p[0] >= 0], total), "")
        mejor = _mejor(pares, total)
        cifras += _con_la_suya(n, nuestras, mejor, ", con su mejor umbral")
    return cifras


def _con_la_suya(n: int, nuestras: dict, suya: dict[str, float], como: str) -> list[dict]:
    return [
        {
            "nombre": f"FEBRL{n}: {medida}, junto a Splink{como}",
            "valor": nuestras[f"FEBRL{n}: {medida}"],
            "unidad": "",
            "referencia": round(valor, 4),
        }
        for medida, valor in suya.items()
    ]


def _medida(pares: list[tuple], total: int) -> dict[str, float]:
    aciertos = sum(misma for _, misma, *_ in pares)
    return {"precisión": aciertos / len(pares), "exhaustividad": aciertos / total}


def _mejor(pares: list[tuple], total: int) -> dict[str, float]:
    """As many of the likeliest pairs as serve best (F1), knowing who is who."""
    aciertos = accumulate(misma for _, misma, *_ in pares)
    f1 = [2 * bien / (total + cuantos) for cuantos, bien in enumerate(aciertos, 1)]
    return _medida(pares[: f1.index(max(f1)) + 1], total)


def _uno_a_uno(pares: list[tuple]) -> list[tuple]:
    """Each record of a list once, with its likeliest of the other."""
    quedan, usados = [], set()
    for par in pares:
        if not {("a", par[2]), ("b", par[3])} & usados:
            usados |= {("a", par[2]), ("b", par[3])}
            quedan.append(par)
    return quedan


def _rapidez(python: Path) -> list[dict]:
    with (
        cruce.preparado() as (entorno, archivo, escritas),
        tempfile.TemporaryDirectory() as carpeta,
    ):
        for lista in ("miembros", "nacimientos"):
            _exportar(CARPETA / f"splink_{lista}.sql", Path(carpeta) / f"{lista}.csv")
        dicho = _correr(python, Path(carpeta), CRUCE)
        enlace, solas, carga, memoria = cruce.enlazar(entorno, archivo, escritas)
    hallados = _uno_a_uno([(bits, a == b, a, b) for bits, a, b in dicho["pares"]])
    suyas = _medida(hallados, escritas)
    propio = f", junto a Splink (de ellos {dicho['aprender']:.0f} en aprender)"
    return [
        {
            **_sin_meta(enlace),
            "nombre": enlace["nombre"] + propio,
            "referencia": round(dicho["segundos"], 1),
        },
        {**solas, "referencia": round(suyas["exhaustividad"], 4)},
        {
            "nombre": "de las que enlaza Splink, bien",
            "valor": round(suyas["precisión"], 4),
            "unidad": "",
        },
        carga,
        {**_sin_meta(memoria), "referencia": dicho["pico_mb"]},
    ]


def _sin_meta(cifra: dict) -> dict:
    """What must be met is said where it is measured alone."""
    return {clave: valor for clave, valor in cifra.items() if clave != "meta"}


def _correr(python: Path, carpeta: Path, caso: dict) -> dict:
    """Isolated: a module of this folder has the library's own name."""
    (carpeta / "caso.json").write_text(json.dumps(caso))
    orden = [python, "-I", CARPETA / "_splink_enlazar.py", carpeta]
    return json.loads(subprocess.run(orden, check=True, capture_output=True, text=True).stdout)


def _escribir(ruta: Path, filas: list[dict]) -> None:
    with ruta.open("w", newline="") as f:
        salida = csv.DictWriter(f, ["unique_id", *febrl.COLUMNAS], extrasaction="ignore")
        salida.writeheader()
        salida.writerows({"unique_id": fila["rec_id"], **fila} for fila in filas)


def _exportar(consulta: Path, ruta: Path) -> None:
    from django.db import connection

    orden = consulta.read_text()
    with connection.cursor() as cursor, ruta.open("wb") as f, cursor.copy(orden) as copia:
        for trozo in copia:
            f.write(trozo)
