from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("juntos", "0022_historia"),
        ("captacion", "0029_muro"),
    ]

    operations = [
        migrations.RunSQL(
            (SQL / "18_historia.sql").read_text(), (SQL / "18_historia.deshacer.sql").read_text()
        ),
    ]
