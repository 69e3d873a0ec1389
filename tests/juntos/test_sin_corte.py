"""A migration that would stop the release that runs is told; one that does not is let through."""

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.db.migrations import AddField, Migration, RunSQL
from django.db.migrations.loader import MigrationLoader

from juntos import sin_corte

MALAS = {
    "indice": "CREATE INDEX por_prueba ON captacion_persona (nombres)",
    "obligatoria": "ALTER TABLE captacion_persona ADD COLUMN nueva integer NOT NULL",
    "sin_defecto": "ALTER TABLE captacion_persona ALTER COLUMN sexo DROP DEFAULT",
    "tipo": "ALTER TABLE captacion_carga ALTER COLUMN leidas TYPE bigint",
    "no_nulo": 'ALTER TABLE "captacion_persona" ALTER COLUMN "sexo" SET NOT NULL',
    "unico": "ALTER TABLE captacion_persona ADD CONSTRAINT uno UNIQUE (dni, cui)",
    "revisa": "ALTER TABLE captacion_persona ADD CONSTRAINT c CHECK (sexo <> '')",
    "nombre": "ALTER TABLE captacion_persona RENAME COLUMN sexo TO genero",
    "columna": "ALTER TABLE captacion_persona DROP COLUMN sexo",
    "tabla": "DROP TABLE captacion_persona CASCADE",
}
BUENAS = {
    "indice": "CREATE INDEX CONCURRENTLY por_prueba ON captacion_persona (nombres)",
    "con_valor": "ALTER TABLE captacion_persona ADD COLUMN nueva int DEFAULT 0 NOT NULL",
    "sin_valor": "ALTER TABLE captacion_persona ADD COLUMN nueva integer NULL",
    "sin_validar": "ALTER TABLE captacion_persona ADD CONSTRAINT c CHECK (true) NOT VALID",
    "pequena": "CREATE INDEX por_prueba ON juntos_parametro (valor)",
    "nueva": "CREATE TABLE captacion_persona (); CREATE INDEX x ON captacion_persona (a)",
}


@pytest.mark.parametrize("orden", MALAS.values(), ids=MALAS)
def test_lo_que_detendria_a_la_version_en_marcha_se_dice(orden):
    (falta,) = sin_corte.faltas([orden])
    assert falta.startswith("en captacion_")


@pytest.mark.parametrize("orden", BUENAS.values(), ids=BUENAS)
def test_lo_que_no_detiene_a_nadie_pasa(orden):
    assert list(sin_corte.faltas([orden])) == []


@pytest.fixture
def con_migracion(monkeypatch, base_real):
    """A migration more in captacion, as if it were on the disk; read as the command reads it, in no
    transaction: some migrations may not be in one.
    """

    def _agregar(*operaciones, **atributos):
        def _cargar(cargador, real=MigrationLoader.load_disk):
            real(cargador)
            nueva = Migration("9999_prueba", "captacion")
            nueva.operations = list(operaciones)
            ultima = sin_corte.version("revisadas")["captacion"]
            nueva.dependencies = [("captacion", ultima)]
            vars(nueva).update(atributos)
            cargador.disk_migrations["captacion", "9999_prueba"] = nueva

        monkeypatch.setattr(MigrationLoader, "load_disk", _cargar)

    return _agregar


def test_la_orden_falla_con_una_oracion_por_falta(con_migracion):
    obligatoria = models.CharField(max_length=3, default="")
    con_migracion(
        AddField("persona", "nueva", obligatoria),
        RunSQL("CREATE INDEX por_prueba ON captacion_persona (nombres)"),
    )
    with pytest.raises(CommandError) as dicho:
        call_command("revisar_migraciones")
    assert dicho.value.returncode == 2
    dichas = str(dicho.value).splitlines()
    assert all(d.startswith("captacion.9999_prueba: en captacion_persona, ") for d in dichas)
    assert len(dichas) == 2


def test_con_db_default_pasa(con_migracion):
    con_migracion(AddField("persona", "nueva", models.CharField(max_length=3, db_default="")))
    call_command("revisar_migraciones")


def test_la_que_dice_por_que_no_detiene_pasa(con_migracion):
    indice = RunSQL("CREATE INDEX por_prueba ON captacion_persona (nombres)")
    con_migracion(indice, SIN_CORTE="la tabla está vacía hasta esta versión")
    call_command("revisar_migraciones")


def test_las_de_hoy_pasan(base_real):
    assert sin_corte.revisar() == []
