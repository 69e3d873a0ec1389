from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("juntos", "0020_sesiones")]

    operations = [
        migrations.RunSQL(
            (SQL / "06_muro.sql").read_text(), (SQL / "06_muro.deshacer.sql").read_text()
        )
    ]
