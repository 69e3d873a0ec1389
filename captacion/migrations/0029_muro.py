from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("captacion", "0028_hogares_duplicados"), ("juntos", "0021_muro")]

    operations = [
        migrations.RunSQL(
            (SQL / "18_muro.sql").read_text(), (SQL / "18_muro.deshacer.sql").read_text()
        )
    ]
