from django.db import migrations

PARAMETRO = {
    "valor": 20,
    "unidad": "%",
    "descripcion": "Registros de la fuente que pueden faltar en un corte completo antes de dudar de que lo sea",
    "fuente": "D",
}


def sembrar(apps, schema_editor):
    apps.get_model("juntos", "Parametro").objects.get_or_create(
        clave="corte_ausentes_maximo", defaults=PARAMETRO
    )


class Migration(migrations.Migration):
    dependencies = [("captacion", "0010_cortes"), ("juntos", "0003_sistema_y_parametros")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
