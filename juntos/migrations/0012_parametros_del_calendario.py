from django.contrib.auth.hashers import make_password
from django.db import migrations

PARAMETROS = [
    ("dias_gestacion_minima", 154, "días", "Días desde la FUR antes de los cuales un nacimiento no es de esa gestación", "D: 22 semanas"),
    ("dias_tras_fpp", 29, "días", "Días después de la FPP hasta los cuales un nacimiento es de esa gestación", "D"),
]


def sembrar(apps, schema_editor):
    # Who prepared what the installation brings: `sistema` approves it, and nobody approves her own.
    apps.get_model("juntos", "Usuario").objects.get_or_create(
        username="instalacion",
        defaults={
            "first_name": "Instalación",
            "rol": "administracion",
            "is_active": False,
            "password": make_password(None),
        },
    )
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
    dependencies = [("juntos", "0011_parametro_de_derivaciones")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
