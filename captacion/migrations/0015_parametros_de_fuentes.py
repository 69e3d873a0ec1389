from django.db import migrations

PARAMETROS = [
    ("horas_entre_cargas_padron_nominal", 24, "horas", "Cada cuánto debe llegar el Padrón Nominal (0: no se espera)", "D"),
    ("horas_entre_cargas_sis_gestantes", 24, "horas", "Cada cuánto deben llegar las gestantes del SIS (0: no se espera)", "D"),
    ("horas_entre_cargas_pgh", 0, "horas", "Cada cuánto debe llegar el PGH (0: no se espera)", "D"),
    ("horas_entre_cargas_juntos", 0, "horas", "Cada cuánto debe llegar el padrón de JUNTOS (0: no se espera)", "D"),
    ("horas_entre_cargas_his", 0, "horas", "Cada cuánto deben llegar las atenciones del HIS (0: no se esperan)", "D"),
    ("horas_entre_cargas_fua", 0, "horas", "Cada cuánto debe llegar la trama FUA del SIS (0: no se espera)", "D"),
    ("horas_gracia_carga", 2, "horas", "Cuánto puede demorar un archivo antes de avisar que no llegó", "D"),
    ("dias_retencion_filas", 90, "días", "Cuánto se guardan las filas observadas desde que terminó su carga", "D"),
    ("dias_retencion_archivos", 90, "días", "Cuánto se guarda el archivo desde que terminó su carga", "D"),
    ("recojo_dias_atras", 7, "días", "Cuántos días se buscan archivos en una dirección con fecha, hasta hoy", "D"),
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
    dependencies = [("captacion", "0014_recojo_y_retencion"), ("juntos", "0004_territorio")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
