from django.db import migrations

PARAMETROS = [
    ("cruce_umbral_solo", 16, "bits", "Puntaje desde el que un hogar parecido se enlaza solo, si además se cumple la regla de evidencia fuerte", "D"),
    ("cruce_umbral_revision", 8, "bits", "Puntaje desde el que un hogar parecido se propone a una persona", "D"),
    ("cruce_margen", 6, "bits", "Ventaja que el primer hogar parecido necesita sobre el segundo para enlazarse solo", "D"),
    ("cruce_candidatos", 3, "hogares", "Cuántos hogares parecidos se proponen a lo más por persona", "D"),
    ("cruce_bloque", 200, "pares", "Un grupo de parecidos con más pares que estos se corta, y la fila lo dice", "D"),
    ("cruce_personas_por_documento", 5, "personas", "Un DNI que traen más personas distintas que estas no enlaza a nadie hasta que sede lo revise", "D"),
    ("cruce_personas_por_telefono", 10, "personas", "Un teléfono de más personas que estas no sirve para hallar un hogar", "D"),
    ("cruce_dias_entre_nacimientos", 270, "días", "Dos nacimientos de una madre a menos días que estos se avisan, salvo mellizos de una fecha", "D"),
    ("cruce_minutos_reserva", 10, "minutos", "Tiempo en que un cruce abierto por una persona no se muestra a otra", "D"),
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
    dependencies = [("juntos", "0005_freno_de_cargas")]

    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
