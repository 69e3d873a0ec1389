"""manage.py demo: the whole system on one machine, with synthetic people, until Ctrl-C."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import fcntl
import io
import os
import secrets
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from captacion.acciones import ArchivoRepetido, encolar, recibir
from captacion.models import Carga, EstadoCarga, Fuente
from captacion.simulacion.historia import repartir
from juntos import migraciones, procesos, servidores
from juntos.models import Asignacion, Distrito, Establecimiento, Rol, Usuario

HOGARES, DIAS, SUCIO = 12_000, 120, 0.02
# What is older than that is history: the deliveries of its weeks, each loaded as of its day.
RECIENTES = 21
HOGARES_PRIMERO = [("juntos.txt", Fuente.JUNTOS), ("pgh.txt", Fuente.PGH)]
ARCHIVOS = [
    ("padron_nominal.txt", Fuente.PADRON_NOMINAL),
    ("sis_gestantes.txt", Fuente.SIS_GESTANTES),
]
COLUMNAS_UBIGEO = {"padron_nominal.txt": "CO_UBIGEO_INEI", "sis_gestantes.txt": "CO_UBIGEO"}
# Most rows of the Padrón are older children: these make about forty contacts.
FILAS_DE_UNA_GESTORA = 500
EN_ESPERA = {EstadoCarga.RECIBIDA, EstadoCarga.EN_PROCESO}
USUARIAS = [
    ("gestora", Rol.GESTORA, "Gladys", "Huamán Ccori"),
    ("supervisora", Rol.SUPERVISORA, "Sonia", "Mamani Flores"),
    ("sede", Rol.SEDE, "Selene", "Rojas Paredes"),
    ("administracion", Rol.ADMINISTRACION, "Adela", "Torres Vega"),
]


class Terminada(Exception):
    """Somebody asked the demo to end."""


class Command(BaseCommand):
    help = (
        "Levanta todo con datos sintéticos: servidores, web, trabajador y cargas. Ctrl-C termina."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--puerto", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--sin-datos", action="store_true", help="no carga archivos sintéticos")

    def handle(self, *, puerto, sin_datos, **opciones):
        if not settings.PERMITE_DEMO:
            raise CommandError("La demostración crea usuarias de clave conocida: no en producción.")
        self.datos, self.direccion = settings.JUNTOS_DATOS, f"http://127.0.0.1:{puerto}"
        for aviso in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(aviso, _terminar)
        hijos = []
        try:
            with self._unica():
                exigir_puerto_libre(puerto)
                self._preparar()
                hijos += self._lanzar(puerto)
                clave = self._usuarias(None if sin_datos else self._simular())
                self._esperar_salud(hijos)
                self._presentar(clave)
                if not sin_datos:
                    self._cargar(hijos)
                self._decir("Listo. Ctrl-C termina todo lo que se inició.")
                while True:
                    self._vigilar(hijos)
                    time.sleep(1)
        except Terminada:
            self._decir("\nDeteniendo…")
        finally:
            for aviso in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(aviso, signal.SIG_IGN)
            procesos.detener(hijos)
            connection.close()
            servidores.soltar(self.datos)

    def _decir(self, texto: str) -> None:
        # The terminal may have gone with whoever closed it.
        with contextlib.suppress(OSError):
            self.stdout.write(texto)
            self.stdout.flush()

    # --- Before anybody can enter

    @contextlib.contextmanager
    def _unica(self) -> Iterator[None]:
        """One demo a data folder; what a killed one left running is ended first."""
        self.datos.mkdir(parents=True, exist_ok=True)
        with (self.datos / "demo.cerrojo").open("a+") as cerrojo:
            try:
                fcntl.flock(cerrojo, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CommandError("La demostración de esta carpeta ya está en marcha.") from None
            for pid in _pids(self.datos) & procesos.grupos_con(sys.executable):
                procesos.matar_grupo(pid)
            yield

    def _preparar(self) -> None:
        servidores.exigir_espacio(self.datos)
        self._decir("Preparando la base de datos…")
        if migraciones.faltan():
            call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEBUG and not _estaticos_al_dia():
            self._decir("Reuniendo los archivos estáticos…")
            call_command("collectstatic", interactive=False, verbosity=0)

    def _simular(self) -> Path:
        """The synthetic files, written once: a second demo goes on with the same people."""
        carpeta = self.datos / "demo"
        if not carpeta.exists():
            self._decir(f"Inventando {HOGARES:,} hogares y {DIAS} días de nacimientos y embarazos…")
            parcial = self.datos / "demo.parcial"
            shutil.rmtree(parcial, ignore_errors=True)
            opciones = {"hogares": HOGARES, "dias": DIAS, "sucio": SUCIO, "stdout": io.StringIO()}
            call_command("simular", salida=parcial, **opciones)
            repartir(parcial, hasta=timezone.localdate(), dias=DIAS, recientes=RECIENTES)
            parcial.rename(carpeta)
        return carpeta

    def _usuarias(self, carpeta: Path | None) -> str:
        """One login per role; who works a territory gets the densest one of the sample."""
        archivo = self.datos / "demo-clave"
        if not archivo.exists():
            archivo.touch(mode=0o600)
            archivo.write_text(f"juntos-{secrets.token_hex(3)}")
        clave = archivo.read_text()
        distritos = distritos_mas_densos(carpeta)
        for username, rol, nombres, apellidos in USUARIAS:
            crear_usuaria(username, rol, nombres, apellidos, clave=clave, distritos=distritos)
        if carpeta:
            cargar_establecimientos(carpeta / "establecimientos.csv")
        return clave

    # --- The servers of people and of tasks

    def _lanzar(self, puerto: int) -> list:
        registro = self.datos / "registro"
        registro.mkdir(mode=0o700, exist_ok=True)
        web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(puerto)]
        web += ["--workers", "1", "--blocking-threads", "4", "juntos.wsgi:application"]
        trabajador = ["celery", "-A", "juntos.celery", "worker", "--beat", "--concurrency", "2"]
        trabajador += ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
        hijos = [
            procesos.lanzar([sys.executable, "-m", *web], registro=registro / "web.log"),
            # A killed demo's worker drops what it does: the load is undone and taken up again.
            procesos.lanzar(
                [sys.executable, "-m", *trabajador],
                registro=registro / "trabajador.log",
                al_morir=signal.SIGQUIT,
            ),
        ]
        (self.datos / "demo.pids").write_text("\n".join(str(hijo.pid) for hijo in hijos))
        return hijos

    def _esperar_salud(self, hijos) -> None:
        limite = time.monotonic() + 60
        while not _responde(f"{self.direccion}/salud/"):
            self._vigilar(hijos)
            if time.monotonic() > limite:
                raise CommandError(f"El sistema no responde: vea {self.datos / 'registro'}.")
            time.sleep(0.3)

    def _vigilar(self, hijos) -> None:
        for hijo in hijos:
            if hijo.poll() is not None:
                raise CommandError(
                    f"Se detuvo {hijo.args[2]} (código {hijo.returncode}): "
                    f"vea {self.datos / 'registro'}."
                )

    def _presentar(self, clave: str) -> None:
        self._decir(f"\nCaptación temprana está en {self.direccion}\n")
        for username, rol, *_ in USUARIAS:
            self._decir(f"  {username:<15} clave {clave}   {Rol(rol).label}")
        self._decir("")

    # --- Files in, through the worker

    def _cargar(self, hijos) -> None:
        sede = Usuario.objects.get(username="sede")
        for nombre, fuente in HOGARES_PRIMERO:
            self._cargar_uno(nombre, hijos, fuente=fuente, por=sede)
        for nombre, fuente, dia in historia(self.datos / "demo"):
            self._cargar_uno(nombre, hijos, fuente=fuente, por=sede, hoy=dia, inicial=False)
        for nombre, fuente in ARCHIVOS:
            self._cargar_uno(nombre, hijos, fuente=fuente, por=sede)

    def _cargar_uno(self, nombre: str, hijos, **datos) -> None:
        carga, nueva = recibir_una_vez(self.datos / "demo" / nombre, **datos)
        if nueva or carga.estado in EN_ESPERA:
            self._seguir(carga, hijos)

    def _seguir(self, carga: Carga, hijos) -> None:
        """Show the load until it ends; the worker does it, here we only look."""
        dicho = ""
        # `segundos` is the last thing written, when its captures are in the queue.
        while carga.estado in EN_ESPERA or (
            carga.estado == EstadoCarga.PROCESADA and not carga.segundos
        ):
            self._vigilar(hijos)
            time.sleep(0.3)
            carga.refresh_from_db()
            leido = 100 * carga.bytes_leidos // max(carga.tamano, 1)
            ahora = f"  {carga.nombre_archivo}: {carga.paso or 'En espera'} ({leido} % leído)"
            if ahora != dicho and carga.estado in EN_ESPERA:
                self._decir(ahora)
                dicho = ahora
        if carga.estado != EstadoCarga.PROCESADA:
            raise CommandError(f"{carga.nombre_archivo} no se cargó: {carga.motivo}")
        self._decir(
            f"  {carga.nombre_archivo}: {carga.leidas:,} filas en {carga.segundos} s "
            f"({carga.nuevas:,} nuevas, {carga.actualizadas:,} actualizadas, "
            f"{carga.sin_cambio:,} sin cambio, {carga.en_revision:,} en revisión, "
            f"{carga.rechazadas:,} rechazadas), {carga.captaciones:,} captaciones, "
            f"{carga.contactos:,} contactos"
        )


def _terminar(senal, marco) -> None:
    raise Terminada


def exigir_puerto_libre(puerto: int) -> None:
    with socket.socket() as prueba:
        prueba.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prueba.bind(("127.0.0.1", puerto))
        except OSError:
            raise CommandError(
                f"El puerto {puerto} está ocupado: termine el programa que lo usa o elija otro, "
                "por ejemplo PORT=8001 make demo."
            ) from None


def crear_usuaria(username, rol, nombres, apellidos, *, clave, distritos) -> Usuario:
    """The demo's own login, made once; assignments follow the sample that is loaded."""
    en_territorio = rol in (Rol.GESTORA, Rol.SUPERVISORA)
    usuaria = Usuario.objects.filter(username=username).first() or Usuario(username=username)
    usuaria.rol, usuaria.first_name, usuaria.last_name = rol, nombres, apellidos
    usuaria.unidad_territorial = distritos[0].unidad_territorial if en_territorio else None
    usuaria.is_staff = usuaria.is_superuser = rol == Rol.ADMINISTRACION
    if not usuaria.check_password(clave):
        usuaria.set_password(clave)
    usuaria.save()
    if rol == Rol.GESTORA:
        for distrito in distritos:
            Asignacion.objects.get_or_create(
                usuario=usuaria, distrito=distrito, defaults={"desde": timezone.localdate()}
            )
    return usuaria


def distritos_mas_densos(carpeta: Path | None) -> list[Distrito]:
    """Districts of the Unidad Territorial with most rows, until they keep one manager busy."""
    cuenta = contar_ubigeos(carpeta) if carpeta else Counter()
    distritos = Distrito.objects.filter(unidad_territorial__isnull=False)
    por_unidad: dict[int, list[Distrito]] = {}
    for distrito in distritos.select_related("unidad_territorial"):
        por_unidad.setdefault(distrito.unidad_territorial_id, []).append(distrito)
    unidad = max(por_unidad.values(), key=lambda suyos: sum(cuenta[d.pk] for d in suyos))
    elegidos, filas = [], 0
    for distrito in sorted(unidad, key=lambda d: -cuenta[d.pk]):
        elegidos.append(distrito)
        filas += cuenta[distrito.pk]
        if filas >= FILAS_DE_UNA_GESTORA:
            break
    return elegidos


def contar_ubigeos(carpeta: Path) -> Counter[str]:
    cuenta: Counter[str] = Counter()
    for nombre, columna in COLUMNAS_UBIGEO.items():
        with (carpeta / nombre).open(encoding="utf-8", errors="replace", newline="") as archivo:
            cuenta.update(
                fila[columna]
                for fila in csv.DictReader(archivo, delimiter="|", quoting=csv.QUOTE_NONE)
                if fila.get(columna)
            )
    return cuenta


def cargar_establecimientos(archivo: Path) -> None:
    """The sample's health facilities: a catalogue that the administrator keeps."""
    with archivo.open(encoding="utf-8", newline="") as texto:
        Establecimiento.objects.bulk_create(
            [
                Establecimiento(
                    codigo=fila["codigo"],
                    nombre=fila["nombre"],
                    distrito_id=fila["ubigeo"],
                    categoria=fila["categoria"],
                )
                for fila in csv.DictReader(texto)
            ],
            ignore_conflicts=True,
        )


def historia(carpeta: Path) -> list[tuple[str, str, dt.date]]:
    """(file, source, day) of each delivery before the last days, in order of arrival."""
    entregas = [
        (archivo.name, fuente, dt.date.fromisoformat(archivo.stem[-10:]))
        for nombre, fuente in ARCHIVOS
        for archivo in carpeta.glob(f"{Path(nombre).stem}_????-??-??.txt")
    ]
    return sorted(entregas, key=lambda entrega: (entrega[2], entrega[0]))


def recibir_una_vez(
    archivo: Path, *, fuente: str, por: Usuario, hoy: dt.date | None = None, inicial: bool = True
) -> tuple[Carga, bool]:
    """The load of `archivo`, and whether it is new; one that still waits is rung again.

    `inicial`: what existed before the system; its late captures do not count, nor go first.
    """
    try:
        with archivo.open("rb") as abierto:
            carga = recibir(
                File(abierto),
                nombre=archivo.name,
                por=por,
                fuente=fuente,
                hoy=hoy,
                inicial=inicial,
            )
    except ArchivoRepetido as repetido:
        carga = repetido.carga_anterior
        nueva = False
    else:
        nueva = True
    if carga.estado == EstadoCarga.RECIBIDA:
        encolar(carga)
    return carga, nueva


def _pids(datos: Path) -> set[int]:
    archivo = datos / "demo.pids"
    return {int(linea) for linea in archivo.read_text().split()} if archivo.exists() else set()


def _estaticos_al_dia() -> bool:
    """Whether nothing was written since the static files were last gathered."""

    def ultimo(carpeta: Path) -> float:
        return max((ruta.stat().st_mtime for ruta in carpeta.rglob("*")), default=0)

    return ultimo(settings.BASE_DIR / "static") < ultimo(settings.STATIC_ROOT)


def _responde(direccion: str) -> bool:
    try:
        with urllib.request.urlopen(direccion, timeout=5) as respuesta:  # noqa: S310 ours
            return respuesta.status == 200
    except (urllib.error.URLError, OSError):
        return False
