from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("captacion", "0004_indices")]

    operations = [
        migrations.RunSQL((SQL / "02_claves.sql").read_text(), migrations.RunSQL.noop),
    ]
