from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("captacion", "0001_inicial")]

    operations = [
        migrations.RunSQL((SQL / "01_funciones.sql").read_text(), migrations.RunSQL.noop),
        migrations.AddField(
            "reciennacido",
            "madre_apellidos",
            models.CharField(blank=True, default="", max_length=121),
            preserve_default=False,
        ),
        migrations.AddField(
            "reciennacido",
            "madre_nombres",
            models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
    ]
