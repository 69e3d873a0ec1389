from django.contrib.auth.hashers import make_password
from django.db import migrations

PARAMETROS = [
    ("dias_captacion_recien_nacido", 29, "días", "Edad máxima para que la captación de un recién nacido sea oportuna", "Práctica: antes de los 30 días"),
    ("dias_primeros_ocho", 7, "días", "Edad máxima para contar en «primeros 8 días» (el día 0 es el primero)", "DOMAIN §5 (D)"),
    ("dias_primer_trimestre", 97, "días", "Días desde la FUR hasta el fin del primer trimestre (13 semanas y 6 días)", "DOMAIN §5"),
    ("edad_maxima_captacion", 364, "días", "Edad máxima con que una niña o niño visto por primera vez es una captación", "DOMAIN §5 (D)"),
    ("anios_padron", 6, "años", "Edad desde la cual el Padrón Nominal no admite a una niña o niño", "FORMATS: Validation"),
    ("dias_fur_maximo", 320, "días", "Antigüedad máxima de la FUR respecto de la atención", "FORMATS: Validation"),
    ("tolerancia_fpp", 7, "días", "Diferencia tolerada entre FPP y FUR + 280", "DOMAIN §5 (D)"),
    ("misma_gestacion", 90, "días", "Dos FUR de una misma mujer a menos de estos días son la misma gestación", "D"),
    ("dias_aprobacion", 3, "días hábiles", "Plazo para resolver una solicitud", "DOMAIN §2 (D)"),
    ("exigir_ambito", 0, "0 o 1", "1: el distrito debe ser de intervención para afiliar", "DOMAIN §3"),
    ("edad_adulta", 18, "años", "Edad desde la cual una persona puede ser titular", "DOMAIN §3"),
    ("dias_sin_dni", 90, "días", "Edad hasta la cual un recién nacido puede afiliarse con CNV o CUI", "DOMAIN §3: DNI"),
    ("acuerdo_mb", 10, "MB", "Tamaño máximo del archivo del Acuerdo de Compromiso", "D"),
    ("carga_mb", 2000, "MB", "Tamaño máximo de un archivo de carga", "D"),
]


def sembrar(apps, schema_editor):
    apps.get_model("juntos", "Usuario").objects.get_or_create(
        username="sistema",
        defaults={
            "first_name": "Sistema",
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
    dependencies = [("juntos", "0002_funciones_y_bitacora")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
