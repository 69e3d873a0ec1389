"""Any part of the system killed at random while phones send and files load: nothing changes."""

import os
import random
import time
from pathlib import Path

import psycopg
import pytest

from tests.fallas import trabajo
from tests.fallas.huella import diferencias, exigir_igual
from tests.fallas.sistema import PARTES, Sistema, sistema_aparte
from tests.fallas.telefonos import Enviando, Telefono, repartir

VECES = 10 if trabajo.LARGAS else 1
TELEFONOS, VISITAS = (6, 400) if trabajo.LARGAS else (4, 45)
MUNDOS, HOGARES = (6, 1500) if trabajo.LARGAS else (1, 300)
# Seconds between two kills, and between a death and its restart (RestartSec=2).
ENTRE_MUERTES, MUERTA = ((1.0, 4.0), (0.2, 2.0)) if trabajo.LARGAS else ((0.5, 1.5), (0.2, 0.5))
FUENTES = trabajo.ARCHIVOS if trabajo.LARGAS else ("juntos", "padron_nominal")
CALMA = 60
# A bound for a machine with other work; alone all of it takes minutes.
PACIENCIA = 1200 if trabajo.LARGAS else 300
CARGA = "SELECT estado, segundos FROM captacion_carga WHERE nombre_archivo = '{}'"
REINTENTAR = """
from captacion.acciones import reintentar
from captacion.models import Carga
from juntos.models import Usuario
reintentar(Carga.objects.get(nombre_archivo={nombre!r}), por=Usuario.objects.get(username="sede"))
"""
UNA_VEZ = """
SELECT count(*), count(DISTINCT visita_id), count(*) FILTER (WHERE estado = 'aplicado'),
    (SELECT count(*) FROM afiliacion_visita)
FROM afiliacion_registrodecampo
"""


@pytest.fixture
def archivos(tmp_path) -> list[tuple[str, Path]]:
    """(source, file), in the order in which they come."""
    from captacion.simulacion.simulador import Simulador

    lista = []
    for mundo in range(MUNDOS):
        carpeta = tmp_path / str(mundo)
        Simulador(
            carpeta, hogares=HOGARES, dias=60, hasta=trabajo.HOY, semilla=7 + mundo, sucio=0.02
        ).correr()
        for fuente in FUENTES:
            ruta = carpeta / f"{fuente}.txt"
            lista.append((fuente, ruta.rename(carpeta / f"{fuente}_{mundo}.txt")))
    return lista


class Corrida:
    """The same work, in peace or with deaths."""

    def __init__(self, sistema: Sistema, archivos: list[tuple[str, Path]]):
        self.sistema, self.por_llegar = sistema, list(archivos)
        self.llegado: Path | None = None

    def avanzar(self) -> bool:
        """Drop the next file when the last one is loaded; whether all of them are."""
        if self.llegado and not self._cargado(self.llegado.name):
            return False
        if not self.por_llegar:
            return True
        fuente, self.llegado = self.por_llegar.pop(0)
        self._dejar(fuente, self.llegado)
        return False

    def _dejar(self, fuente: str, ruta: Path) -> None:
        entrada = self.sistema.entrada(fuente)
        entrada.mkdir(parents=True, exist_ok=True)
        nuevo = entrada / f".{ruta.name}"
        nuevo.write_bytes(ruta.read_bytes())
        os.utime(nuevo, (time.time() - 60,) * 2)
        nuevo.rename(entrada / ruta.name)

    def _cargado(self, nombre: str) -> bool:
        try:
            filas = self.sistema.servidor.sql(CARGA.format(nombre))
        except psycopg.OperationalError:
            return False
        if filas and filas[0][0] == "fallida":
            # Three deaths at the same file are shown to a person, who tries it again.
            self.sistema.servidor.shell(REINTENTAR.format(nombre=nombre), self.sistema.broker)
        return bool(filas) and filas[0][0] == "procesada" and filas[0][1] > 0

    def esperar(self, cuanto: float) -> None:
        limite = time.monotonic() + cuanto
        while not self.avanzar():
            assert time.monotonic() < limite, "una carga no terminó"
            time.sleep(0.2)


def con_muertes(corrida: Corrida, golpes: list[str], azar: random.Random) -> list[str]:
    relato = []
    for parte in golpes:
        hasta = time.monotonic() + azar.uniform(*ENTRE_MUERTES)
        while time.monotonic() < hasta:
            corrida.avanzar()
            time.sleep(0.1)
        corrida.sistema.matar(parte)
        relato.append(f"{parte} con {corrida.llegado and corrida.llegado.name} en curso")
        time.sleep(azar.uniform(*MUERTA))
        corrida.sistema.revivir(parte)
        corrida.sistema.dejar_pasar()
    return relato


def asentada(sistema: Sistema):
    """The digest once what the sweepers still had to do is done."""
    antes = sistema.servidor.huella()
    limite = time.monotonic() + CALMA
    while time.monotonic() < limite:
        time.sleep(3)
        ahora = sistema.servidor.huella()
        if not diferencias(antes, ahora):
            return ahora
        antes = ahora
    raise AssertionError("las tablas no dejaron de cambiar")


def test_muera_lo_que_muera_nada_se_pierde_ni_se_duplica(base_real, sede, archivos):
    type(sede).objects.filter(pk=sede.pk).update(username="sede")
    telefonos = repartir(TELEFONOS, VISITAS)
    azar = random.Random(trabajo.SEMILLA)
    golpes = [*PARTES] * VECES
    azar.shuffle(golpes)
    with sistema_aparte() as sistema:
        sistema.levantar()
        enviando = Enviando(telefonos, sistema.url, pausa=0)
        Corrida(sistema, archivos).esperar(PACIENCIA)
        enviando.esperar(PACIENCIA)
        esperada = asentada(sistema)

        sistema.empezar_de_nuevo()
        for telefono in telefonos:
            telefono.respuestas.clear()
            telefono.intentos = 0
        sistema.levantar()
        dura = len(golpes) * (sum(ENTRE_MUERTES) + sum(MUERTA)) / 2
        grupos = max(1, len(telefonos[0].registros) // 3)
        enviando = Enviando(telefonos, sistema.url, pausa=dura / grupos * 0.7)
        corrida = Corrida(sistema, archivos)
        relato = "\n".join([f"semilla {trabajo.SEMILLA}", *con_muertes(corrida, golpes, azar)])
        corrida.esperar(PACIENCIA)
        enviando.esperar(PACIENCIA)
        print(relato)
        print("envíos:", [telefono.intentos for telefono in telefonos])
        exigir_cada_visita_una_vez(sistema, telefonos)
        exigir_igual(esperada, asentada(sistema), relato)


def exigir_cada_visita_una_vez(sistema: Sistema, telefonos: list[Telefono]) -> None:
    enviadas = sum(len(telefono.registros) for telefono in telefonos)
    for telefono in telefonos:
        assert set(telefono.respuestas.values()) == {"aplicado"}
        assert telefono.respuestas.keys() == {registro["id"] for registro in telefono.registros}
    assert sistema.servidor.sql(UNA_VEZ) == [(enviadas,) * 4]
