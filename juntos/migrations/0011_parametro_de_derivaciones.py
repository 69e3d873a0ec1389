from django.db import migrations

PARAMETROS = [
    ("dias_seguimiento_derivacion", 7, "días", "Días desde que se entrega una hoja de derivación hasta que se pregunta por ella", "D"),
]


def sembrar(apps, schema_editor):
    Parametro = apps.get_model("juntos", "Parametro")
    for clave, valor, unidad, descripcion, fuente in PARAMETROS:
        Parametro.objects.get_or_create(
            clave=clave,
            defaults={
                "valor": valor,
                "unidad": unidad,
                "descripcion": descripcion,
                "fuente": fuente,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("juntos", "0010_parametros_de_la_cola")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
