from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('afiliacion', '0037_historia_y_muro_de_arco'),
    ]

    operations = [
        migrations.CreateModel(
            name='AvisoDeFinalidad',
            fields=[
                ('version', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='versión')),
                ('texto', models.TextField()),
                ('vigente_desde', models.DateField(verbose_name='vigente desde')),
            ],
            options={
                'verbose_name': 'aviso de finalidad',
                'verbose_name_plural': 'avisos de finalidad',
                'ordering': ['-vigente_desde', '-version'],
                'constraints': [models.CheckConstraint(condition=models.Q(('texto', ''), _negated=True), name='avisodefinalidad_dice_algo')],
            },
        ),
        migrations.AddField(
            model_name='visita',
            name='aviso',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='afiliacion.avisodefinalidad'),
        ),
        migrations.RunSQL((SQL / "36_aviso.sql").read_text(), (SQL / "36_aviso.deshacer.sql").read_text()),
    ]
