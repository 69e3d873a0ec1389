from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("juntos", "0024_pedidos_arco"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.RunSQL(
            (SQL / "07_lo_nuevo.sql").read_text(), (SQL / "07_lo_nuevo.deshacer.sql").read_text()
        ),
    ]
