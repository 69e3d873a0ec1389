from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("afiliacion", "0035_arco"),
        ("captacion", "0032_historia_y_muro_de_los_derechos"),
    ]

    operations = [
        migrations.RunSQL((SQL / "35_arco.sql").read_text(), (SQL / "35_arco.deshacer.sql").read_text()),
    ]
