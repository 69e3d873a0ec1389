"""Splink over DuckDB on the lists of a folder, in a process and a virtual environment of its own.

The folder holds `caso.json` (the columns with a comparison each, blocking rules, rules to train
with, rules that hardly ever err) and one CSV, or two to link to each other. Prints as JSON the
seconds, the peak of memory, and its pairs, the likeliest first: [bits, id, id].
"""

import json
import logging
import resource
import sys
import time
from pathlib import Path

import duckdb
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

COMPARACIONES = {
    "nombre": lambda c: cl.NameComparison(c).configure(term_frequency_adjustments=True),
    "fecha": lambda c: cl.DateOfBirthComparison(c, input_is_string=True, datetime_format="%Y%m%d"),
    "numero": lambda c: cl.DamerauLevenshteinAtThresholds(c, [1, 2]),
    "igual": lambda c: cl.ExactMatch(c).configure(term_frequency_adjustments=True),
    "texto": lambda c: cl.JaroWinklerAtThresholds(c, [0.9, 0.7]),
}


def main(carpeta: Path) -> dict:
    caso = json.loads((carpeta / "caso.json").read_text())
    logging.disable(logging.WARNING)
    conexion = duckdb.connect(str(carpeta / "banco.duckdb"), config={"threads": 2})
    api = DuckDBAPI(connection=conexion)
    listas = []
    for archivo in sorted(carpeta.glob("*.csv")):
        lista = conexion.read_csv(str(archivo), all_varchar=True)
        lista.create(archivo.stem)
        listas.append(api.register(archivo.stem))
    inicio = time.monotonic()
    enlazador = Linker(
        listas,
        SettingsCreator(
            link_type="link_only" if len(listas) > 1 else "dedupe_only",
            comparisons=[COMPARACIONES[clase](campo) for campo, clase in caso["campos"].items()],
            blocking_rules_to_generate_predictions=[_regla(r) for r in caso["bloques"]],
            retain_matching_columns=False,
        ),
    )
    ensenanza = enlazador.training
    ensenanza.estimate_probability_two_random_records_match(
        [_regla(r) for r in caso["seguras"]], recall=caso["recogen"]
    )
    ensenanza.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for regla in caso["ensenan"]:
        ensenanza.estimate_parameters_using_expectation_maximisation(_regla(regla))
    aprendido = time.monotonic()
    pares = enlazador.inference.predict(threshold_match_weight=caso["desde"])
    filas = conexion.execute(
        "SELECT match_weight, unique_id_l, unique_id_r "
        f"FROM {pares.physical_name} ORDER BY 1 DESC, 2, 3"
    ).fetchall()
    return {
        "aprender": aprendido - inicio,
        "segundos": time.monotonic() - inicio,
        "pico_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "pares": filas,
    }


def _regla(regla: str | list[str]):
    """A condition of SQL as it is, or columns that must be equal."""
    return regla if isinstance(regla, str) else block_on(*regla)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
