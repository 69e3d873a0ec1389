from django.db import migrations

# codigo, nombre, alerta, destino, pedido, nombra_persona
MOTIVOS = [
    (
        "control_prenatal",
        "Control prenatal",
        "sin_control_prenatal",
        "establecimiento",
        "Programar su control prenatal.",
        True,
    ),
    (
        "cred",
        "Control CRED",
        "sin_cred",
        "establecimiento",
        "Programar su control de crecimiento y desarrollo (CRED).",
        True,
    ),
    (
        "vacunas",
        "Vacunas",
        "sin_vacunas",
        "establecimiento",
        "Completar las vacunas que le corresponden a su edad.",
        True,
    ),
    (
        "hemoglobina",
        "Dosaje de hemoglobina",
        "sin_hemoglobina",
        "establecimiento",
        "Realizar el dosaje de hemoglobina.",
        True,
    ),
    (
        "atencion_reservada",
        "Atención reservada",
        "violencia",
        "establecimiento",
        "Requiere atención reservada: antes de llamarla o buscarla, comuníquese con quien firma esta hoja.",
        True,
    ),
    (
        "tramite_dni",
        "Trámite del DNI",
        "sin_dni",
        "municipalidad",
        "Orientar a la familia en el trámite del DNI de un integrante del hogar.",
        True,
    ),
    (
        "servicio_sin_atencion",
        "Servicio de salud que no atiende",
        "establecimiento",
        "municipalidad",
        "Tratar en la Instancia de Articulación Local que el establecimiento vuelva a atender.",
        False,
    ),
]


def sembrar(apps, schema_editor):
    MotivoDerivacion = apps.get_model("afiliacion", "MotivoDerivacion")
    for orden, (codigo, nombre, tipo_alerta, destino, pedido, nombra) in enumerate(MOTIVOS, 1):
        MotivoDerivacion.objects.get_or_create(
            codigo=codigo,
            defaults={
                "nombre": nombre,
                "tipo_alerta": tipo_alerta,
                "destino": destino,
                "pedido": pedido,
                "nombra_persona": nombra,
                "orden": orden,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("afiliacion", "0013_derivaciones")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
