from django.db import migrations


def sembrar(apps, schema_editor):
    apps.get_model("juntos", "Parametro").objects.get_or_create(
        clave="dias_retencion_eventos",
        defaults={
            "valor": 90,
            "unidad": "días",
            "descripcion": "Días que se guarda el contenido de un registro recibido por la API",
            "fuente": "D",
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("captacion", "0016_eventos"),
        ("juntos", "0004_territorio"),
    ]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
