from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("juntos", "0022_historia"),
        ("afiliacion", "0032_muro"),
    ]

    operations = [
        migrations.RunSQL(
            (SQL / "31_historia.sql").read_text(), (SQL / "31_historia.deshacer.sql").read_text()
        ),
    ]
