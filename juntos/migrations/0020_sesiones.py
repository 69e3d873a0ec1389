from django.db import migrations

PARAMETROS = [
    ("sesion_inactiva_gestora", 4320, "minutos", "Sin uso durante tanto tiempo, la sesión de una gestora termina (trabaja días sin señal)"),
    ("sesion_maxima_gestora", 10080, "minutos", "Cuánto dura a lo más la sesión de una gestora"),
    ("sesion_inactiva_oficina", 60, "minutos", "Sin uso durante tanto tiempo, termina la sesión de supervisora, sede o administración"),
    ("sesion_maxima_oficina", 720, "minutos", "Cuánto dura a lo más la sesión de supervisora, sede o administración"),
]


def sembrar(apps, schema_editor):
    Parametro = apps.get_model("juntos", "Parametro")
    for clave, valor, unidad, descripcion in PARAMETROS:
        Parametro.objects.get_or_create(
            clave=clave,
            defaults={"valor": valor, "unidad": unidad, "descripcion": descripcion, "fuente": "D"},
        )


class Migration(migrations.Migration):
    dependencies = [("juntos", "0019_tareas_fallidas")]

    operations = [
        migrations.RunPython(sembrar, migrations.RunPython.noop),
        # As `createcachetable` makes it.
        migrations.RunSQL(
            "CREATE TABLE juntos_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL,"
            " expires timestamptz NOT NULL);"
            "CREATE INDEX juntos_cache_expires ON juntos_cache (expires)",
            "DROP TABLE juntos_cache",
        ),
    ]
