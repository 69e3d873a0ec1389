from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"
DESHACER = """
DROP FUNCTION lista_limpia(text);
DROP FUNCTION con_su_cero(text, int);
DROP FUNCTION lugares_concuerdan(text, text);
"""


def sembrar(apps, schema_editor):
    apps.get_model("juntos", "Parametro").objects.get_or_create(
        clave="ubigeo_discorde",
        defaults={
            "valor": 20,
            "unidad": "%",
            "descripcion": "Filas cuyo ubigeo no es del lugar que nombran, sobre las cuales se rechaza el archivo",
            "fuente": "FORMATS: Ubigeo",
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("captacion", "0017_parametro_de_eventos"),
        ("juntos", "0004_territorio"),
    ]

    operations = [
        migrations.AddField(
            model_name="carga",
            name="formato_fechas",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="formato de las fechas"
            ),
        ),
        migrations.RunSQL((SQL / "10_celdas_de_hoja.sql").read_text(), DESHACER),
        migrations.RunPython(sembrar, migrations.RunPython.noop),
    ]
