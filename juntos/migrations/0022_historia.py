from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"

class Migration(migrations.Migration):

    dependencies = [
        ('juntos', '0021_muro'),
        ('account', '0009_emailaddress_unique_primary_email'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cambio',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tabla', models.CharField(max_length=63)),
                ('objeto', models.CharField(max_length=80)),
                ('operacion', models.CharField(choices=[('creada', 'Se creó'), ('cambiada', 'Se cambió'), ('borrada', 'Se borró')], max_length=8, verbose_name='operación')),
                ('antes', models.JSONField(null=True)),
                ('despues', models.JSONField(null=True, verbose_name='después')),
                ('cambiado_en', models.DateTimeField(verbose_name='cuándo')),
                ('solicitud', models.CharField(max_length=36)),
                ('vista', models.CharField(max_length=100, verbose_name='dónde')),
                ('motivo', models.TextField(blank=True)),
                ('cambiado_por', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='quién')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['tabla', 'objeto'], name='cambio_de_que'), models.Index(fields=['cambiado_por', 'cambiado_en'], name='cambio_de_quien')],
                'constraints': [models.CheckConstraint(condition=models.Q(('operacion__in', ['creada', 'cambiada', 'borrada'])), name='cambio_operacion_valido'), models.CheckConstraint(condition=models.Q(models.Q(('antes__isnull', True), ('operacion', 'creada')), models.Q(('despues__isnull', True), ('operacion', 'borrada')), models.Q(models.Q(('operacion__in', ['creada', 'borrada']), _negated=True), ('antes__isnull', False), ('despues__isnull', False)), _connector='OR'), name='cambio_dice_como_era')],
            },
        ),
        migrations.RunSQL(
            (SQL / "05_historia.sql").read_text(), (SQL / "05_historia.deshacer.sql").read_text()
        ),
    ]
