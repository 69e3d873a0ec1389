from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("captacion", "0006_procedencia")]

    operations = [
        migrations.RunSQL(
            (SQL / "03_carga_no_se_borra.sql").read_text(),
            "DROP TRIGGER carga_no_se_borra ON captacion_carga",
        ),
    ]
