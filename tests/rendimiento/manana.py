"""A morning of 1,500 managers, driven by Locust against Granian and PostgreSQL on this machine.

They come at random instants, 1,500 in 3,600 s, for MANANA_SEGUNDOS (600) alone and then beside a
load of MANANA_FILAS (1,000,000) rows, for as long as that takes. What was answered is counted in
the database afterwards. MANANA_CONTACTOS (500,000) are in the queue.
"""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.rendimiento import cola
from tests.rendimiento._comun import RAIZ, _direccion, base, manage, web_en_marcha

GESTORAS, HORA = 1500, 3600
SEGUNDOS = int(os.environ.get("MANANA_SEGUNDOS", 600))
FILAS = int(os.environ.get("MANANA_FILAS", 1_000_000))
CONTACTOS = int(os.environ.get("MANANA_CONTACTOS", 500_000))
SEMILLA = int(os.environ.get("FALLAS_SEMILLA", 2026))
PAUSA = (2, 10)
META_MS, META_CON_CARGA_MS = 300, 600
CLAVE = "una-manana-de-prueba"
CONTAR = """
SELECT count(*), count(DISTINCT visita_id), count(*) FILTER (WHERE estado = 'aplicado'),
    (SELECT count(*) FROM afiliacion_visita)
FROM afiliacion_registrodecampo
"""


def medir() -> list[dict]:
    with tempfile.TemporaryDirectory() as carpeta, _base(), web_en_marcha(procesos_web=2) as url:
        sola = _ventana(Path(carpeta), url, "sola", SEGUNDOS)
        cifras = _cifras("mañana", sola, META_MS)
        print(*cifras[:5], sep="\n", file=sys.stderr)
        if FILAS:
            archivo = _padron(Path(carpeta))
            with _cargando(archivo, Path(carpeta)) as carga:
                con_carga = _ventana(Path(carpeta), url, "con_carga", HORA // 2, hasta=carga)
            cifras += _cifras(f"mañana con {FILAS:,} filas entrando", con_carga, META_CON_CARGA_MS)
            sola["enviados"] += con_carga["enviados"]
        return [*cifras, _perdidos(len(sola["enviados"]))]


@contextlib.contextmanager
def _base():
    """The queue of a country, and one password for all its managers."""
    from django.contrib.auth.hashers import make_password
    from django.db import connection

    from juntos.models import Usuario
    from tests import fabricas

    sql = Path(cola.__file__).with_suffix(".sql").read_text()
    with base("banco_manana"), connection.cursor() as cursor:
        fabricas.CargaFactory()
        cursor.execute(sql.replace("499999", str(CONTACTOS - 1)))
        cursor.execute("VACUUM ANALYZE")
        # What was made here is on disk before the morning, as a country's of years is.
        cursor.execute("CHECKPOINT")
        Usuario.objects.filter(rol="gestora").update(password=make_password(CLAVE))
        yield


def _ventana(carpeta: Path, url: str, nombre: str, segundos: int, hasta=None) -> dict:
    """What Locust saw of the managers who came in `segundos`; with `hasta`, until that ends.

    Of those who were still there then, also what they asked for afterwards is done, and not timed.
    """
    from juntos.models import Usuario

    cuantas = max(1, GESTORAS * segundos // HORA)
    gestoras = list(Usuario.objects.filter(rol="gestora").values_list("username", flat=True))
    mias = gestoras[:cuantas] if nombre == "sola" else gestoras[-cuantas:]
    plan = carpeta / f"{nombre}.json"
    salida = carpeta / f"{nombre}.salida.json"
    datos = {"url": url, "gestoras": mias, "clave": CLAVE, "semilla": SEMILLA, "pausa": PAUSA}
    plan.write_text(json.dumps(datos | {"salida": str(salida), "segundos": segundos}))
    orden = [
        sys.executable,
        "-m",
        "locust",
        "-f",
        str(RAIZ / "tests/rendimiento/_locust_manana.py"),
    ]
    orden += ["--headless", "-u", str(cuantas), "-r", str(cuantas), "--only-summary"]
    orden += ["-t", f"{segundos}s", "--stop-timeout", "120", "--exit-code-on-error", "0"]
    antes, desde = _cpu(), time.monotonic()
    with (carpeta / f"{nombre}.log").open("w") as registro:
        locust = subprocess.Popen(
            orden, env=os.environ | {"MANANA_PLAN": str(plan)}, stdout=registro, stderr=registro
        )
        while locust.poll() is None and (hasta is None or hasta.poll() is None):
            time.sleep(0.5)
        fin = time.time()
        locust.terminate() if locust.poll() is None else None
        locust.wait()
    gasto = {quien: segundos - antes[quien] for quien, segundos in _cpu().items()}
    hecho = json.loads(salida.read_text())
    pedidos = [(nombre, ms, falla) for nombre, a_las, ms, falla in hecho["pedidos"] if a_las < fin]
    hecho |= {"pedidos": pedidos, "cpu": gasto}
    return hecho | {"duro": time.monotonic() - desde, "carga": os.getloadavg()[1]}


def _cifras(titulo: str, hecho: dict, meta: int) -> list[dict]:
    tiempos = [ms for _, ms, _ in hecho["pedidos"]]
    p95 = statistics.quantiles(tiempos, n=20)[-1]
    de = f"{len(tiempos):,} pedidos en {hecho['duro']:.0f} s, carga media {hecho['carga']:.1f}"
    errores = sum(bool(error) for _, _, error in hecho["pedidos"])
    cifras = [
        {"nombre": titulo, "valor": round(p95, 1), "unidad": f"ms, p95 de {de}", "meta": meta},
        {
            "nombre": titulo,
            "valor": round(statistics.median(tiempos), 1),
            "unidad": "ms, mediana",
        },
        {"nombre": titulo, "valor": errores, "unidad": "pedidos con error", "meta": 0},
    ]
    for quien, segundos in hecho["cpu"].items():
        ms = round(1000 * segundos / len(tiempos), 1)
        cifras.append({"nombre": titulo, "valor": ms, "unidad": f"ms de CPU de {quien} por pedido"})
    for pagina in sorted({nombre for nombre, _, _ in hecho["pedidos"]}):
        suyos = [ms for nombre, ms, _ in hecho["pedidos"] if nombre == pagina]
        p95 = statistics.quantiles(suyos, n=20)[-1] if len(suyos) > 1 else suyos[0]
        unidad = f"ms, p95 de {len(suyos)} pedidos"
        cifras.append({"nombre": f"{titulo}: {pagina}", "valor": round(p95, 1), "unidad": unidad})
    return cifras


def _perdidos(enviadas: int) -> dict:
    """Visits that were answered and are not there exactly once, each with its record."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(CONTAR)
        cuentas = cursor.fetchone()
    nombre = f"mañana: de {enviadas:,} visitas respondidas, las perdidas o repetidas"
    valor = max(abs(cuenta - enviadas) for cuenta in cuentas)
    return {"nombre": nombre, "valor": valor, "unidad": "visitas", "meta": 0}


def _padron(carpeta: Path) -> Path:
    orden = ["simular", "--salida", str(carpeta), "--dias", "60", "--filas-padron", str(FILAS)]
    manage(orden, dict(os.environ))
    return carpeta / "padron_nominal.txt"


@contextlib.contextmanager
def _cargando(archivo: Path, carpeta: Path):
    """The file goes in by a process of its own, as a worker's would."""
    entorno = os.environ | {"DATABASE_URL": _direccion(), "JUNTOS_DATOS": str(carpeta / "datos")}
    with (carpeta / "importar.log").open("w") as registro:
        proceso = subprocess.Popen(
            [sys.executable, str(RAIZ / "manage.py"), "importar", str(archivo), "--json"],
            env=entorno,
            cwd=RAIZ,
            stdout=registro,
            stderr=registro,
        )
        yield proceso
        if proceso.wait():
            raise SystemExit((carpeta / "importar.log").read_text())


def _cpu() -> dict[str, float]:
    """Seconds of processor of the web and of PostgreSQL, up to now."""
    from django.conf import settings

    pid = (settings.JUNTOS_DATOS / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0]
    gasto = {"la web": 0.0, "PostgreSQL": _ticks(Path("/proc") / pid, con_hijos=True)}
    for carpeta in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            orden = (carpeta / "cmdline").read_bytes()
            if b"granian" in orden and b"/banco_manana?" in (carpeta / "environ").read_bytes():
                gasto["la web"] += _ticks(carpeta)
            elif orden.startswith(b"postgres: ") and b" banco_manana " in orden:
                gasto["PostgreSQL"] += _ticks(carpeta)
    return gasto


def _ticks(carpeta: Path, *, con_hijos: bool = False) -> float:
    """Seconds of a process; `con_hijos`, those of its children that have ended too."""
    cifras = (carpeta / "stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, cifras[11 : 15 if con_hijos else 13])) / os.sysconf("SC_CLK_TCK")
