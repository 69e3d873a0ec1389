import csv
from pathlib import Path

from django.db import migrations

DATOS = Path(__file__).resolve().parents[1] / "datos"


def _filas(nombre):
    with (DATOS / nombre).open(encoding="utf-8", newline="") as archivo:
        yield from csv.DictReader(archivo)


def sembrar(apps, schema_editor):
    """The Unidades Territoriales and the districts of juntos/datos; what is there already stays."""
    UnidadTerritorial = apps.get_model("juntos", "UnidadTerritorial")
    Distrito = apps.get_model("juntos", "Distrito")
    UnidadTerritorial.objects.bulk_create(
        [UnidadTerritorial(codigo=f["codigo"], nombre=f["nombre"]) for f in _filas("unidades.csv")],
        ignore_conflicts=True,
    )
    unidades = dict(UnidadTerritorial.objects.values_list("codigo", "pk"))
    Distrito.objects.bulk_create(
        [
            Distrito(
                ubigeo=f["ubigeo_inei"],
                ubigeo_reniec=f["ubigeo_reniec"] or None,
                departamento=f["departamento"],
                provincia=f["provincia"],
                nombre=f["distrito"],
                latitud=f["latitud"] or None,
                longitud=f["longitud"] or None,
                unidad_territorial_id=unidades[f["unidad_territorial"]],
            )
            for f in _filas("distritos.csv")
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("juntos", "0003_sistema_y_parametros")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
