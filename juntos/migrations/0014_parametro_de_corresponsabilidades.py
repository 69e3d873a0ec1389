from django.db import migrations


def sembrar(apps, schema_editor):
    apps.get_model("juntos", "Parametro").objects.get_or_create(
        clave="cuidados_dias_atras",
        defaults={
            "valor": 120,
            "unidad": "días",
            "descripcion": "Hasta cuántos días después de su plazo se pregunta por un cuidado sin dato",
            "fuente": "D: dos bimestres",
        },
    )


class Migration(migrations.Migration):
    dependencies = [("juntos", "0012_parametros_del_calendario")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
