from django.db import migrations

PARAMETROS = [
    ("freno_rechazadas", 30, "%", "Una carga con más de este porcentaje de filas rechazadas se detiene para que alguien decida; 100: nunca", "D"),
    ("freno_repetidas", 5, "%", "Una carga con más de este porcentaje de filas con la clave repetida se detiene para que alguien decida; 100: nunca", "D"),
    ("freno_minimo", 100, "filas", "Un archivo con menos filas que estas no se detiene", "D"),
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
    dependencies = [("juntos", "0004_territorio")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
