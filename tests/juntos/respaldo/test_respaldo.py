"""Backup and restore through their commands, over a real PostgreSQL and real files."""

import os
import resource
import signal
import stat
import subprocess
import sys
import time
import urllib.parse

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from captacion.models import Persona
from juntos.respaldo import cifrado, copia, digesto, restauracion, servidor
from juntos.respaldo.errores import ErrorDeRespaldo
from tests.fallas.test_disco_lleno import disco
from tests.juntos.respaldo.conftest import CLAVE, OTRA_CLAVE, negarse


def tablas(base: str) -> digesto.Tablas:
    with servidor.conectar(base) as conexion:
        return digesto.de_tablas(conexion)


def intacto(destino: dict) -> bool:
    return not servidor.existe(destino["base"]) and not destino["archivos"].exists()


# --- There and back


def test_ida_y_vuelta_deja_iguales_la_base_y_los_archivos(instalacion, carpetas, destino, capsys):
    antes = tablas(servidor.base_actual())
    call_command("respaldar", str(carpetas / "copias"))
    call_command("restaurar", str(carpetas / "copias"), **destino)

    assert antes["public.captacion_persona"][0] == Persona.objects.count() > 0
    assert tablas(destino["base"]) == antes
    for ruta in digesto.recorrer(instalacion):
        otra = destino["archivos"] / ruta.relative_to(instalacion)
        assert otra.read_bytes() == ruta.read_bytes()
        assert stat.S_IMODE(otra.stat().st_mode) == 0o600
    assert "iguales al respaldo" in capsys.readouterr().out


def test_lo_restaurado_sirve_para_trabajar(respaldo, destino):
    """Sequences, constraints and triggers are there: a second person, no second DNI, no erasure."""
    call_command("restaurar", str(respaldo), **destino)
    with servidor.conectar(destino["base"]) as conexion:
        (ultima,) = conexion.execute("SELECT max(id) FROM captacion_persona").fetchone()
        (sigue,) = conexion.execute("SELECT nextval('captacion_persona_id_seq')").fetchone()
        assert sigue > ultima
        with pytest.raises(psycopg.errors.CheckViolation):
            conexion.execute("UPDATE juntos_distrito SET ubigeo = 'x'")


def test_un_respaldo_es_solo_de_su_duenio_y_no_se_lee(respaldo):
    assert stat.S_IMODE(respaldo.stat().st_mode) == 0o600
    contenido = respaldo.read_bytes()
    for secreto in (b"QUISPE", b"manifiesto", b"PGDMP", b"acuerdos", CLAVE.encode()):
        assert secreto not in contenido


def test_lo_que_se_escribe_mientras_se_copia_no_entra_a_medias(
    instalacion, carpetas, destino, monkeypatch
):
    """The dump, the counts and the digests are of one instant."""
    de_tablas = digesto.de_tablas

    def y_alguien_escribe(conexion):
        digestos = de_tablas(conexion)
        with servidor.conectar(servidor.base_actual()) as otra:
            otra.execute("INSERT INTO juntos_unidadterritorial (codigo, nombre) VALUES ('ZZ', 'Z')")
        return digestos

    with monkeypatch.context() as parche:
        parche.setattr(digesto, "de_tablas", y_alguien_escribe)
        call_command("respaldar", str(carpetas / "copias"))
    call_command("restaurar", str(carpetas / "copias"), **destino)


def test_reemplazar_toma_el_lugar_y_guarda_lo_anterior(respaldo, instalacion, otra_base):
    """Over the very database in use, with somebody inside."""
    base, antes = servidor.base_actual(), tablas(servidor.base_actual())
    with servidor.conectar(base) as alguien:
        alguien.execute("UPDATE captacion_persona SET nombres = 'OTRO'")
        (instalacion / "nuevo").touch()
        call_command("restaurar", str(respaldo), reemplazar=True)
        with pytest.raises(psycopg.OperationalError):
            alguien.execute("SELECT 1")
    try:
        assert tablas(base) == antes
        assert Persona.objects.filter(nombres="OTRO").count() == 0
        assert not (instalacion / "nuevo").exists()
        (anterior,) = instalacion.parent.glob("archivos.antes-*")
        assert (anterior / "nuevo").exists()
        (guardada,) = guardadas(base)
        assert tablas(guardada)["public.captacion_persona"] != antes["public.captacion_persona"]
    finally:
        for guardada in guardadas(base):
            servidor.borrar(guardada)


def test_si_lo_restaurado_no_es_igual_lo_que_habia_queda_como_estaba(
    instalacion, carpetas, destino, monkeypatch
):
    call_command("respaldar", str(carpetas / "bueno.respaldo"))
    call_command("restaurar", str(carpetas / "bueno.respaldo"), **destino)
    antes = tablas(destino["base"]), digesto.de_archivos(destino["archivos"])
    de_tablas = digesto.de_tablas
    with monkeypatch.context() as parche:
        otro = {"public.captacion_persona": [10, "7"]}
        parche.setattr(digesto, "de_tablas", lambda conexion: de_tablas(conexion) | otro)
        call_command("respaldar", str(carpetas / "malo.respaldo"))

    frase = negarse("restaurar", str(carpetas / "malo.respaldo"), reemplazar=True, **destino)

    assert "no es igual al respaldo. public.captacion_persona" in frase
    assert (tablas(destino["base"]), digesto.de_archivos(destino["archivos"])) == antes
    assert servidor.abandonadas(destino["base"], "nueva") == []
    assert list(carpetas.glob("restaurados.*")) == []


def guardadas(base: str) -> list[str]:
    with servidor.mantenimiento() as conexion:
        todas = conexion.execute("SELECT datname FROM pg_database").fetchall()
    return [otra for (otra,) in todas if otra.startswith(f"{base}_antes_")]


# --- Refusals


def test_un_byte_cambiado_se_rechaza_antes_de_tocar_nada(respaldo, destino):
    bueno = respaldo.read_bytes()
    sellado = cifrado.TROZO + cifrado.ETIQUETA
    for posicion in (
        3,
        len(cifrado.MAGIA) + 1,
        cifrado.CABECERA,
        cifrado.CABECERA + sellado + 5,
        len(bueno) // 2,
        len(bueno) - 2000,
        len(bueno) - 1,
    ):
        danado = bytearray(bueno)
        danado[posicion] ^= 0x10
        respaldo.write_bytes(danado)
        assert "dañad" in negarse("restaurar", str(respaldo), **destino)
        assert intacto(destino)


def test_uno_cortado_se_rechaza_antes_de_tocar_nada(respaldo, destino):
    bueno = respaldo.read_bytes()
    sellado = cifrado.TROZO + cifrado.ETIQUETA
    for quedan in (0, 40, cifrado.CABECERA, cifrado.CABECERA + sellado, len(bueno) - 1):
        respaldo.write_bytes(bueno[:quedan])
        assert "dañado" in negarse("restaurar", str(respaldo), **destino)
    respaldo.write_bytes(bueno + b"0")
    assert "dañado" in negarse("restaurar", str(respaldo), **destino)
    assert intacto(destino)


def test_con_otra_clave_o_sin_clave_no_se_restaura(respaldo, destino, monkeypatch):
    monkeypatch.setenv(cifrado.VARIABLE, OTRA_CLAVE)
    assert "no es la de este respaldo" in negarse("restaurar", str(respaldo), **destino)
    monkeypatch.delenv(cifrado.VARIABLE)
    assert f"Falta la variable de entorno {cifrado.VARIABLE}" in negarse(
        "restaurar", str(respaldo), **destino
    )
    assert intacto(destino)


def test_sin_clave_no_se_respalda(instalacion, carpetas, monkeypatch):
    monkeypatch.delenv(cifrado.VARIABLE)
    assert cifrado.VARIABLE in negarse("respaldar", str(carpetas / "copias"))
    assert not (carpetas / "copias").exists()


def test_un_respaldo_no_se_escribe_sobre_otro(respaldo):
    antes = respaldo.read_bytes()
    assert "ya existe" in negarse("respaldar", str(respaldo))
    assert respaldo.read_bytes() == antes


def test_sobre_una_base_con_datos_no_se_restaura(respaldo, destino):
    call_command("restaurar", str(respaldo), **destino)
    antes = tablas(destino["base"])
    with servidor.conectar(destino["base"]) as conexion:
        conexion.execute("UPDATE captacion_persona SET nombres = 'OTRO'")

    frase = negarse("restaurar", str(respaldo), **destino)

    assert "no está vacía" in frase
    assert "--reemplazar" in frase
    assert tablas(destino["base"]) != antes


def test_sobre_una_carpeta_con_archivos_no_se_restaura(respaldo, destino):
    destino["archivos"].mkdir()
    (destino["archivos"] / "de alguien").touch()
    assert "no está vacía" in negarse("restaurar", str(respaldo), **destino)
    assert not servidor.existe(destino["base"])


def test_uno_de_una_version_mas_nueva_no_se_restaura(instalacion, carpetas, destino):
    futuro = MigrationRecorder(connection).Migration(app="juntos", name="9999_del_futuro")
    futuro.save()
    try:
        hecho = copia.respaldar(carpetas / "uno.respaldo")
    finally:
        futuro.delete()
    assert "más nueva" in negarse("restaurar", str(hecho.ruta), **destino)
    assert intacto(destino)


def test_sin_espacio_no_se_empieza(respaldo, destino):
    with disco(1024) as chico:
        frase = negarse("restaurar", str(respaldo), **destino | {"archivos": chico / "archivos"})
        assert "No queda espacio" in frase
        assert not servidor.existe(destino["base"])


@pytest.mark.parametrize("nombre", ["no está.respaldo", "vacía"])
def test_lo_que_no_es_un_respaldo_se_dice(carpetas, destino, nombre):
    (carpetas / "vacía").mkdir()
    assert "respaldo" in negarse("restaurar", str(carpetas / nombre), **destino)


# --- The comparison can fail


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        (
            "UPDATE captacion_persona SET nombres = 'RITA' WHERE nombres = 'LUZ'",
            "public.captacion_persona: las mismas",
        ),
        (
            "DELETE FROM captacion_captacion WHERE id = (SELECT min(id) FROM captacion_captacion)",
            "public.captacion_captacion: se esperaban 5 filas y hay 4",
        ),
        ("DROP TABLE django_session", "public.django_session: las mismas 0 filas con otro"),
        ("CREATE TABLE de_mas (n int)", "public.de_mas"),
    ],
    ids=["otro-valor", "una-menos", "tabla-menos", "tabla-mas"],
)
def test_un_cambio_despues_de_restaurar_se_halla(respaldo, destino, cambio, dice):
    manifiesto = restauracion.verificar(respaldo, CLAVE.encode())
    lugar = {"base": destino["base"], "carpeta": destino["archivos"]}
    restauracion.reconstruir(respaldo, CLAVE.encode(), manifiesto, **lugar)
    with servidor.conectar(destino["base"]) as conexion:
        conexion.execute("SET session_replication_role = replica")
        conexion.execute(cambio)
    with pytest.raises(ErrorDeRespaldo) as distinto:
        restauracion.exigir_igual(manifiesto, **lugar)
    assert dice in str(distinto.value)


def test_un_archivo_cambiado_despues_de_restaurar_se_halla(respaldo, destino):
    manifiesto = restauracion.verificar(respaldo, CLAVE.encode())
    lugar = {"base": destino["base"], "carpeta": destino["archivos"]}
    restauracion.reconstruir(respaldo, CLAVE.encode(), manifiesto, **lugar)
    next(digesto.recorrer(destino["archivos"])).write_bytes(b"otro")
    with pytest.raises(ErrorDeRespaldo, match="archivos: no son los mismos"):
        restauracion.exigir_igual(manifiesto, **lugar)


# --- Cut in the middle


def respaldar_aparte(carpetas, **opciones) -> subprocess.Popen:
    """The command as a process of its own, over this test's database and a huge (hollow) file."""
    archivos = carpetas / "pruebas" / "archivos"
    archivos.mkdir(parents=True)
    with (archivos / "enorme").open("wb") as hueco:
        hueco.truncate(8 << 30)
    base = connection.settings_dict
    direccion = urllib.parse.urlencode({"host": base["HOST"]})
    return subprocess.Popen(
        [sys.executable, "manage.py", "respaldar", str(carpetas / "copias")],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": f"postgresql://{base['USER']}@/{base['NAME']}?{direccion}",
            "JUNTOS_DATOS": str(carpetas),
            "DJANGO_SETTINGS_MODULE": "juntos.settings.pruebas",
        },
        stderr=subprocess.PIPE,
        text=True,
        **opciones,
    )


def test_uno_matado_a_la_mitad_no_deja_nada_que_parezca_un_respaldo(instalacion, carpetas, destino):
    copias = carpetas / "copias"
    proceso = respaldar_aparte(carpetas)
    limite = time.monotonic() + 60
    while not any(r.stat().st_size > 8 * cifrado.TROZO for r in copias.glob(".*.parcial")):
        assert proceso.poll() is None, proceso.stderr.read()
        assert time.monotonic() < limite
        time.sleep(0.01)
    proceso.send_signal(signal.SIGKILL)
    proceso.communicate()

    (resto,) = copias.iterdir()
    assert resto.name.endswith(".parcial")
    assert "No hay respaldos" in negarse("restaurar", str(copias), **destino)
    assert "dañado o incompleto" in negarse("restaurar", str(resto), **destino)
    assert intacto(destino)


def test_sin_disco_a_la_mitad_lo_dice_y_no_deja_nada(instalacion, carpetas):
    tope = 16 * cifrado.TROZO
    proceso = respaldar_aparte(
        carpetas, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (tope, tope))
    )
    _, error = proceso.communicate(timeout=60)

    assert proceso.returncode == 2
    assert "No queda espacio" in error
    assert list((carpetas / "copias").iterdir()) == []
