from django.db import migrations

PARAMETROS = [
    ("prioridad_pobre_extremo", 4, "días", "Un hogar pobre extremo va en la cola como si venciera estos días antes", "D"),
    ("prioridad_pobre", 2, "días", "Un hogar pobre va en la cola como si venciera estos días antes", "D"),
    ("prioridad_sin_respuesta", 3, "días", "Un hogar cuyo último intento no halló a nadie va como si venciera estos días antes", "D"),
    ("prioridad_lengua", 2, "días", "Para quien habla su lengua originaria, un hogar va como si venciera estos días antes", "D"),
    ("dias_sin_gestion", 7, "días hábiles", "Sin visita ni llamada en estos días, un contacto está sin gestión y una gestora sin actividad", "D"),
    ("dias_cse_pronto", 20, "días hábiles", "Se avisa de la clasificación que vence en estos días o menos", "D"),
    ("solicitudes_en_un_dia", 10, "solicitudes", "Se avisa cuando una persona envía estas o más el mismo día", "D"),
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
    dependencies = [("juntos", "0009_ausencias")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
