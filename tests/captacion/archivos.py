"""Small files in the canonical profiles, written field by field, and their loads."""

import datetime as dt
from pathlib import Path

from django.core.files import File
from django.db import connection

from captacion.acciones import recibir
from captacion.fuentes import PERFILES
from captacion.importacion import procesar
from captacion.models import Carga
from juntos.models import Usuario

HOY = dt.date(2026, 11, 23)
MADRE, OTRA_MADRE, JEFE, GESTANTE = "91000001", "91000002", "91000003", "91000004"

# He shares no name with the mother: only his document leads to his household.
EL_JEFE = {"documento": JEFE, "ap_paterno": "QUISPE", "ap_materno": "APAZA", "nombres": "JUAN"}


def dia(hace: int) -> str:
    return f"{HOY - dt.timedelta(days=hace):%d/%m/%Y}"


BASE = {
    "padron_nominal": {
        "codigo_padron": "5000000001",
        "ap_paterno": "QUISPE",
        "ap_materno": "MAMANI",
        "nombres": "LUZ",
        "sexo": "2",
        "fecha_nacimiento": dia(5),
        "madre_documento": MADRE,
        "madre_ap_paterno": "MAMANI",
        "madre_ap_materno": "CCORI",
        "madre_nombres": "ROSA",
        "celular": "912345678",
        "lengua": "2",
        "creado_el": dia(4),
    },
    "sis_gestantes": {
        "tipo_documento": "1",
        "documento": GESTANTE,
        "ap_paterno": "HUAMAN",
        "ap_materno": "TICONA",
        "nombres": "NELY",
        "fur": dia(60),
        "atencion_el": dia(3),
        "celular": "912345679",
    },
    "pgh": {
        "codigo_hogar": "H1",
        "nivel": "POBRE",
        "cse_desde": "01/01/2026",
        "cse_hasta": "31/12/2028",
        "tipo_documento": "1",
        "documento": MADRE,
        "ap_paterno": "MAMANI",
        "ap_materno": "CCORI",
        "nombres": "ROSA",
        "sexo": "2",
        "fecha_nacimiento": "05/05/1995",
    },
    "juntos": {
        "codigo_hogar": "J1",
        "tipo_documento": "1",
        "documento": MADRE,
        "ap_paterno": "MAMANI",
        "ap_materno": "CCORI",
        "nombres": "ROSA",
        "estado": "1",
        "es_titular": "1",
    },
    "his": {
        "id_cita": "900001",
        "atencion_el": dia(3),
        "eess": "099000001",
        "tipo_documento": "1",
        "documento": GESTANTE,
        "codigo": "Z3491",
        "tipo_diagnostico": "D",
        "valor": "1",
        "correlativo_item": "1",
        "correlativo_lab": "1",
    },
    "fua": {
        "disa": "260",
        "lote": "26",
        "numero": "00000001",
        "eess": "99000001",
        "tipo_documento": "1",
        "documento": GESTANTE,
        "ap_paterno": "HUAMAN",
        "ap_materno": "TICONA",
        "nombres": "NELY",
        "fecha_nacimiento": "05/05/2000",
        "sexo": "2",
        "condicion_materna": "1",
        "atencion_el": f"{dia(3)} 10:30",
        "codigo": "009",
        "edad_gestacional": "8",
        "version": "0200",
    },
}


def texto(fuente: str, *filas: dict) -> str:
    """The canonical file of `fuente`; each row changes what it names of the base row."""
    columnas = PERFILES[fuente].columnas
    partes = [t if isinstance(t, tuple) else (t,) for t in columnas.values()]
    lineas = ["|".join(t for titulos in partes for t in titulos)]
    for cambios in filas:
        fila = BASE[fuente] | cambios
        celdas = []
        for canonica, titulos in zip(columnas, partes, strict=True):
            valor = fila.get(canonica, "")
            celdas += en_partes(valor, len(titulos))
        lineas.append("|".join(celdas))
    return "\n".join(lineas) + "\n"


def en_partes(valor: str, partes: int) -> list[str]:
    """A code in its parts of two digits (the ubigeo in three columns), or the value itself."""
    if partes == 1:
        return [valor]
    return [valor[2 * i : 2 * i + 2] for i in range(partes)]


def cargar_bytes(carpeta: Path, contenido: bytes, *, nombre="f.txt", hoy=HOY, **datos) -> Carga:
    """Receive and load a file as the web and the command do."""
    ruta = carpeta / nombre
    ruta.write_bytes(contenido)
    with ruta.open("rb") as f:
        carga = recibir(
            File(f),
            nombre=nombre,
            por=Usuario.objects.sistema(),
            hoy=hoy,
            **datos,
        )
    procesar(carga)
    carga.refresh_from_db()
    return carga


def todo_menos_la_carga() -> dict:
    """A digest of every table but the loads' own."""
    with connection.cursor() as cursor:
        tablas = [
            t
            for t in connection.introspection.table_names(cursor)
            if t.split("_")[0] in ("captacion", "juntos", "afiliacion") and t != "captacion_carga"
        ]
        digestos = {}
        for tabla in tablas:
            cursor.execute(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {tabla} t")
            digestos[tabla] = cursor.fetchone()[0]
    return digestos


class Cargador:
    """`cargar("pgh", {...}, {...})`: writes rows and loads them; a Carga comes back."""

    def __init__(self, carpeta: Path):
        self.carpeta = carpeta

    def __call__(self, fuente: str, *filas: dict, **datos) -> Carga:
        contenido = texto(fuente, *filas).encode()
        return cargar_bytes(self.carpeta, contenido, fuente=fuente, **datos)
