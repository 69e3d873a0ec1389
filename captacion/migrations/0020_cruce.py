from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('captacion', '0019_nombres_en_lista'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentoObservado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('documento', models.CharField(max_length=8, unique=True)),
                ('personas', models.PositiveIntegerField(verbose_name='personas distintas que lo traen')),
                ('observado_el', models.DateField()),
                ('levantado_en', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'documento observado',
                'verbose_name_plural': 'documentos observados',
                'ordering': ['-observado_el', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PesosCruce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origen', models.CharField(choices=[('semilla', 'Con que empezó el sistema'), ('estimada', 'Estimada con los datos')], max_length=10)),
                ('pesos', models.JSONField()),
                ('previa', models.FloatField(verbose_name='proporción previa')),
                ('pares', models.PositiveIntegerField(default=0, verbose_name='pares de que se estimó')),
                ('activa', models.BooleanField(default=False)),
                ('creada_en', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'versión de los pesos',
                'verbose_name_plural': 'versiones de los pesos',
                'ordering': ['-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='vinculo',
            name='vinculo_regla_valido',
        ),
        migrations.AddField(
            model_name='miembro',
            name='llave_lugar_materno',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='miembro',
            name='llave_lugar_paterno',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='miembro',
            name='llave_nombre',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='vinculo',
            name='aportes',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='vinculo',
            name='puntaje',
            field=models.FloatField(null=True),
        ),
        migrations.AlterField(
            model_name='vinculo',
            name='regla',
            field=models.CharField(choices=[('propio_juntos', 'Su documento figura en el padrón de JUNTOS'), ('madre_juntos', 'El documento de la madre figura en el padrón de JUNTOS'), ('propio_pgh', 'Su documento figura en el PGH'), ('madre_pgh', 'El documento de la madre figura en el PGH'), ('jefe_juntos', 'El documento del jefe de familia figura en el padrón de JUNTOS'), ('jefe_pgh', 'El documento del jefe de familia figura en el PGH'), ('parecido_juntos', 'Sus datos se parecen a los del padrón de JUNTOS'), ('parecido_pgh', 'Sus datos se parecen a los del PGH'), ('provisional', 'Ningún padrón conoce todavía este hogar')], max_length=16),
        ),
        migrations.AddIndex(
            model_name='miembro',
            index=models.Index(condition=models.Q(('llave_nombre__isnull', False)), fields=['llave_nombre'], name='miembro_llave_nombre'),
        ),
        migrations.AddIndex(
            model_name='miembro',
            index=models.Index(condition=models.Q(('llave_lugar_paterno__isnull', False)), fields=['llave_lugar_paterno'], name='miembro_llave_lugar_paterno'),
        ),
        migrations.AddIndex(
            model_name='miembro',
            index=models.Index(condition=models.Q(('llave_lugar_materno__isnull', False)), fields=['llave_lugar_materno'], name='miembro_llave_lugar_materno'),
        ),
        migrations.AddIndex(
            model_name='telefono',
            index=models.Index(fields=['numero'], name='telefono_numero'),
        ),
        migrations.AddField(
            model_name='documentoobservado',
            name='carga',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='captacion.carga'),
        ),
        migrations.AddField(
            model_name='documentoobservado',
            name='levantado_por',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pesoscruce',
            name='creada_por',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='vinculo',
            name='pesos',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='captacion.pesoscruce'),
        ),
        migrations.AddConstraint(
            model_name='vinculo',
            constraint=models.CheckConstraint(condition=models.Q(('regla__in', ['propio_juntos', 'madre_juntos', 'propio_pgh', 'madre_pgh', 'jefe_juntos', 'jefe_pgh', 'parecido_juntos', 'parecido_pgh', 'provisional'])), name='vinculo_regla_valido'),
        ),
        migrations.AddConstraint(
            model_name='vinculo',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('aportes__isnull', True), ('pesos__isnull', True), ('puntaje__isnull', True)), models.Q(('aportes__isnull', False), ('pesos__isnull', False), ('puntaje__isnull', False)), _connector='OR'), name='vinculo_puntaje_con_aportes'),
        ),
        migrations.AddConstraint(
            model_name='documentoobservado',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('levantado_en__isnull', True), ('levantado_por__isnull', True)), models.Q(('levantado_en__isnull', False), ('levantado_por__isnull', False)), _connector='OR'), name='documento_observado_levantado_en_par'),
        ),
        migrations.AddConstraint(
            model_name='pesoscruce',
            constraint=models.CheckConstraint(condition=models.Q(('origen__in', ['semilla', 'estimada'])), name='pesos_cruce_origen_valido'),
        ),
        migrations.AddConstraint(
            model_name='pesoscruce',
            constraint=models.UniqueConstraint(condition=models.Q(('activa', True)), fields=('activa',), name='pesos_cruce_una_activa'),
        ),
        migrations.AddConstraint(
            model_name='pesoscruce',
            constraint=models.CheckConstraint(condition=models.Q(('previa__gt', 0), ('previa__lt', 1)), name='pesos_cruce_previa_proporcion'),
        ),
        migrations.RunSQL(
            (SQL / "11_sin_referencias_cruce.sql").read_text(),
            "DROP TRIGGER pesos_con_vinculos ON captacion_pesoscruce;",
        ),
    ]
