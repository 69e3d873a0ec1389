from django.db import migrations

PARAMETROS = [
    ("informe_dia_del_mes", 3, "día", "Qué día del mes se prepara el informe mensual (28 a 31: a más tardar el último)"),
    ("resumen_dia", 1, "día", "Qué día sale el resumen semanal (1 lunes … 7 domingo)"),
    ("resumen_hora", 7, "hora", "Desde qué hora de ese día sale el resumen semanal (0 a 23)"),
    ("resumen_minimo", 5, "casos", "Con cuántos nacimientos o más un territorio entra en el resumen"),
    ("resumen_caida", 10, "puntos", "Cuántos puntos debe bajar una semana, frente a las 4 anteriores, para decirlo"),
    ("fuente_se_encoge", 70, "%", "Por debajo de qué parte de sus últimos archivos se dice que una fuente se encoge"),
    ("fuente_rechazos", 5, "puntos", "Cuántos puntos más de filas rechazadas que sus últimos archivos hay que decir"),
]


def sembrar(apps, schema_editor):
    Parametro = apps.get_model("juntos", "Parametro")
    for clave, valor, unidad, descripcion in PARAMETROS:
        Parametro.objects.get_or_create(
            clave=clave,
            defaults={"valor": valor, "unidad": unidad, "descripcion": descripcion, "fuente": "D"},
        )


class Migration(migrations.Migration):
    dependencies = [("juntos", "0014_parametro_de_corresponsabilidades")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
