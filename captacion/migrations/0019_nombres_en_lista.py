from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("captacion", "0018_celdas_de_hoja")]

    operations = [
        migrations.RunSQL(
            (SQL / "08_nombres.sql").read_text(),
            "ALTER INDEX persona_clave_nombre RESET (fastupdate, gin_pending_list_limit)",
        ),
    ]
