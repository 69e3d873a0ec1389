from django.db import migrations

PARAMETROS = [
    ("ruta_maximo", 60, "hogares", "Cuántos hogares caben en la ruta de un día", "D"),
    ("ruta_dias_sin_enviar", 7, "días", "Sin enviar nada en estos días, el teléfono borra lo que llevaba de los hogares", "D"),
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
    dependencies = [("juntos", "0006_parametros_de_cruce")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
