from math import log2

from django.db import migrations
from django.utils import timezone

# field → level → (P(level | the same woman), P(level | two women)), of what is told
SEMILLA = {
    "documento": {
        "igual": (0.9, 0.000001),
        "una_edicion": (0.035, 0.000003),
        "dos_ediciones": (0.005, 0.00015),
        "distinto": (0.06, 0.999846),
    },
    "apellidos": {
        "iguales": (0.82, 0.0008),
        "suenan_igual": (0.06, 0.0004),
        "falta_uno": (0.04, 0.001),
        "uno_igual": (0.015, 0.03),
        "parecidos": (0.04, 0.002),
        "distintos": (0.025, 0.9658),
    },
    # of women who agree on both surnames
    "rareza": {
        "comunes": (0.1, 0.719),
        "frecuentes": (0.35, 0.2511),
        "raros": (0.4, 0.0288),
        "muy_raros": (0.15, 0.0011),
    },
    "nombres": {
        "iguales": (0.85, 0.004),
        "suenan_igual": (0.03, 0.001),
        "comparten": (0.07, 0.03),
        "parecidos": (0.02, 0.004),
        "distintos": (0.03, 0.961),
    },
    "nacimiento": {
        "igual": (0.93, 0.00015),
        "trocado": (0.04, 0.004),
        "cercano": (0.01, 0.006),
        "distinto": (0.02, 0.98985),
    },
    "telefono": {"igual": (0.7, 0.0001), "distinto": (0.3, 0.9999)},
    "lugar": {
        "centro_poblado": (0.7, 0.0005),
        "distrito": (0.15, 0.003),
        "provincia": (0.05, 0.015),
        "distinto": (0.1, 0.9815),
    },
    "direccion": {"parecida": (0.5, 0.01), "distinta": (0.5, 0.99)},
    "jefe": {"en_hogar": (0.7, 0.000005), "cerca": (0.03, 0.00002), "fuera": (0.27, 0.999975)},
}
DESCRIPCION = "Un celular que traen más personas que estas no dice de quién es al cruzar"


def sembrar(apps, schema_editor):
    pesos = {
        campo: {
            nivel: {"m": m, "u": u, "peso": round(log2(m / u), 3)}
            for nivel, (m, u) in niveles.items()
        }
        for campo, niveles in SEMILLA.items()
    }
    apps.get_model("captacion", "PesosCruce").objects.get_or_create(
        activa=True,
        defaults={
            "origen": "semilla",
            "pesos": pesos,
            "previa": 0.02,
            "creada_en": timezone.now(),
            "creada_por": apps.get_model("juntos", "Usuario").objects.get(username="sistema"),
        },
    )
    apps.get_model("juntos", "Parametro").objects.get_or_create(
        clave="cruce_fichas_por_telefono",
        defaults={
            "valor": 10,
            "unidad": "personas",
            "descripcion": DESCRIPCION,
            "fuente": "D",
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("captacion", "0021_nombres_de_cruce"),
        ("juntos", "0006_parametros_de_cruce"),
    ]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
