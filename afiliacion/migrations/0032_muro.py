from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("afiliacion", "0031_lo_publicado_no_cambia"),
        ("captacion", "0029_muro"),
    ]

    operations = [
        migrations.RunSQL(
            (SQL / "31_muro.sql").read_text(), (SQL / "31_muro.deshacer.sql").read_text()
        )
    ]
