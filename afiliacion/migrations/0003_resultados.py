"""The outcome catalogue of DOMAIN §4. From here on it is data: an administrator changes it."""

from django.db import migrations

CAMPOS = (
    "codigo", "nombre", "siguiente", "por_telefono", "en_persona", "exige_motivo",
    "dias_reintento", "orden",
)
RESULTADOS = [
    ("ubicada_acepta", "Ubicada: acepta", "requisitos", True, True, False, 0, 10),
    ("ausente", "Ausente o no contesta", "reintento", True, True, False, 2, 20),
    ("ubicada_rechaza", "Ubicada: no acepta", "no_acepta", True, True, True, 0, 30),
    ("mudada", "Se mudó", "mudanza", True, True, False, 1, 40),
    ("direccion_no_existe", "La dirección no existe", "direccion", False, True, False, 1, 50),
    ("sin_telefono", "Sin teléfono o número equivocado", "presencial", True, False, False, 1, 60),
    ("sin_senal", "Sin señal", "presencial", True, False, False, 1, 70),
    ("ya_usuaria", "Ya es usuaria de JUNTOS", "ya_usuaria", True, True, False, 0, 80),
    ("no_elegible", "No corresponde afiliar", "no_elegible", True, True, True, 0, 90),
    ("perdida_gestacion", "Pérdida de la gestación", "cerrada", True, True, False, 0, 100),
    ("fallecimiento", "Fallecimiento", "cerrada", True, True, False, 0, 110),
]


def sembrar(apps, schema_editor):
    Resultado = apps.get_model("afiliacion", "Resultado")
    for fila in RESULTADOS:
        valores = dict(zip(CAMPOS, fila, strict=True))
        Resultado.objects.get_or_create(codigo=valores.pop("codigo"), defaults=valores)


class Migration(migrations.Migration):
    dependencies = [("afiliacion", "0002_solicitud_unidad")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
