from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("captacion", "0031_derechos"),
        ("juntos", "0026_historia_y_muro_de_lo_nuevo"),
    ]

    operations = [
        migrations.RunSQL(
            (SQL / "19_derechos.sql").read_text(), (SQL / "19_derechos.deshacer.sql").read_text()
        ),
    ]
