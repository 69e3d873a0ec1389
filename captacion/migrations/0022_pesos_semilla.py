from math import log2

from django.db import migrations
from django.utils import timezone

# field → level → (P(level | the same woman), P(level | two women)), of what is told: what
# `estimar_cruce` finds on simulated files, with more room for slips than these have.
SEMILLA = {
    "documento": {
        "igual": (0.92, 0.000001),
        "una_edicion": (0.05, 0.000003),
        "dos_ediciones": (0.004, 0.0002),
        "distinto": (0.026, 0.999796),
    },
    "apellidos": {
        "iguales": (0.81, 0.0003),
        "suenan_igual": (0.09, 0.0002),
        "falta_uno": (0.055, 0.0012),
        "uno_igual": (0.008, 0.04),
        "parecidos": (0.025, 0.0004),
        "distintos": (0.012, 0.9579),
    },
    # of women who agree on both surnames
    "rareza": {
        "comunes": (0.1, 0.719),
        "frecuentes": (0.35, 0.2511),
        "raros": (0.4, 0.0288),
        "muy_raros": (0.15, 0.0011),
    },
    "nombres": {
        "iguales": (0.87, 0.0043),
        "suenan_igual": (0.02, 0.001),
        "comparten": (0.07, 0.043),
        "parecidos": (0.015, 0.0014),
        "distintos": (0.025, 0.9503),
    },
    "nacimiento": {
        "igual": (0.93, 0.00015),
        "trocado": (0.04, 0.004),
        "cercano": (0.01, 0.006),
        "distinto": (0.02, 0.98985),
    },
    "telefono": {"igual": (0.7, 0.0001), "distinto": (0.3, 0.9999)},
    "lugar": {
        "centro_poblado": (0.72, 0.0005),
        "distrito": (0.19, 0.0045),
        "provincia": (0.03, 0.05),
        "distinto": (0.06, 0.945),
    },
    "direccion": {"parecida": (0.75, 0.008), "distinta": (0.25, 0.992)},
    "jefe": {"en_hogar": (0.85, 0.00002), "cerca": (0.02, 0.00002), "fuera": (0.13, 0.99996)},
}


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


class Migration(migrations.Migration):
    dependencies = [
        ("captacion", "0021_nombres_de_cruce"),
        ("juntos", "0006_parametros_de_cruce"),
    ]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
