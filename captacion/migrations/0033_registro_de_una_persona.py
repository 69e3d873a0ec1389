from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # The table has a row for each key of each register: its loads go on meanwhile.
    atomic = False
    dependencies = [("captacion", "0032_historia_y_muro_de_los_derechos")]

    operations = [
        AddIndexConcurrently(
            "registrofuente", models.Index(fields=["persona"], name="registro_fuente_persona")
        ),
    ]
